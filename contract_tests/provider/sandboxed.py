"""One user of a sandbox whose clock is held, for the tests of the sandbox itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from starlette.applications import Starlette

from ntropy_client.sandbox import ManualClock, SandboxTransport, create_app

__all__ = ["User", "transaction"]


def transaction(id: str = "t-1", **fields: object) -> dict[str, Any]:
    """Make a transaction to submit; None takes a field away."""
    made: dict[str, object] = {
        "id": id,
        "description": "STARBUCKS STORE 1234 SEATTLE WA",
        "date": "2024-05-01",
        "amount": 6.5,
        "entry_type": "outgoing",
        "currency": "USD",
    }
    return {name: value for name, value in (made | fields).items() if value is not None}


class User:
    """One API key. Others of the same sandbox are had by `other`."""

    def __init__(self, key: str = "anybody", *, app: Starlette | None = None, **options: Any) -> None:
        self.clock: ManualClock = options.setdefault("clock", ManualClock())
        self.app = app or create_app(**options)
        self.client = httpx.Client(
            transport=SandboxTransport(self.app), base_url="http://sandbox", headers={"X-Api-Key": key}
        )

    def other(self, key: str) -> User:
        """Another key on the same sandbox."""
        return User(key, app=self.app, clock=self.clock)

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.get(path, params=query or None)

    def post(self, path: str, body: object, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.client.post(path, json=body, headers=headers)

    def send(
        self, path: str, content: bytes, content_type: str | None = "application/json"
    ) -> httpx.Response:
        """Post bytes as they are."""
        headers = {} if content_type is None else {"Content-Type": content_type}
        return self.client.post(path, content=content, headers=headers)

    def create(self, id: str = "t-1", **fields: object) -> Any:
        """Enrich a transaction."""
        answer = self.post("/v3/transactions", transaction(id, **fields))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def holder(self, id: str = "h", type: str = "consumer", **fields: object) -> str:
        """Create an account holder, and tell its id."""
        answer = self.post("/v3/account_holders", {"id": id, "type": type, **fields})
        assert answer.status_code == 200, answer.text
        return id

    def rules(self, *rules: object) -> list[Any]:
        """Replace all rules, and tell what they are now."""
        answer = self.post("/v3/rules/replace", list(rules))
        assert answer.status_code == 200, answer.text
        return list(answer.json())

    def batch(self, rows: Sequence[object], **fields: object) -> Any:
        """Submit a batch."""
        body = {"operation": "POST /v3/transactions", "data": list(rows)} | fields
        answer = self.post("/v3/batches", body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def upload(self, content: bytes = b"%PDF-1.7", name: str = "statement.pdf") -> Any:
        """Upload a bank statement."""
        answer = self.client.post("/v3/bank_statements", files={"file": (name, content, "application/pdf")})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def results(self, batch_id: str) -> list[Any]:
        """Let a batch end and fetch its results."""
        self.clock.advance(1)
        answer = self.get(f"/v3/batches/{batch_id}/results")
        assert answer.status_code == 200, answer.text
        return list(answer.json()["results"])

    def ids(self, path: str, **query: Any) -> list[str]:
        """The ids of one page."""
        return [item["id"] for item in self.get(path, **query).json()["data"]]

    def walk(self, path: str, **query: Any) -> list[str]:
        """The ids of all pages, in order."""
        found: list[str] = []
        while True:
            page = self.get(path, **query).json()
            found.extend(item["id"] for item in page["data"])
            if page["next_cursor"] is None:
                return found
            query["cursor"] = page["next_cursor"]
