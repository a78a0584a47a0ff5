"""What rules do in the sandbox to transactions that are enriched afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.provider.sandboxed import User, transaction
from ntropy_client.document import load

UUID = "11111111-2222-3333-4444-555555555555"
EDITABLE = load().schemas["EditableTransactionProperty"]["enum"]


@pytest.fixture
def user() -> User:
    made = User()
    made.holder("h", name="Zoë Example")
    return made


def enrich(user: User, description: str = "STARBUCKS STORE 1234 SEATTLE WA", **fields: Any) -> Any:
    return user.create("t-1", **{"description": description, "account_holder_id": "h", **fields})


@pytest.mark.parametrize("name", EDITABLE)
def test_every_property_can_be_set_and_taken_away(user: User, name: str) -> None:
    """The field behind it has the value, the others stay; an empty text is a null."""
    plain = enrich(user)
    new = {"logo": "http://example.com/x.png", "merchant_id": UUID, "transaction_type": "person"}.get(
        name, "Berlin"
    )
    field = {"merchant_id": "id", "merchant": "name", "person": "name", "transaction_type": "type"}.get(
        name, name
    )
    user.rules({"set": name, "to": new})
    changed = enrich(user)
    if name == "location":
        assert changed["location"]["raw_address"] == "Berlin"
        assert changed["location"]["structured"]["country_code"] == "DE"
        assert changed | {"location": plain["location"]} == plain
    else:
        other = plain["entities"]["counterparty"] | {field: new}
        if name == "person":
            other["type"] = "person"
        assert changed["entities"]["counterparty"] == other
        assert changed | {"entities": plain["entities"]} == plain
    user.rules({"set": name, "to": ""})
    gone = enrich(user)
    if name == "location":
        assert gone["location"] is None
    elif name == "transaction_type":
        assert gone == plain
    else:
        assert gone["entities"]["counterparty"][field] is None


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("logo", "no address"), ("merchant_id", "starbucks"), ("transaction_type", "business")],
)
def test_a_property_keeps_its_form(user: User, name: str, wrong: str) -> None:
    """A value that its field cannot have is not set."""
    plain = enrich(user)
    user.rules({"set": name, "to": wrong})
    assert enrich(user) == plain


def test_an_unknown_other_side_becomes_known(user: User) -> None:
    """Setting one thing of it makes one of which nothing else is known."""
    user.rules({"set": "website", "to": "qwertz.example"}, {"set": "merchant", "to": ""}, {"remove_mcc": 1})
    nobody: dict[str, object] = {"type": "organization", "id": None, "name": None, "logo": None, "mccs": []}
    assert enrich(user, "qwertz")["entities"]["counterparty"] == nobody | {"website": "qwertz.example"}
    user.rules({"set": "merchant", "to": ""}, {"remove_mcc": 1}, {"set_mcc": []})
    assert enrich(user, "qwertz")["entities"]["counterparty"] is None
    user.rules({"set": "person", "to": "Jane Doe"}, {"add_mcc": "0742"})
    person = nobody | {"type": "person", "name": "Jane Doe", "website": None, "mccs": [742]}
    assert enrich(user, "qwertz")["entities"]["counterparty"] == person


@pytest.mark.parametrize(
    ("edits", "general"),
    [
        ([{"add_label": "vip"}], "vip"),
        ([{"add_label": "vip"}, {"remove_label": "vip"}], "coffee shop"),
        ([{"add_label": "vip"}, {"remove_label": "coffee shop"}], "vip"),
        ([{"remove_label": "coffee shop"}], "not enough information"),
        ([{"remove_label": "other"}], "coffee shop"),
        ([{"set_labels": ["a", "b"]}], "a"),
        ([{"set_labels": ["a", "b"]}, {"add_label": "b"}, {"remove_label": "b"}], "a"),
        ([{"set_labels": []}], "not enough information"),
        ([{"add_label": ""}], "coffee shop"),
        ([{"add_label": {"to_upper": {"get": "merchant"}}}], "STARBUCKS"),
        ([{"if": {"has_label": "coffee shop"}, "then": [{"add_label": "a"}]}], "a"),
        ([{"add_label": "a"}, {"if": {"has_label": "coffee shop"}, "then": [{"add_label": "b"}]}], "b"),
    ],
)
def test_the_first_label_is_the_category(user: User, edits: list[object], general: str) -> None:
    """The category that was found is the first label; what is added comes before it."""
    user.rules(*edits)
    categories = enrich(user)["categories"]
    assert categories == {"general": general, "accounting": None}


@pytest.mark.parametrize(
    ("edits", "mccs"),
    [
        ([{"add_mcc": 1}, {"add_mcc": 1}], [5814, 1]),
        ([{"remove_mcc": "5814"}], []),
        ([{"remove_mcc": 1}], [5814]),
        ([{"set_mcc": [3, {"+": [1, 1]}, 3]}], [3, 2]),
        ([{"add_mcc": 1.5}], [5814]),
        ([{"add_mcc": -1}], [5814]),
        ([{"add_mcc": 10000}], [5814]),
        ([{"add_mcc": "x"}], [5814]),
        ([{"add_mcc": "²"}], [5814]),
    ],
)
def test_codes_are_edited(user: User, edits: list[object], mccs: list[int]) -> None:
    """Each once, in the order in which they came; what is no code of four digits is none."""
    user.rules(*edits)
    assert enrich(user)["entities"]["counterparty"]["mccs"] == mccs


def test_rules_are_applied_in_order(user: User) -> None:
    """Each sees what those before it have done."""
    first = {"set": "merchant", "to": "A"}
    second = {"if": {"==": [{"get": "merchant"}, "A"]}, "then": [{"set": "merchant", "to": "B"}]}
    user.rules(first, second)
    assert enrich(user)["entities"]["counterparty"]["name"] == "B"
    user.rules(second, first)
    assert enrich(user)["entities"]["counterparty"]["name"] == "A"


def test_only_what_is_enriched_later_changes(user: User) -> None:
    """Rules do not touch what is there, in any view, nor what others of the same merchant have."""
    enrich(user)
    batch = user.batch([transaction("row", account_holder_id="h")])["id"]
    results = user.results(batch)
    before = user.get("/v3/transactions").json()
    user.rules({"set": "merchant", "to": "X"}, {"add_mcc": 1}, {"add_label": "x"})
    assert user.get("/v3/transactions").json() == before
    assert user.get(f"/v3/batches/{batch}/results").json()["results"] == results
    later = user.create("later", account_holder_id="h")
    user.rules()
    assert user.get("/v3/transactions/later").json() | later == user.get("/v3/transactions/later").json()
    assert (later["entities"]["counterparty"]["name"], later["categories"]["general"]) == ("X", "x")
    assert enrich(user)["entities"]["counterparty"]["name"] == "Starbucks"
    assert user.post("/v3/entities/resolve", {"name": "Starbucks"}).json()["mccs"] == [5814]


def test_rules_make_no_exceptions(user: User) -> None:
    """They hold with and without an account holder, in batches too; only errors are left alone."""
    user.rules({"add_label": "x"}, {"set": "merchant", "to": "X"})
    items = [
        transaction("a", account_holder_id="h"),
        transaction("b"),
        transaction("c", account_holder_id="nobody"),
        transaction("d", account_holder_id="h", description="sandbox:item-error"),
    ]
    one, without, *failed = user.results(user.batch(items)["id"])
    assert (one["categories"]["general"], one["entities"]["counterparty"]["name"]) == ("x", "X")
    assert without["categories"]["general"] == "missing account holder information"
    assert without["entities"]["counterparty"]["name"] == "X"
    assert [result["entities"] for result in failed] == [None, None]
