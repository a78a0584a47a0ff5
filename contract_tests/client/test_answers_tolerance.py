"""Answers that are newer, older or barer than this version: the user's work goes on."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_client import models
from ntropy_client.document import load

from .cases import Case, plain
from .conftest import KEY, HeldClock, Script, said
from .test_table import SUCCESSES, call, first_body, json_of
from .test_waits import async_client_of, client_of

DOCUMENT = load()
WITH_BODY = [case for case in SUCCESSES if case.example]
by_case = pytest.mark.parametrize("case", WITH_BODY, ids=str)

Place = tuple[dict[str, Any], Any, Any]


def places(schema: Any, holder: Any, key: Any) -> Iterator[Place]:
    """Give every place of an answer: its schema, what holds it, and under which key or index."""
    resolved: dict[str, Any] = dict(DOCUMENT.resolve(schema))
    yield resolved, holder, key
    value = holder[key]
    for part in ("allOf", "anyOf", "oneOf"):
        for branch in resolved.get(part, ()):
            yield from places(branch, holder, key)
    if isinstance(value, dict):
        for name, inner in resolved.get("properties", {}).items():
            if name in value:
                yield from places(inner, value, name)
    if isinstance(value, list) and "items" in resolved:
        for index in range(len(value)):
            yield from places(resolved["items"], value, index)


def answer_of(case: Case) -> tuple[Any, dict[str, Any]]:
    """Give the schema of a case's body, and a copy of the body in a holder."""
    return case.operation.response_schema(case.status), {"": copy.deepcopy(case.body)}


def result(case: Case, body: Any) -> Any:
    """What the method returns for a body, as JSON again."""
    transport = httpx.MockTransport(Script([said(case.status, json.dumps(body).encode())]))
    client = api.Ntropy(KEY, http_client=httpx.Client(transport=transport))
    return json_of(call(client, case, first_body(case.operation)))


@by_case
def test_an_unknown_value_of_an_enumeration_is_a_text(case: Case) -> None:
    """Anywhere in any answer: it comes as it was sent, compares as a string, and loses nothing else."""
    schema, holder = answer_of(case)
    for spot, inside, key in places(schema, holder, ""):
        if "enum" in spot and isinstance(inside[key], str):
            inside[key] = "brand-new"
    assert plain(result(case, holder[""])) == plain(holder[""])


@by_case
def test_an_unknown_field_is_ignored(case: Case) -> None:
    """Anywhere in any answer, whatever is in it."""
    schema, holder = answer_of(case)
    for _, inside, key in list(places(schema, holder, "")):
        if isinstance(inside[key], dict):
            inside[key]["brand_new"] = {"a": [1, None]}
    found = result(case, holder[""])
    for _, inside, key in list(places(schema, holder, "")):
        if isinstance(inside[key], dict):
            inside[key].pop("brand_new", None)
    kept = json.loads(json.dumps(found).replace('"brand_new": {"a": [1, null]}', '"brand_new": 0'))
    assert plain(_without(kept, "brand_new")) == plain(holder[""])


def _without(value: Any, name: str) -> Any:
    """What stays JSON keeps what is unknown."""
    if isinstance(value, dict):
        return {key: _without(inner, name) for key, inner in value.items() if key != name}
    return [_without(inner, name) for inner in value] if isinstance(value, list) else value


def _optional(case: Case) -> list[tuple[Any, ...]]:
    """Where in an answer something stands that need not."""
    schema, holder = answer_of(case)
    found: list[tuple[Any, ...]] = []
    for spot, inside, key in places(schema, holder, ""):
        value = inside[key]
        if isinstance(value, dict) and "properties" in spot:
            names = [name for name in spot["properties"] if name not in spot.get("required", ())]
            found += [(id(value), name) for name in names]
    return found


@by_case
@pytest.mark.parametrize("how", ["null", "left out"])
def test_what_is_optional_may_be_null_or_left_out(case: Case, how: str) -> None:
    """Each field by itself, in every answer, also where the example has it."""
    for number in range(len(_optional(case))):
        schema, holder = answer_of(case)
        spots = [
            (inside[key], name)
            for spot, inside, key in places(schema, holder, "")
            if isinstance(inside[key], dict) and "properties" in spot
            for name in spot["properties"]
            if name not in spot.get("required", ())
        ]
        where, name = spots[number]
        if how == "null":
            where[name] = None
        else:
            where.pop(name, None)
        assert plain(result(case, holder[""])) == plain(holder[""]), name


BARE = {
    "id": "b1",
    "operation": "POST /v3/transactions",
    "status": "completed",
    "created_at": "2024-01-01T00:00:00",
    "updated_at": "2024-01-01T00:00:00Z",
    "progress": 1,
    "total": 1,
}


def test_a_batch_without_a_priority_is_one(clock: HeldClock) -> None:
    """By every way to one: create, get, list, and waiting."""
    page = {"data": [BARE], "next_cursor": None}
    client, _ = client_of(clock, said(200, BARE), said(200, page), said(200, BARE), said(200, BARE))
    assert client.batches.get("b1").priority is None
    assert next(iter(client.batches.list())).priority is None
    assert client.batches.create(data=[]).priority is None
    assert client.batches.wait("b1").priority is None


@pytest.mark.anyio
async def test_a_batch_without_a_priority_is_one_async(clock: HeldClock) -> None:
    """The async client reads alike."""
    client, _ = async_client_of(clock, said(200, BARE), said(200, BARE))
    assert (await client.batches.get("b1")).priority is None
    assert (await client.batches.wait("b1")).priority is None


@pytest.mark.parametrize("word", ["investing", "not enough information"])
def test_every_documented_category_is_known(word: str) -> None:
    """A row with one is read, and the category is a member of the enumeration."""
    row = copy.deepcopy(DOCUMENT.operations["transactions_get"].examples(200))
    body = next(one for one in row.values() if one.get("categories"))
    body["categories"]["accounting"] = word
    found = models.EnrichedTransaction.from_dict(body)
    assert found.categories is not None
    assert found.categories.accounting == word
    assert word in DOCUMENT.schemas["AccountingCategory"]["enum"]
    assert word in vars(models.AccountingCategory).values()


@pytest.mark.parametrize("id", [42, "42"])
def test_a_rule_has_an_id_of_either_kind_or_none(id: object, clock: HeldClock) -> None:
    """Numbers, as they come; texts; and rules of a list that have none."""
    rule = {"id": id, "add_label": "vip"}
    client, _ = client_of(clock, said(200, rule), said(200, rule), said(200, [rule, {"add_label": "x"}]))
    assert client.rules.create({"add_label": "vip"})["id"] == id
    assert client.rules.patch(0, {"add_label": "vip"})["id"] == id
    assert [one.get("id") for one in client.rules.list()] == [id, None]


KEPT: dict[str, tuple[str, str]] = {
    "phone number of an entity": ("EntityResponse", "phone_number"),
    "tax number of an entity": ("EntityResponse", "tax_number"),
    "trade of an entity": ("EntityResponse", "naics2017"),
    "parent of an entity": ("EntityResponse", "parent"),
    "place of an entity": ("EntityResponse", "location"),
    "parent of a counterparty": ("Counterparty", "parent"),
    "parent of an intermediary": ("Intermediary", "parent"),
    "direction of a recurring group": ("RecurrenceGroup", "entry_type"),
    "name of an account": ("StatementAccount", "name"),
    "page of a statement's row": ("StatementTransaction", "page_number"),
}


@pytest.mark.parametrize("what", KEPT)
def test_nothing_documented_is_dropped(what: str) -> None:
    """The field is documented, typed, and survives reading."""
    schema, name = KEPT[what]
    assert name in DOCUMENT.schemas[schema]["properties"]
    assert name in getattr(models, schema).__struct_fields__


def test_every_schema_is_in_some_request_or_answer() -> None:
    """No model exists for what is never sent and never comes."""
    reached: set[str] = set()

    def follow(node: Any) -> None:
        if isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/components/"):
                group, name = reference.split("/")[2:]
                if group == "schemas":
                    if name in reached:
                        return
                    reached.add(name)
                follow(DOCUMENT.raw["components"][group][name])
            for inner in node.values():
                follow(inner)
        elif isinstance(node, list):
            for inner in node:
                follow(inner)

    follow(DOCUMENT.raw["paths"])
    follow(DOCUMENT.raw["webhooks"])
    assert set(DOCUMENT.schemas) - reached == set()
