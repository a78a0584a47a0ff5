"""What users of the official SDK rely on when they enrich."""

from __future__ import annotations

from contract_tests.provider.official_sdk.ran import Ran
from contract_tests.provider.official_sdk.shapes import ids, only, website, without


def test_account_holders(ran: Ran, kind: str) -> None:
    """One is created and read; a second of that id is refused; its transactions go with it."""
    saw = ran.saw(kind, "account_holders")
    made = {"id": "jane", "type": "consumer", "name": "Jane Doe", "category_id": None}
    assert without(saw["made"], "created_at") == made
    assert saw["got"] == saw["made"]
    assert saw["bare"]["name"] is None
    duplicate = {"error": "NtropyValueError", "content": {"detail": "Account holder already exists"}}
    assert without(saw["duplicate"], "text") == duplicate
    assert (saw["gone"]["error"], saw["orphan"]["error"]) == ("NtropyNotFoundError",) * 2
    (refused,) = [one for one in ran.exchanges(kind, "account_holders") if one.status == 400]
    assert (refused.sent()["id"], refused.sent()["type"]) == ("jane", "business")


def test_transactions(ran: Ran, kind: str) -> None:
    """They are enriched, read, replaced, assigned to another, and deleted."""
    saw = ran.saw(kind, "transactions")
    made = saw["made"]
    assert (made["id"], website(made), made["error"]) == ("t-1", "netflix.com", None)
    assert only(made["entities"]["counterparty"], "name", "type", "mccs") == {
        "name": "Netflix",
        "type": "organization",
        "mccs": [4899],
    }
    assert made["categories"] == {"general": "digital content and streaming", "accounting": None}
    assert website(saw["alone"]) == "starbucks.com"
    assert saw["alone"]["categories"]["general"] == "missing account holder information"
    assert saw["alone"]["location"]["structured"]["city"] == "Seattle"
    got = saw["got"]
    assert only(got, *made) == made
    assert without(got, *made) == {
        "description": "NETFLIX.COM 866-579-7172 CA",
        "date": "2024-05-01",
        "amount": 15.49,
        "entry_type": "outgoing",
        "currency": "USD",
        "account_holder_id": "jane",
    }
    assert saw["listed"] == {"data": [got], "next_cursor": None}
    assert saw["assigned"] == got | {"account_holder_id": "john"}
    assert saw["nobody"]["error"] == "NtropyNotFoundError"
    assert (saw["replaced"]["amount"], website(saw["replaced"])) == (3, "netflix.com")
    assert saw["gone"]["error"] == "NtropyNotFoundError"
    assert ids(saw["left"]) == ["t-2"]


def test_batches(ran: Ran, kind: str) -> None:
    """One is submitted and waited for: as many results as items, in their order; and one fails."""
    saw = ran.saw(kind, "batches")
    made = saw["made"]
    assert only(made, "status", "priority", "progress", "total") == {
        "status": "processing",
        "priority": "low",
        "progress": 0,
        "total": 3,
    }
    assert saw["early"]["error"] == "NtropyResourceOccupiedError"
    results = saw["results"]
    assert only(results, "id", "total", "status") == {"id": made["id"], "total": 3, "status": "completed"}
    assert [one["id"] for one in results["results"]] == [row["id"] for row in saw["rows"]]
    assert [website(one) for one in results["results"]] == ["starbucks.com", "netflix.com", None]
    got = saw["got"]
    assert got == made | {"status": "completed", "progress": 3, "updated_at": got["updated_at"]}
    assert got["updated_at"] > made["updated_at"]
    assert saw["transaction"] == saw["rows"][0] | results["results"][0]
    assert saw["failing"]["priority"] == "default"
    assert only(saw["failure"], "error", "id") == {"error": "NtropyBatchError", "id": saw["failing"]["id"]}
    assert saw["completed"] == {"data": [got], "next_cursor": None}


def test_recurring_groups(ran: Ran, kind: str) -> None:
    """A subscription is found as what it is, and what happens now and then is not."""
    (group,) = ran.saw(kind, "recurring_groups")["groups"]
    assert group["counterparty"]["website"] == "netflix.com"
    assert only(group, "start_date", "end_date", "total_amount", "average_amount", "periodicity") == {
        "start_date": "2024-01-15",
        "end_date": "2024-06-15",
        "total_amount": 92.94,
        "average_amount": 15.49,
        "periodicity": "monthly",
    }
    assert group["transaction_ids"] == [f"n-{month}" for month in range(1, 7)]
    assert 29 <= group["periodicity_in_days"] <= 32
    assert group["categories"]["general"] == "digital content and streaming"


def test_entities(ran: Ran, kind: str) -> None:
    """An organisation is the same by website, name and id; of what nobody knows everything is null."""
    saw = ran.saw(kind, "entities")
    found = saw["by_website"]
    assert only(found, "name", "website", "mccs") == {
        "name": "Netflix",
        "website": "netflix.com",
        "mccs": [4899],
    }
    assert saw["by_name"] == saw["got"] == found
    assert saw["unknown"] == {"id": None, "name": None, "website": None, "logo": None, "mccs": []}
    assert (saw["neither"]["error"], saw["missing"]["error"]) == ("NtropyValueError", "NtropyNotFoundError")


def test_categories(ran: Ran, kind: str) -> None:
    """A set is read as it was written, is what enrichment chooses from, and goes back to its default."""
    saw = ran.saw(kind, "categories")
    assert saw["made"] == saw["got"] == saw["own"]
    assert saw["known"]["categories"]["general"] == "digital content and streaming"
    assert saw["unknown"]["categories"]["general"] == "not enough information"
    assert saw["changed"] == {"incoming": [], "outgoing": ["all"]}
    assert saw["restored"] == saw["default"]
    assert "coffee shop" in saw["default"]["outgoing"]
    assert saw["deleted"] is None
