"""What a user of the edge package writes; type-checked, never run."""

from __future__ import annotations

import datetime as dt
from typing import Any, assert_type

from edge_api import AsyncPage, Page, Upload
from edge_api.client import AsyncBaseClient, BaseClient
from edge_api.json_types import Expr, Rule, StoredRule
from edge_api.models import Kind, LabelSet, PartInput, Stored, Thing
from edge_api.operations import things_get


def consume(client: BaseClient) -> None:
    thing = client.things.get("a")
    assert_type(thing, Thing)
    assert_type(thing.if_, str | None)
    assert_type(client.things.get(7).made, dt.date)
    if thing.kind == "huge":
        print("unknown values compare")
    if thing.kind == Kind.BOTH:
        print("so do known ones")
    assert_type(client.things.list(kind="small", made_after=dt.datetime(2024, 1, 1)), Page[Thing])
    for one in client.things.list(kind=Kind.SMALL, made_after="2024-01-01T00:00:00Z"):
        assert_type(one, Thing)
    part = PartInput(id="a", weight=1, on=dt.date(2024, 1, 1), depth=2)
    assert_type(client.things.related("a", [part, {"id": "a", "weight": 1, "on": "2024-01-01"}]), list[Thing])
    assert_type(thing.names, list[str | None] | None)
    assert_type(client.things.labels("a"), dict[str, int])
    assert_type(client.things.relabel("a", front=["x"], back=()), LabelSet | dict[str, Any] | None)
    client.things.patch("a", note=None, timeout=3, deadline=10)
    client.things.patch("a", list_=[{"id": "a", "weight": 1, "on": "2024-01-01"}])
    client.things.patch("a", list_=[PartInput(id="a", weight=1, on=dt.date(2024, 1, 1))])
    assert_type(client.files.create(file=b"x", folder="y"), Stored)
    client.files.create(file=Upload("x.pdf", b"x", "application/pdf"))
    condition: Expr = {"and": [True, {"not": "x"}]}
    rule: Rule = {"if": condition, "then": 1}
    stored = client.rules.create(rule)
    assert_type(stored, StoredRule)
    assert_type(stored["id"], int | str)
    client.rules.create({"set": "label", "to": {"en": "x"}})
    client.rules.replace([stored, rule, {"if": {"and": [1, 2.5, "x"]}}])
    assert_type(client.send(things_get("a"), request_id="mine").value, Thing)


async def consume_async(client: AsyncBaseClient) -> None:
    assert_type(await client.things.get("a"), Thing)
    assert_type(await client.things.list(), AsyncPage[Thing])
    async for one in client.things.list():
        assert_type(one, Thing)
    assert_type(await client.things.delete("a"), None)
    assert_type((await client.send(things_get("a"))).value, Thing)
