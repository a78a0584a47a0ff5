"""Category sets in the sandbox: kept as written, and used for what is enriched afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.provider.sandboxed import User, transaction
from ntropy_client.sandbox.carriers import CARRIERS
from ntropy_client.sandbox.merchants import MERCHANTS

UNKNOWN = "not enough information"


@pytest.fixture
def user() -> User:
    return User()


def general(user: User, holder: str, description: str = "NETFLIX.COM", **fields: Any) -> Any:
    """The category of a transaction that is enriched now."""
    made = user.create("t-1", description=description, account_holder_id=holder, **fields)
    return made["categories"]["general"]


@pytest.mark.parametrize("type", ["consumer", "business"])
def test_the_default_sets_have_every_category_that_is_found(user: User, type: str) -> None:
    """Whatever enrichment gives a holder of this type is in the set, in the right direction, once."""
    user.holder("h", type)
    sets = user.get(f"/v3/categories/{type}").json()
    assert sorted(sets) == ["incoming", "outgoing"]
    descriptions = [
        *(merchant.name for merchant in MERCHANTS),
        *(carrier.name for carrier in CARRIERS),
        *("ACME PAYROLL", "TRANSFER TO JANE DOE", "ATM", "RENT", "MORTGAGE", "INTEREST", "DIVIDEND"),
        *("WIRE FEE", "SOCIAL SECURITY", "INVOICE 7", "GREENWOOD APARTMENTS", "qwertz"),
    ]
    for direction, names in sets.items():
        assert len(names) == len(set(names)) > 5
        rows = [
            transaction(str(number), description=text, entry_type=direction, account_holder_id="h")
            for number, text in enumerate(descriptions)
        ]
        found = {result["categories"]["general"] for result in user.results(user.batch(rows)["id"])}
        assert found <= set(names)
        assert len(found) > 3


def test_a_set_is_read_as_it_was_written(user: User) -> None:
    """Order, duplicates, blanks and case stay, through set and get, under any id."""
    body = {"incoming": ["b", "a", "b", "", " ☕ "], "outgoing": []}
    for id in ("mine", "a%2Fb%20%C3%A9", "consumer", "business"):
        assert user.post(f"/v3/categories/{id}", {**body, "more": 1}).json() == body
        assert user.get(f"/v3/categories/{id}").json() == body
    later = {"incoming": ["x"], "outgoing": ["y"]}
    user.post("/v3/categories/mine", later)
    assert user.get("/v3/categories/mine").json() == later
    assert user.get("/v3/categories/consumer").json() == body
    assert user.other("somebody-else").get("/v3/categories/mine").status_code == 404


@pytest.mark.parametrize(
    "body",
    [{"incoming": []}, {"incoming": [], "outgoing": None}, {"incoming": [1], "outgoing": []}, [], None],
)
def test_half_a_set_is_refused(user: User, body: object) -> None:
    """422, and the set stays as it was."""
    before = user.get("/v3/categories/consumer").json()
    assert user.post("/v3/categories/consumer", body).status_code == 422
    assert user.get("/v3/categories/consumer").json() == before


def test_a_reset_restores_the_default(user: User) -> None:
    """As it was at first, each time again; a custom set has no default and is gone."""
    before = user.get("/v3/categories/business").json()
    user.post("/v3/categories/business", {"incoming": [], "outgoing": []})
    for _ in range(2):
        assert user.post("/v3/categories/business/reset", None).json() == before
    assert user.get("/v3/categories/business").json() == before
    user.post("/v3/categories/mine", {"incoming": [], "outgoing": []})
    answer = user.post("/v3/categories/mine/reset", None)
    assert (answer.status_code, answer.content) == (200, b"null")
    assert user.get("/v3/categories/mine").status_code == 404
    assert user.post("/v3/categories/mine/reset", None).status_code == 404
    assert user.get("/v3/categories/never").status_code == 404


def test_a_holder_uses_the_set_that_it_names(user: User) -> None:
    """By direction; what is not in the set is other, if the set has that, or not enough information."""
    user.holder("h", category_id="mine")
    assert general(user, "h") == "digital content and streaming"
    user.post("/v3/categories/mine", {"incoming": ["refund"], "outgoing": ["Coffee Shop", "coffee shop"]})
    assert general(user, "h", "STARBUCKS") == "Coffee Shop"
    assert general(user, "h") == UNKNOWN
    assert general(user, "h", "STARBUCKS", entry_type="incoming") == "refund"
    user.post("/v3/categories/mine", {"incoming": [], "outgoing": ["Other"]})
    assert general(user, "h") == "Other"
    assert general(user, "h", "STARBUCKS", entry_type="incoming") == UNKNOWN
    assert general(user, "h", "qwertz") == UNKNOWN
    # Neither other holders nor the other set know of it.
    user.holder("plain")
    assert general(user, "plain") == "digital content and streaming"


def test_the_sets_of_the_types_hold_for_all_others(user: User) -> None:
    """A replaced default is used by every holder of its type that names no set, or one that is not there."""
    user.post("/v3/categories/consumer", {"incoming": [], "outgoing": ["coffee shop"]})
    user.holder("a")
    user.holder("b", category_id="never")
    user.holder("shop", "business")
    assert [general(user, holder) for holder in ("a", "b", "shop")] == [UNKNOWN, UNKNOWN, "subscriptions"]
    user.post("/v3/categories/consumer/reset", None)
    assert general(user, "a") == "digital content and streaming"
    # A set of the other type may be named too.
    user.post("/v3/categories/business", {"incoming": [], "outgoing": ["digital content and streaming"]})
    user.holder("c", category_id="business")
    assert general(user, "c") == "digital content and streaming"


def test_only_what_is_enriched_later_changes(user: User) -> None:
    """A transaction keeps its category, in every view, until it is enriched again."""
    user.holder("h")
    user.holder("other")
    made = user.create("t", description="NETFLIX.COM", account_holder_id="h")
    moved = user.create("moved", description="NETFLIX.COM", account_holder_id="h")
    batch = user.batch([transaction("row", description="NETFLIX.COM", account_holder_id="h")])["id"]
    results = user.results(batch)
    user.holder("own", category_id="mine")
    user.post(
        "/v3/categories/mine", {"incoming": [], "outgoing": ["STREAMING", "Digital content and streaming"]}
    )
    own = user.create("own", description="NETFLIX.COM", account_holder_id="own")
    user.post("/v3/categories/consumer", {"incoming": [], "outgoing": []})
    user.post("/v3/categories/mine", {"incoming": [], "outgoing": []})
    assert user.get("/v3/transactions/own").json()["categories"] == own["categories"]
    user.post("/v3/categories/mine/reset", None)
    assert user.get("/v3/transactions/own").json()["categories"] == own["categories"]
    user.client.delete("/v3/transactions/own")
    assert user.get("/v3/transactions/t").json()["categories"] == made["categories"]
    listed = user.get("/v3/transactions").json()["data"]
    assert {shown["categories"]["general"] for shown in listed} == {moved["categories"]["general"]}
    assert user.get(f"/v3/batches/{batch}/results").json()["results"] == results
    # Another account holder may have other categories, so that an assignment enriches anew.
    assigned = user.post("/v3/transactions/moved/assign", {"account_holder_id": "other"}).json()
    assert assigned["categories"]["general"] == UNKNOWN
    assert user.get("/v3/transactions/moved").json() == assigned
    assert (
        user.create("t", description="NETFLIX.COM", account_holder_id="h")["categories"]["general"] == UNKNOWN
    )


def test_nobody_has_no_categories(user: User) -> None:
    """Without an account holder no set counts."""
    user.post("/v3/categories/consumer", {"incoming": [], "outgoing": []})
    assert user.create("t")["categories"] == {
        "general": "missing account holder information",
        "accounting": None,
    }
