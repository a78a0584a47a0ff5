"""The expressions of rules in the sandbox: what they compute, and what is refused or has no value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from contract_tests.provider.sandboxed import User
from ntropy_client.document import load

OPERATORS = sorted(load().schemas["Expr"]["properties"])
PROPERTIES = load().schemas["TransactionProperty"]["enum"]
EDITABLE = load().schemas["EditableTransactionProperty"]["enum"]


@pytest.fixture
def user() -> User:
    made = User()
    made.holder("h", name="Zoë Example")
    return made


def enrich(user: User, description: str = "STARBUCKS STORE 1234 SEATTLE WA", **fields: Any) -> Any:
    return user.create("t-1", **{"description": description, "account_holder_id": "h", **fields})


def value(user: User, condition: object, **fields: Any) -> str | None:
    """What a condition gives, seen as the category; None when it has no value."""
    user.rules({"if": condition, "then": [{"set_labels": ["yes"]}], "else": [{"set_labels": ["no"]}]})
    found: str = enrich(user, **fields)["categories"]["general"]
    return None if found == "coffee shop" else found


NONSENSE = [
    {"if": 1},
    {"if": "yes"},
    {"if": {"get": "website"}},
    {"if": {"&&": [True, 1]}},
    {"if": {"||": []}},
    {"if": {"!": {"get": "amount"}}},
    {"if": {"<": [1]}},
    {"if": {"<": [1, "a"]}},
    {"if": {">=": [True, False]}},
    {"if": {"==": []}},
    {"if": {"is_substring": ["a"]}},
    {"if": {"starts_with": ["a", "b", "c"]}},
    {"if": {"ends_with": [{"get": "amount"}, "b"]}},
    {"if": {"has_label": 1}},
    {"if": {"has_mcc": True}},
    {"if": True, "then": [{"if": 0}]},
    {"if": True, "else": [{"set": "logo", "to": 1}]},
    {"set": "merchant", "to": {"+": ["a", 1]}},
    {"set": "merchant", "to": {"+": []}},
    {"set": "merchant", "to": {"to_upper": {"get": "amount"}}},
    {"add_label": {"*": [2, 3]}},
    {"remove_label": True},
    {"set_labels": ["a", 1]},
    {"add_mcc": False},
    {"set_mcc": [1, {"!": True}]},
    {"set_mcc": [{"-": ["a"]}]},
]


@pytest.mark.parametrize("rule", NONSENSE)
def test_what_can_never_be_evaluated_is_refused(user: User, rule: object) -> None:
    """400 says where a type or the number of operands is wrong, before anything is enriched."""
    before = user.rules({"add_label": "first"})
    for answer in (
        user.post("/v3/rules", rule),
        user.post("/v3/rules/replace", [{"add_label": "a"}, rule]),
        user.client.patch("/v3/rules/0", json=rule),
    ):
        assert answer.status_code == 400
        assert answer.json()["detail"].startswith("Invalid rule structure: /")
    assert user.get("/v3/rules").json() == before


TRUTHS: dict[str, list[tuple[object, bool]]] = {
    "&&": [([True], True), ([True, False, True], False), ([True, True], True)],
    "||": [([False], False), ([False, True, False], True)],
    "==": [
        ([1, 1.0], True),
        (["a", "a", "a"], True),
        (["a", "A"], False),
        ([True, 1], False),
        (["1", 1], False),
        ([1, 1, 2], False),
    ],
    "<": [([1, 2, 3], True), ([1, 2, 2], False), (["B", "a"], True)],
    "<=": [([1, 1, 2], True), ([2, 1], False), (["a", "a"], True)],
    ">": [([3, 2, 1], True), ([1, 2], False), (["b", "a"], True)],
    ">=": [([2, 2, 1], True), ([1, 2], False)],
    "is_substring": [(["abc", "b"], True), (["b", "abc"], False), (["abc", ""], True), (["abc", "B"], False)],
    "starts_with": [(["abc", "ab"], True), (["abc", "b"], False)],
    "ends_with": [(["abc", "bc"], True), (["abc", "b"], False)],
    "!": [(True, False), (False, True)],
    "has_label": [("coffee shop", True), ("Coffee Shop", False), ("", False)],
    "has_mcc": [(5814, True), (5814.0, True), ("5814", True), (5815, False)],
    "get": [],
    "+": [],
    "-": [],
    "*": [],
    "/": [],
    "//": [],
    "to_lower": [],
    "to_upper": [],
}

VALUES: dict[str, list[tuple[object, object]]] = {
    "+": [([1], 1), ([1, 2, 0.5], 3.5), (["a", "b", "c"], "abc"), (["a"], "a")],
    "-": [([5], -5), ([5, 2, 1], 2), ([0.5, 1], -0.5)],
    "*": [([2, 3, 4], 24), ([7], 7)],
    "/": [([7, 2], 3.5), ([8, 2, 2], 2)],
    "//": [([7, 2], 3), ([-7, 2], -4), ([7.5, 2], 3)],
    "to_lower": [("ÄbC", "äbc")],
    "to_upper": [("straße", "STRASSE")],
}


def test_every_operator_is_tried() -> None:
    """The tables here have all operators of the document."""
    assert sorted(TRUTHS) == OPERATORS
    assert {name for name, cases in TRUTHS.items() if not cases} == {*VALUES, "get"}


@pytest.mark.parametrize("operator", [name for name, cases in TRUTHS.items() if cases])
def test_operators_tell_what_holds(user: User, operator: str) -> None:
    """Comparisons chain, texts are compared by code point, and True is no 1."""
    for operand, holds in TRUTHS[operator]:
        assert value(user, {operator: operand}) == ("yes" if holds else "no"), operand


@pytest.mark.parametrize("operator", sorted(VALUES))
def test_operators_compute(user: User, operator: str) -> None:
    """From the left to the right; a single operand of a difference is negated."""
    for operand, result in VALUES[operator]:
        assert value(user, {"==": [{operator: operand}, result]}) == "yes", operand


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_can_be_read(user: User, name: str) -> None:
    """As the enriched transaction shows it; what is not there is an empty text."""
    full: dict[str, object] = {
        "logo": "https://logos.ntropy.com/starbucks.com",
        "website": "starbucks.com",
        "merchant": "Starbucks",
        "description": "STARBUCKS STORE 1234 SEATTLE WA",
        "merchant_id": user.post("/v3/entities/resolve", {"name": "Starbucks"}).json()["id"],
        "location": "Seattle, Washington 98101, US",
        "person": "",
        "transaction_type": "organization",
        "amount": 6.5,
        "entry_type": "outgoing",
        "account_holder_type": "consumer",
        "account_holder_id": "h",
        "account_holder_name": "Zoë Example",
        "country": "US",
    }
    assert value(user, {"==": [{"get": name}, full[name]]}) == "yes"
    person = {"person": "Jane Doe", "transaction_type": "person", "description": "TRANSFER TO JANE DOE"}
    less: dict[str, object] = {
        "amount": 0,
        "entry_type": "incoming",
        "account_holder_type": "business",
        "account_holder_id": "shop",
        **person,
    }
    user.holder("shop", "business")
    shown = value(
        user,
        {"==": [{"get": name}, less.get(name, "")]},
        description=person["description"],
        account_holder_id="shop",
        entry_type="incoming",
        amount=0,
    )
    assert shown == "yes"


def test_conditions_stop_at_the_first_answer(user: User) -> None:
    """What does not matter any more is not evaluated."""
    broken = {"==": [{"/": [1, 0]}, 1]}
    assert value(user, {"||": [True, broken]}) == "yes"
    assert value(user, {"&&": [False, broken]}) == "no"
    assert value(user, {"&&": [True, broken]}) is None


@pytest.mark.parametrize(
    "expression",
    [
        {"/": [1, 0]},
        {"//": [1.5, 0]},
        {"*": [1e308, 10]},
        {"+": [10**400, 0.5]},
        {"-": [1e308, -1e308]},
        {"/": [10**400, 3]},
        {"//": [1e308, 1e-308]},
        {"*": [10**200, 10**200]},
    ],
)
def test_a_rule_that_cannot_be_evaluated_changes_nothing(user: User, expression: object) -> None:
    """Neither what came before it in the same rule stays, nor is anything after it left out."""
    plain = enrich(user)
    failing = {
        "if": True,
        "then": [
            {"set": "merchant", "to": "Half"},
            {"add_label": "half"},
            {"if": {"<": [expression, 1]}, "then": [{"add_label": "a"}], "else": [{"add_label": "b"}]},
        ],
    }
    user.rules(failing)
    assert enrich(user) == plain
    user.rules({"add_mcc": 1}, failing, {"add_mcc": 2})
    assert enrich(user)["entities"]["counterparty"] == plain["entities"]["counterparty"] | {
        "mccs": [5814, 1, 2]
    }


def test_a_text_cannot_grow_without_end(user: User) -> None:
    """Rules that double a name stop where it becomes too long."""
    doubled = {"set": "merchant", "to": {"+": [{"get": "merchant"}, {"get": "merchant"}]}}
    user.rules(*[doubled] * 500)
    name = enrich(user)["entities"]["counterparty"]["name"]
    assert name == "Starbucks" * (len(name) // len("Starbucks"))
    assert len(name) <= 4096


def _calls(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    many = [name for name in TRUTHS if isinstance((VALUES.get(name) or TRUTHS[name] or [(0, 0)])[0][0], list)]
    one = ["!", "to_lower", "to_upper", "has_label", "has_mcc"]
    return st.one_of(
        st.builds(
            lambda name, operands: {name: operands}, st.sampled_from(many), st.lists(inner, max_size=3)
        ),
        st.builds(lambda name, operand: {name: operand}, st.sampled_from(one), inner),
        st.sampled_from(PROPERTIES).map(lambda name: {"get": name}),
    )


_NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
_EXPRESSIONS = st.recursive(st.one_of(st.booleans(), st.text(max_size=5), _NUMBERS), _calls, max_leaves=8)
_RULES = st.recursive(
    st.one_of(
        st.builds(lambda name, to: {"set": name, "to": to}, st.sampled_from(EDITABLE), _EXPRESSIONS),
        st.builds(
            lambda name, to: {name: to},
            st.sampled_from(["add_label", "remove_label", "add_mcc", "remove_mcc"]),
            _EXPRESSIONS,
        ),
        st.builds(
            lambda name, to: {name: to},
            st.sampled_from(["set_labels", "set_mcc"]),
            st.lists(_EXPRESSIONS, max_size=2),
        ),
    ),
    lambda inner: st.builds(
        lambda condition, then, other: {"if": condition, "then": then, "else": other},
        _EXPRESSIONS,
        st.lists(inner, max_size=2),
        st.lists(inner, max_size=2),
    ),
    max_leaves=4,
)
_ENRICHED = Draft202012Validator(
    {"$ref": "#/components/schemas/EnrichedTransaction", "components": {"schemas": dict(load().schemas)}},
    validate_formats=True,
)
_SHARED = User()
_SHARED.holder("h", "business", name="Zoë")


@settings(max_examples=200, deadline=None)
@given(_RULES, st.sampled_from(["STARBUCKS SEATTLE WA", "TRANSFER TO JANE DOE", "qwertz", ""]))
def test_no_rule_spoils_enrichment(rule: object, description: str) -> None:
    """Any rule of the document is taken or refused; what is enriched by it has its documented form."""
    answer = _SHARED.post("/v3/rules/replace", [rule])
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        enriched = enrich(_SHARED, description)
        assert enriched["error"] is None
        assert _ENRICHED.is_valid(enriched)
