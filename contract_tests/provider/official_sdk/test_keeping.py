"""What users of the official SDK rely on in statements, webhooks, reports and lists."""

from __future__ import annotations

from decimal import Decimal

from contract_tests.provider.official_sdk.ran import Ran
from contract_tests.provider.official_sdk.shapes import ids, only, without


def test_bank_statements(ran: Ran, kind: str) -> None:
    """They are uploaded, verified and read; what is read can be enriched; what is no statement is told."""
    saw = ran.saw(kind, "bank_statements")
    made = saw["made"]
    assert without(made, "id", "created_at") == {
        "name": "may-2024.pdf",
        "status": "processing",
        "file": {"no_pages": 2, "size": saw["size"]},
        "error": None,
    }
    assert saw["streamed"]["name"] == "streamed.pdf"
    assert saw["streamed"]["file"] == saw["nameless"]["file"] == made["file"]
    assert saw["early"]["error"] == "NtropyResourceOccupiedError"
    assert saw["got"] == made | {"status": "completed"}
    accounts = saw["results"]["accounts"]
    for account in accounts:
        opening, closing, incoming, outgoing = (
            Decimal(str(account[name]))
            for name in ("opening_balance", "closing_balance", "total_incoming", "total_outgoing")
        )
        assert account["is_balance_reconciled"] is True
        assert opening + incoming - outgoing == closing
        assert account["transactions"][-1]["running_balance"] == account["closing_balance"]
    told = only(accounts[0], "number", "opening_balance")
    assert only(saw["info"]["accounts"][0], *told) == told
    assert only(saw["info"], "start_date", "end_date") == only(accounts[0], "start_date", "end_date")
    assert saw["enriched"]["id"] == accounts[0]["transactions"][0]["id"]
    assert saw["enriched"]["categories"]["general"] != "missing account holder information"
    failure = {
        "error": "NtropyBankStatementError",
        "id": saw["wrong"]["id"],
        "code": "invalid_bank_statement",
    }
    assert only(saw["failure"], *failure) == failure
    assert ids(saw["failed"]) == [saw["wrong"]["id"]]
    assert saw["gone"]["error"] == "NtropyNotFoundError"


def test_webhooks(ran: Ran, kind: str) -> None:
    """One is told of a batch; another is changed in what is named and in nothing else, and deleted."""
    saw = ran.saw(kind, "webhooks")
    made = saw["made"]
    assert without(made, "id", "created_at") == {
        "url": saw["hook"],
        "events": ["reports.pending"],
        "token": None,
        "enabled": True,
    }
    assert saw["got"] == made
    assert saw["changed"] == made | {"events": ["reports.resolved"], "token": "t-1"}
    assert saw["disabled"] == saw["changed"] | {"enabled": False}
    assert saw["cleared"] == saw["disabled"] | {"token": None}
    assert saw["listed"] == [saw["cleared"], saw["told"]]
    assert saw["gone"]["error"] == "NtropyNotFoundError"
    deliveries = [one for one in ran.received if one.json()["data"]["id"] == saw["batch"]["id"]]
    assert [one.json()["event_type"] for one in deliveries] == ["batches.completed"]
    assert deliveries[0].json()["data"] == saw["batch"]
    assert deliveries[0].headers["x-ntropy-token"] == "t-0"


def test_reports(ran: Ran, kind: str) -> None:
    """One is made, watched until it is decided, found by its status, and deleted."""
    saw = ran.saw(kind, "reports")
    made = saw["made"]
    assert without(made, "id", "created_at") == saw["wrong"] | {"status": "open", "rejection_reason": None}
    assert saw["statuses"] == ["open", "pending", "resolved"]
    assert saw["got"] == made | {"status": "resolved"}
    assert saw["resolved"] == {"data": [saw["got"]], "next_cursor": None}
    assert saw["rejected"] == {"data": [], "next_cursor": None}
    assert saw["gone"]["error"] == "NtropyNotFoundError"


def test_lists(ran: Ran, kind: str) -> None:
    """Following the pages gives every item once, the newest first, with the filter kept."""
    saw = ran.saw(kind, "lists")
    mine = saw["transactions"].pop("mine")
    assert len(saw) == 5
    for name, one in saw.items():
        assert one["walked"] == one["made"][::-1], name
        asked = [
            seen for seen in ran.exchanges(kind, "lists", "GET", f"/v3/{name}") if "limit=2" in seen.query
        ]
        assert ["cursor" in seen.query for seen in asked] == [False, True, True], name
    assert mine == ["t-4", "t-2", "t-0"]


def test_errors(ran: Ran, kind: str) -> None:
    """Each refusal is the error that the SDK has for it, with what the sandbox says."""
    saw = ran.saw(kind, "errors")
    assert {name: one["error"] for name, one in saw.items()} == {
        "invalid key": "NtropyNotAuthorizedError",
        "forbidden": "NtropyNotSupportedError",
        "broke": "NtropyQuotaExceededError",
        "invalid": "NtropyValidationError",
        "missing": "NtropyNotFoundError",
        "request id": "NtropyNotFoundError",
    }
    assert without(saw["missing"], "text")["content"] == {"detail": "Batch with the provided id not found."}
    assert ["body", "data", 0, "amount"] in [one["loc"] for one in saw["invalid"]["content"]["detail"]]
    assert "mine" in [one.headers["x-request-id"] for one in ran.exchanges(kind, "errors")]
