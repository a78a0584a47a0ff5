"""An account that is in use: what a customer has there, and all of what is there."""

from __future__ import annotations

from typing import Any

import httpx

__all__ = ["customer", "everything", "furnish"]

LISTS = ("transactions", "batches", "bank_statements", "account_holders", "webhooks", "reports")
BODY = {
    "id": "kept-1",
    "description": "ACME CORP PAYROLL",
    "date": "2024-03-29",
    "amount": 10,
    "entry_type": "incoming",
    "currency": "EUR",
}


def everything(client: httpx.Client) -> dict[str, Any]:
    """All that the account has: every item of every list, the rules, and the category sets."""
    found: dict[str, Any] = {"rules": client.get("/v3/rules").json()}
    for name in ("consumer", "business", "kept"):
        found[f"categories {name}"] = client.get(f"/v3/categories/{name}").json()
    for name in LISTS:
        query: dict[str, str] = {"limit": "100"}
        found[name] = {}
        while True:
            page = client.get(f"/v3/{name}", params=query).json()
            found[name] |= {item["id"]: item for item in page["data"]}
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
    return found


def furnish(client: httpx.Client) -> None:
    """Have a customer's things in the account, all of them at rest."""
    sent = [
        ("categories/kept", {"incoming": ["b", "a", "b"], "outgoing": ["x"]}),
        ("categories/consumer", {"incoming": ["mine"], "outgoing": []}),
        ("account_holders", {"id": "kept-1", "type": "consumer", "category_id": "kept"}),
        ("rules/replace", [{"add_label": "one"}, {"if": True, "then": [{"add_mcc": 5411}]}]),
        ("webhooks", {"url": "http://127.0.0.1:9/mine", "events": [], "token": "kept"}),
        *(("transactions", BODY | {"id": f"kept-{n}", "account_holder_id": "kept-1"}) for n in range(3)),
    ]
    for path, body in sent:
        client.post(f"/v3/{path}", json=body).raise_for_status()


def customer(url: str, key: str) -> httpx.Client:
    """The customer whose account it is."""
    return httpx.Client(base_url=url, headers={"X-Api-Key": key})
