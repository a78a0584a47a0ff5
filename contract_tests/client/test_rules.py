"""Rules: builders and the documented JSON, both ways."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

import httpx
import jsonschema_rs
import msgspec
import pytest

import ntropy_client as api
from ntropy_client import rules
from ntropy_client.document import load

from .conftest import KEY, Script, said
from .foreign import Missing, NoTime

pytestmark = pytest.mark.anyio

DOCUMENT = load()
CONDITION = {
    "if": {"&&": [{"is_substring": [{"get": "website"}, "ntropy"]}, {">": [{"get": "amount"}, 100]}]},
    "then": [{"set": "merchant", "to": "Ntropy"}, {"add_label": "software"}],
    "else": [{"remove_label": "software"}],
}
UNKNOWN = {"if": {"matches_regex": [{"get": "iban"}, "^DE"]}, "then": [{"tag": "german", "weight": 0.5}]}
"""A rule of a later version of the language."""


def client_of(*answers: httpx.Response) -> tuple[api.Ntropy, Script]:
    script = Script(answers)
    http_client = httpx.Client(transport=httpx.MockTransport(script))
    return api.Ntropy(KEY, http_client=http_client, retries=0), script


def is_rule(value: Any) -> bool:
    schema = {**DOCUMENT.raw, "$ref": "#/components/schemas/Rule"}
    return jsonschema_rs.Draft202012Validator(schema).is_valid(value)


def test_a_rule_reads_like_python() -> None:
    """Builders make exactly the documented JSON."""
    built = rules.if_(
        rules.and_(
            rules.is_substring(rules.get("website"), "ntropy"),
            rules.gt(rules.get("amount"), 100),
        ),
        then=[rules.set_("merchant", "Ntropy"), rules.add_label("software")],
        else_=[rules.remove_label("software")],
    )
    assert built == CONDITION
    assert is_rule(built)
    assert rules.if_(True) == {"if": True}
    assert rules.if_(True, then=(rule for rule in [rules.set_mcc([5814])])) == {
        "if": True,
        "then": [{"set_mcc": [5814]}],
    }


def builders() -> dict[str, Callable[..., Any]]:
    return {name: one for name in rules.__all__ if inspect.isfunction(one := getattr(rules, name))}


def made() -> dict[str, Any]:
    """What each builder makes, given as little as it takes."""
    found: dict[str, Any] = {}
    for name, build in builders().items():
        if name in ("set_", "if_"):
            found[name] = build("merchant", "x") if name == "set_" else build(True)
        elif name.startswith("set_"):
            found[name] = build(["x"])
        else:
            found[name] = build("website")
    return found


def test_every_operator_and_every_edit_has_a_builder() -> None:
    """The language of the document and that of the builders are the same."""
    operators = set(DOCUMENT.schemas["Expr"]["properties"])
    edits = {branch["required"][0] for branch in DOCUMENT.schemas["RuleBody"]["oneOf"]}
    assert {next(iter(value)) for value in made().values()} == operators | edits


@pytest.mark.parametrize("name", builders())
def test_what_a_builder_makes_is_valid(name: str) -> None:
    """As a rule of its own, or as a condition."""
    value = made()[name]
    assert is_rule(value) is not is_rule({"if": value})


def test_a_single_one_where_several_belong_is_refused() -> None:
    """The message says what to give instead."""
    with pytest.raises(TypeError, match=r"then must be a list.*give \[\{'add_label': 'x'\}\]"):
        rules.if_(True, then=rules.add_label("x"))  # type: ignore[arg-type]  # pyright: ignore
    with pytest.raises(TypeError, match=r"labels must be a list.*give \['x'\]"):
        rules.set_labels("x")
    with pytest.raises(TypeError, match="one by one"):
        rules.and_([True, False])  # type: ignore[arg-type]  # pyright: ignore


def test_builders_and_json_mix_and_arrive_as_they_are() -> None:
    """A rule is sent as it was written."""
    client, script = client_of(said(200, {"id": 0, **CONDITION}), said(200, []))
    client.rules.create({"if": rules.eq(1, 1), "then": [{"add_label": "x"}, rules.add_mcc(5814)]})
    client.rules.replace([rules.add_label("a"), {"add_label": "b"}])
    assert [json.loads(sent.content) for sent in script.requests] == [
        {"if": {"==": [1, 1]}, "then": [{"add_label": "x"}, {"add_mcc": 5814}]},
        [{"add_label": "a"}, {"add_label": "b"}],
    ]


@pytest.mark.parametrize("id", [42, "42"])
def test_an_id_of_either_kind_reaches_its_route(id: int | str) -> None:
    """Ids are positions as numbers or as text."""
    client, script = client_of(said(200, {"id": id, "add_label": "x"}), said(200, b"null"))
    stored = client.rules.patch(id, {"add_label": "x"})
    client.rules.delete(stored["id"])
    assert [sent.url.raw_path for sent in script.requests] == [b"/v3/rules/42"] * 2


def test_what_nobody_knows_yet_comes_back_and_goes_out_whole() -> None:
    """A rule with operators of a later version is read, edited and sent back without loss."""
    client, script = client_of(
        said(200, [{"id": 7, **UNKNOWN}, {"id": "8", "add_label": "x"}]),
        said(200, {"id": 7, **UNKNOWN}),
        said(200, b"null"),
    )
    listed = client.rules.list()
    assert listed[0] == {"id": 7, **UNKNOWN}
    stored = client.rules.patch(7, listed[0])
    assert stored == {"id": 7, **UNKNOWN}
    client.rules.replace(listed)
    assert json.loads(script.requests[1].content) == UNKNOWN
    assert json.loads(script.requests[2].content) == [UNKNOWN, {"add_label": "x"}]


def test_what_was_received_is_not_changed_by_sending_it() -> None:
    """The id that is left out of the request stays in the caller's dict."""
    client, _ = client_of(said(200, [{"id": 7, "add_label": "x"}]), said(200, {"id": 7, "add_label": "x"}))
    (listed,) = client.rules.list()
    client.rules.patch(7, listed)
    assert listed == {"id": 7, "add_label": "x"}


def test_no_number_is_refused_with_its_place() -> None:
    """JSON has no NaN; the path leads to it."""
    client, script = client_of()
    with pytest.raises(api.RequestValidationError, match=r"then\[0\]\.to\.\+\[1\]|then.*NaN|nan"):
        client.rules.create(
            rules.if_(True, then=[rules.set_("merchant", rules.add(rules.get("amount"), float("nan")))])
        )
    assert script.requests == []


@pytest.mark.parametrize(
    "value", [NoTime(2024, 5, 1), Missing(), b"x"], ids=lambda value: type(value).__name__
)
def test_what_is_no_json_is_refused_with_its_place(value: Any) -> None:
    """Such as a missing moment of a table, which has a text all the same."""
    client, script = client_of()
    with pytest.raises(api.RequestValidationError, match="cannot be sent as JSON") as caught:
        client.rules.create({"add_label": value})
    assert caught.value.location == "add_label"
    assert script.requests == []


@pytest.mark.parametrize("given", [None, "abc", [{"add_label": "x"}]])
def test_a_rule_is_replaced_by_one_rule(given: Any) -> None:
    """What is none is refused before it is sent."""
    client, script = client_of()
    with pytest.raises(api.RequestValidationError, match="expected an object, got"):
        client.rules.patch(3, given)
    assert script.requests == []


def test_a_model_of_one_s_own_is_a_rule() -> None:
    """As it is a row of a batch."""

    class Label(msgspec.Struct):
        add_label: str

    client, script = client_of(said(200, {"id": 1, "add_label": "x"}))
    client.rules.create(Label("x"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert json.loads(script.requests[0].content) == {"add_label": "x"}


async def test_the_async_client_speaks_the_same_language() -> None:
    """One language, two clients."""
    script = Script([said(200, {"id": 0, "add_label": "x"}), said(200, [{"add_label": "x"}])])
    http_client = httpx.AsyncClient(transport=httpx.MockTransport(script))
    async with api.AsyncNtropy(KEY, http_client=http_client) as client:
        assert (await client.rules.create(rules.add_label("x")))["id"] == 0
        assert await client.rules.list() == [{"add_label": "x"}]
