"""Transactions in the sandbox: each key has its own, by id, replaced, reassigned and deleted."""

from __future__ import annotations

import pytest

from contract_tests.provider.sandboxed import User, transaction


@pytest.fixture
def user() -> User:
    return User()


def test_what_was_submitted_can_be_read(user: User) -> None:
    """A transaction shows the submitted fields as they were, with its enrichment."""
    user.holder("h")
    made = user.create(amount=0.30000000000000004, description="  Tschüß\t😀 ", account_holder_id="h")
    shown = user.get("/v3/transactions/t-1").json()
    assert shown | made == shown
    assert {name: shown[name] for name in transaction()} == transaction(
        amount=0.30000000000000004, description="  Tschüß\t😀 "
    )
    assert shown["account_holder_id"] == "h"
    assert user.get("/v3/transactions").json()["data"] == [shown]


def test_the_same_id_again_replaces(user: User) -> None:
    """Of two with one id only the later is there, once, and as the newest."""
    user.create("a", amount=1)
    user.create("b")
    user.clock.advance(1)
    user.create("a", amount=2)
    assert user.get("/v3/transactions/a").json()["amount"] == 2
    assert user.ids("/v3/transactions") == ["a", "b"]


def test_deleted_is_gone(user: User) -> None:
    """A deleted transaction is 404 to everything, and in no list, until it is submitted again."""
    user.create("a")
    user.create("b")
    assert (user.client.delete("/v3/transactions/a").status_code, user.ids("/v3/transactions")) == (
        204,
        ["b"],
    )
    assert user.get("/v3/transactions/a").status_code == 404
    assert user.client.delete("/v3/transactions/a").status_code == 404
    assert user.post("/v3/transactions/a/assign", {"account_holder_id": "h"}).status_code == 404
    user.create("a")
    assert user.get("/v3/transactions/a").status_code == 200


def test_a_refused_write_changes_nothing(user: User) -> None:
    """After a 4xx every list is as it was."""
    user.create("a", account_holder_id=user.holder())
    user.holder("shop", "business")
    before = user.get("/v3/transactions").json()
    for body in [transaction("a", amount=-1), transaction("b", date="x"), None]:
        assert user.post("/v3/transactions", body).status_code == 422
    for holder in ["nobody", "shop", ""]:
        answer = user.post("/v3/transactions/a/assign", {"account_holder_id": holder})
        assert answer.status_code in {404, 422}
    assert user.post("/v3/batches", {"operation": "x", "data": [transaction("c")]}).status_code == 422
    user.clock.advance(1)
    assert user.get("/v3/transactions").json() == before


def test_assigning_changes_the_account_holder_and_its_categories(user: User) -> None:
    """A transaction without a holder may be given any; the category follows."""
    user.create("a")
    assert (
        user.get("/v3/transactions/a").json()["categories"]["general"] == "missing account holder information"
    )
    assigned = user.post("/v3/transactions/a/assign", {"account_holder_id": user.holder()}).json()
    assert assigned == user.get("/v3/transactions/a").json()
    assert (assigned["account_holder_id"], assigned["categories"]["general"]) == ("h", "coffee shop")
    assert user.ids("/v3/transactions", account_holder_id="h") == ["a"]


def test_an_account_holder_of_another_type_is_refused(user: User) -> None:
    """A consumer's transaction cannot become a business's."""
    user.create("a", account_holder_id=user.holder("person"))
    answer = user.post("/v3/transactions/a/assign", {"account_holder_id": user.holder("shop", "business")})
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["body", "account_holder_id"])
    other = {"account_holder_id": user.holder("other")}
    assert user.post("/v3/transactions/a/assign", other).status_code == 200


@pytest.mark.parametrize("id", ["t-1", "none"])
def test_assigning_needs_both_to_exist(user: User, id: str) -> None:
    """404 for an unknown transaction, and for an unknown account holder."""
    user.create("t-1")
    holder = user.holder() if id == "none" else "unknown-holder"
    assert user.post(f"/v3/transactions/{id}/assign", {"account_holder_id": holder}).status_code == 404


def test_item_errors_come_with_200_and_follow_from_the_input(user: User) -> None:
    """An unknown account holder, or a description that asks for it, is an error of this transaction."""
    unknown = user.create("a", account_holder_id="unknown-1")
    assert (unknown["error"]["code"], unknown["entities"]) == ("account_holder_not_found", None)
    broken = user.create("b", description="x sandbox:item-error")
    assert (broken["error"]["code"], broken["categories"]) == ("internal_error", None)
    assert user.get("/v3/transactions/b").json()["error"] == broken["error"]
    assert user.create("c")["error"] is None


def test_keys_do_not_see_each_other(user: User) -> None:
    """A second key has an account of its own: it sees and changes nothing of the first."""
    other = user.other("somebody-else")
    user.create("a", amount=1)
    batch = user.batch([transaction("b")])["id"]
    assert other.get("/v3/transactions/a").status_code == 404
    assert other.get(f"/v3/batches/{batch}").status_code == 404
    assert other.client.delete("/v3/transactions/a").status_code == 404
    assert (other.ids("/v3/transactions"), other.ids("/v3/batches")) == ([], [])
    other.create("a", amount=2)
    assert user.get("/v3/transactions/a").json()["amount"] == 1
    assert other.batch([transaction("b")])["id"] != batch
