"""Account holders in the sandbox: made once, read as they were made, deleted with their transactions."""

from __future__ import annotations

from datetime import datetime

import pytest

from contract_tests.provider.sandboxed import User, transaction


@pytest.fixture
def user() -> User:
    return User()


def test_a_holder_is_read_as_it_was_created(user: User) -> None:
    """Create, get and list show the same; what was left out or null is null."""
    body = {"id": "Zoë/1 ", "type": "business", "name": "Zoë & Co", "category_id": "mine", "industry": "x"}
    made = user.post("/v3/account_holders", body).json()
    del body["industry"]
    assert made == {**body, "created_at": "2026-01-01T00:00:00.000000"}
    assert user.get("/v3/account_holders/Zo%C3%AB%2F1%20").json() == made
    for other in ({}, {"name": None, "category_id": None}):
        shown = user.post("/v3/account_holders", {"id": f"x{len(other)}", "type": "consumer", **other}).json()
        assert (shown["name"], shown["category_id"]) == (None, None)
    assert user.get("/v3/account_holders").json()["data"][-1] == made


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"id": "x" * 257},
        {"id": None},
        {"id": 5},
        {"type": "individual"},
        {"type": None},
        {"name": 1},
    ],
)
def test_what_the_document_does_not_allow_is_refused(user: User, change: dict[str, object]) -> None:
    """422, and nobody is made."""
    assert user.post("/v3/account_holders", {"id": "h", "type": "consumer", **change}).status_code == 422
    assert user.ids("/v3/account_holders") == []


def test_a_known_id_is_refused_and_nothing_changes(user: User) -> None:
    """400 says that it exists already; the first one stays."""
    user.holder("h", name="First")
    before = user.get("/v3/account_holders").json()
    user.clock.advance(1)
    again = user.post("/v3/account_holders", {"id": "h", "type": "business", "name": "Second"})
    assert (again.status_code, again.json()) == (400, {"detail": "Account holder already exists"})
    assert user.get("/v3/account_holders").json() == before


def test_lists_are_newest_first_with_filters_and_pages(user: User) -> None:
    """Pages have everybody once, also while others come and go, and filters hold on each of them."""
    for number in range(7):
        user.holder(f"h-{number}")
        user.clock.advance(1)
    assert user.walk("/v3/account_holders", limit=2) == [f"h-{number}" for number in range(6, -1, -1)]
    page = user.get("/v3/account_holders", limit=3).json()
    user.client.delete("/v3/account_holders/h-4")
    user.client.delete("/v3/account_holders/h-3")
    user.holder("h-4")
    rest = user.walk("/v3/account_holders", limit=3, cursor=page["next_cursor"])
    assert rest == ["h-2", "h-1", "h-0"]
    moment = user.get("/v3/account_holders/h-2").json()["created_at"]
    assert user.walk("/v3/account_holders", created_before=moment) == ["h-1", "h-0"]
    assert user.walk("/v3/account_holders", created_after=moment, limit=1) == ["h-4", "h-6", "h-5", "h-2"]
    assert len(user.get("/v3/account_holders").json()["data"]) == 6
    assert datetime.fromisoformat(moment) == datetime(2026, 1, 1, 0, 0, 2)


def test_deleting_a_holder_deletes_its_transactions(user: User) -> None:
    """All of them, however they came to it, and no others; afterwards everything about it is 404."""
    for name in ("a", "b"):
        user.holder(name)
    user.create("of-a", account_holder_id="a")
    user.create("of-b", account_holder_id="b")
    user.create("given-to-a", account_holder_id="b")
    user.create("taken-from-a", account_holder_id="a")
    user.create("of-nobody")
    user.post("/v3/transactions/given-to-a/assign", {"account_holder_id": "a"})
    user.post("/v3/transactions/taken-from-a/assign", {"account_holder_id": "b"})
    batch = user.batch(
        [transaction(f"row-{number}", account_holder_id="ab"[number % 2]) for number in range(600)]
    )
    results = user.results(batch["id"])
    answer = user.client.delete("/v3/account_holders/a")
    assert (answer.status_code, answer.content) == (204, b"")
    rows = [f"row-{number}" for number in range(599, -1, -2)]
    assert user.walk("/v3/transactions", limit=100) == [*rows, "of-nobody", "taken-from-a", "of-b"]
    assert user.get("/v3/transactions/given-to-a").status_code == 404
    for answer in (
        user.get("/v3/account_holders/a"),
        user.client.delete("/v3/account_holders/a"),
        user.post("/v3/account_holders/a/recurring_groups", None),
        user.post("/v3/transactions/of-b/assign", {"account_holder_id": "a"}),
    ):
        assert answer.status_code == 404
    assert user.ids("/v3/account_holders") == ["b"]
    # What a batch found out is told as it was.
    assert user.get(f"/v3/batches/{batch['id']}/results").json()["results"] == results
    assert [result["error"] for result in results] == [None] * 600


def test_a_deleted_id_can_be_used_again(user: User) -> None:
    """A holder of the same id is another one, without the transactions of the first."""
    user.holder("h")
    user.create("old", account_holder_id="h")
    user.client.delete("/v3/account_holders/h")
    assert user.create("lost", account_holder_id="h")["error"]["code"] == "account_holder_not_found"
    user.clock.advance(1)
    user.holder("h", "business")
    assert user.get("/v3/account_holders/h").json()["created_at"] == "2026-01-01T00:00:01.000000"
    assert user.create("new", account_holder_id="h")["categories"]["general"] == "meals and entertainment"
    assert user.ids("/v3/transactions", account_holder_id="h") == ["new", "lost"]
    # What was enriched before is not enriched anew.
    assert user.get("/v3/transactions/lost").json()["error"]["code"] == "account_holder_not_found"


def test_a_batch_is_enriched_when_it_ends(user: User) -> None:
    """What is set up by then counts: a holder that is gone is not found, one that has come is."""
    user.holder("gone")
    batch = user.batch(
        [transaction("a", account_holder_id="gone"), transaction("b", account_holder_id="come")]
    )
    user.client.delete("/v3/account_holders/gone")
    user.holder("come")
    first, second = user.results(batch["id"])
    assert (first["error"]["code"], second["error"]) == ("account_holder_not_found", None)
    user.client.delete("/v3/account_holders/come")
    user.holder("gone")
    assert user.get(f"/v3/batches/{batch['id']}/results").json()["results"] == [first, second]


def test_only_holders_of_the_same_key_exist(user: User) -> None:
    """Another key may use the same ids for others, and has no use of ours."""
    other = user.other("somebody-else")
    user.holder("h")
    assert other.get("/v3/account_holders/h").status_code == 404
    assert other.create("t", account_holder_id="h")["error"]["code"] == "account_holder_not_found"
    assert other.client.delete("/v3/account_holders/h").status_code == 404
    other.holder("h", "business")
    assert user.get("/v3/account_holders/h").json()["type"] == "consumer"


def test_there_is_no_way_to_change_a_holder(user: User) -> None:
    """PATCH is not known, as the API answers it too."""
    user.holder("h")
    answer = user.client.patch("/v3/account_holders/h", json={"name": "x"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "DELETE, GET")
