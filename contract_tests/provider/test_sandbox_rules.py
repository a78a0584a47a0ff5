"""Rules in the sandbox: kept in order, each at its position, or refused."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.provider.sandboxed import User
from ntropy_client.sandbox.rule_check import DEEPEST
from ntropy_client.sandbox.rules import LARGEST


@pytest.fixture
def user() -> User:
    made = User()
    made.holder("h", name="Zoë Example")
    return made


def enrich(user: User, description: str = "STARBUCKS STORE 1234 SEATTLE WA", **fields: Any) -> Any:
    return user.create("t-1", **{"description": description, "account_holder_id": "h", **fields})


def test_rules_have_their_positions_as_ids(user: User) -> None:
    """Created at the end, listed in order, each with its id; what is read can be written back."""
    written: list[dict[str, Any]] = [
        {"add_label": "a"},
        {"if": {"==": [{"get": "amount"}, 1]}, "then": []},
        {"set": "logo", "to": "https://example.com/a.png"},
        {"if": {"!": True}, "else": [{"set_mcc": [1, {"+": [2, 3.5]}]}, {"if": False}]},
    ]
    for number, rule in enumerate(written):
        assert user.post("/v3/rules", rule).json() == {"id": number, **rule}
    listed = user.get("/v3/rules").json()
    assert listed == [{"id": number, **rule} for number, rule in enumerate(written)]
    assert user.rules(*reversed(written)) == user.get("/v3/rules").json()
    assert [{name: one[name] for name in one if name != "id"} for one in user.get("/v3/rules").json()] == [
        *reversed(written)
    ]
    assert user.other("somebody-else").get("/v3/rules").json() == []
    assert user.rules() == user.get("/v3/rules").json() == []


def test_a_rule_is_replaced_as_a_whole(user: User) -> None:
    """A patch leaves nothing of the old rule, and the others as they are."""
    user.rules({"add_label": "a"}, {"if": True, "then": [{"add_label": "b"}]}, {"add_label": "c"})
    assert user.client.patch("/v3/rules/1", json={"add_mcc": 7}).json() == {"id": 1, "add_mcc": 7}
    assert user.get("/v3/rules").json() == [
        {"id": 0, "add_label": "a"},
        {"id": 1, "add_mcc": 7},
        {"id": 2, "add_label": "c"},
    ]


def test_rules_behind_a_deleted_one_move_up(user: User) -> None:
    """Their ids change with their positions."""
    user.rules(*({"add_label": name} for name in "abc"))
    left = user.client.delete("/v3/rules/1")
    assert (left.status_code, left.json()) == (200, user.get("/v3/rules").json())
    assert left.json() == [{"id": 0, "add_label": "a"}, {"id": 1, "add_label": "c"}]
    assert user.post("/v3/rules", {"add_label": "d"}).json()["id"] == 2
    for _ in range(3):
        assert user.client.delete("/v3/rules/0").status_code == 200
    assert user.client.delete("/v3/rules/0").status_code == 400


@pytest.mark.parametrize(
    "id", ["2", "-1", "01", "00", "+0", "0.0", "x", "a%2Fb", "%C3%A9", "9" * 30, "replace", "٠"]
)
def test_there_is_no_rule_at_what_is_no_position(user: User, id: str) -> None:
    """400, and nothing changes."""
    before = user.rules({"add_label": "a"}, {"add_label": "b"})
    for answer in (
        user.client.patch(f"/v3/rules/{id}", json={"add_label": "c"}),
        user.client.delete(f"/v3/rules/{id}"),
    ):
        assert (answer.status_code, answer.json()) == (400, {"detail": "Rule index does not exist"})
    assert user.get("/v3/rules").json() == before


@pytest.mark.parametrize(
    ("rule", "loc", "type"),
    [
        ({"if": {"xor": [True]}}, ["if", "xor"], "extra_forbidden"),
        ({"if": True, "then": [{"add_label": "a", "x": 1}]}, ["then", 0, "x"], "extra_forbidden"),
        ({"add_label": "a", "id": 0}, ["id"], "extra_forbidden"),
        ({"add_label": "a", "add_mcc": 1}, [], "one_of"),
        ({"set": "amount", "to": "1"}, ["set"], "enum"),
        ({"set": "logo"}, ["to"], "missing"),
        ({"to": "a"}, ["set"], "missing"),
        ({"then": [], "else": []}, ["if"], "missing"),
        ({"if": True, "them": []}, ["them"], "extra_forbidden"),
        ({"ad_label": "a"}, [], "one_of"),
        ({}, [], "one_of"),
        ({"add_label": {"gett": "merchant"}}, ["add_label", "gett"], "extra_forbidden"),
        ({"if": {"get": "currency"}}, ["if", "get"], "enum"),
        ({"if": {"==": 1}}, ["if", "=="], "list_type"),
        ({"if": {"!": []}}, ["if", "!"], "bool_type"),
        ({"if": {}}, ["if"], "too_short"),
        ({"if": {"!": True, "&&": [True]}}, ["if"], "too_long"),
        ({"if": None}, ["if"], "bool_type"),
        ({"if": True, "else": None}, ["else"], "list_type"),
        ({"set_labels": "a"}, ["set_labels"], "list_type"),
        ([], [], "model_attributes_type"),
    ],
)
def test_what_the_document_does_not_know_is_refused(
    user: User, rule: object, loc: list[str | int], type: str
) -> None:
    """422 names what is wrong, and no rule is kept."""
    before = user.rules({"add_label": "first"})
    for path, body, way in (("", rule, []), ("/replace", [{"add_label": "a"}, rule], [1])):
        answer = user.post(f"/v3/rules{path}", body)
        assert answer.status_code == 422
        assert [(one["loc"], one["type"]) for one in answer.json()["detail"]] == [
            (["body", *way, *loc], type)
        ]
    assert user.client.patch("/v3/rules/0", json=rule).status_code == 422
    assert user.get("/v3/rules").json() == before


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"ad_label": "a"}, ["'if'", "'add_label'", "'set_mcc'", "or 'set' with 'to'"]),
        ({"add_label": "a", "add_mcc": 1}, ["only one of 'add_label' and 'add_mcc'"]),
        ({"if": {"===": [1, 1]}}, ["not permitted, only '&&', ", "'=='", "'get'"]),
    ],
)
def test_what_would_have_been_right_is_said(user: User, rule: object, words: list[str]) -> None:
    """A misspelt key or operator is refused with those that there are."""
    (problem,) = user.post("/v3/rules", rule).json()["detail"]
    for word in words:
        assert word in problem["msg"], problem["msg"]


def test_rules_are_nested_only_so_deep(user: User) -> None:
    """Up to the limit they are taken and applied, beyond it refused, however far beyond."""
    condition: object = True
    rule: Any = {"set_labels": ["deep"]}
    for _ in range(DEEPEST - 1):
        condition = {"!": condition}
        rule = {"if": True, "then": [rule]}
    user.rules(rule, {"if": condition, "else": [{"add_label": "no"}]})
    assert enrich(user)["categories"]["general"] == "no"
    for _ in range(2):
        condition, rule = {"!": condition}, {"if": True, "then": [rule]}
    assert user.post("/v3/rules", rule).status_code == 400
    assert user.post("/v3/rules", {"if": condition}).status_code == 400
    for _ in range(900):
        condition = {"!": condition}
    assert user.post("/v3/rules", {"if": condition}).status_code in {400, 422}


def test_a_ruleset_is_only_so_large(user: User) -> None:
    """413 beyond the limit, for one rule as for many; a patch has no 413 and answers 400."""
    rule = {"add_label": "x" * (LARGEST // 2 - 20)}
    user.rules(rule, rule)
    before = user.get("/v3/rules").json()
    assert user.post("/v3/rules", {"add_label": "a" * 40}).status_code == 413
    assert user.post("/v3/rules/replace", [rule, rule, rule]).status_code == 413
    assert user.client.patch("/v3/rules/0", json={"add_label": "x" * LARGEST}).status_code == 400
    assert user.get("/v3/rules").json() == before
    assert user.post("/v3/rules/replace", [{"add_label": "é" * LARGEST}]).status_code == 413
    user.client.delete("/v3/rules/0")
    assert user.post("/v3/rules", {"add_label": "a" * 40}).status_code == 200
