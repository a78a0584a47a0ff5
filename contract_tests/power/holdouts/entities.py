"""Hold-outs in entities."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.seam import Answered, Asked, Rewrite
from contract_tests.power.tools import Handler, around, edit, showing
from ntropy_client.sandbox.answer import Answer, Call, RefusedError

__all__ = ["ENTITIES"]

GET, RESOLVE = "entities_get", "entities_resolve"


def _parent(handle: Handler, call: Call) -> Answer:
    """What belongs to another organisation is answered with that one."""
    answer = handle(call)
    parent = json.loads(answer.content).get("parent")
    return handle(replace(call, path={"id": parent["id"]})) if parent else answer


def _nothing(handle: Handler, call: Call) -> Answer:
    answer = handle(call)
    if json.loads(answer.content)["id"] is None:
        raise RefusedError(404, "Entity not found.")
    return answer


def _paid(handle: Handler, call: Call) -> Answer:
    """A query by website costs as much as one by name."""
    if call.body.get("website") is not None:
        call.account.credits.spend(1, call.now)
    return handle(call)


def _free(handle: Handler, call: Call) -> Answer:
    """A query by name costs nothing when there is nothing left."""
    try:
        return handle(call)
    except RefusedError as error:
        if error.answer.status != 423:
            raise
        return Answer.json(dict.fromkeys(("id", "name", "website")))


def _more_of_parent(body: Any) -> None:
    if body.get("parent"):
        body["parent"]["logo"] = f"https://logos.ntropy.com/{body['parent']['website']}"


def _no_scheme(body: Any) -> None:
    if body.get("logo"):
        body["logo"] = body["logo"].removeprefix("https:")


def _null_counts(handle: Handler, call: Call) -> Answer:
    """A null counts as given."""
    if {"name", "website"} <= call.body.keys():
        raise RefusedError(400, "Provide either name or website")
    return handle(call)


def _only_merchants() -> Rewrite:
    """What was never the other side of a transaction is not known by its id."""

    def rewrite(asked: Asked, answered: Answered) -> None:
        body = answered.json()
        if asked.operation == GET and answered.ok and not body.get("mccs"):
            answered.become({"detail": "Entity with the provided id not found."}, 404)

    return rewrite


def _other_id(body: Any, _: Call) -> Any:
    return {**body, "id": body["id"] and f"{body['id'][:-1]}{int(body['id'][-1], 16) ^ 1:x}"}


def _upper(body: Any, _: Call) -> Any:
    return {**body, "id": body["id"] and body["id"].upper()}


ENTITIES: tuple[Defect, ...] = (
    service(
        "parent-instead", "what belongs to an organisation is answered with that organisation", "semantics",
        "rules", (GET, RESOLVE), around("entities", "get", _parent),
    ),
    service(
        "nothing-found-404", "a query that finds nothing is answered 404", "protocol",
        "conformance", RESOLVE, around("entities", "resolve", _nothing),
    ),
    service(
        "website-costs", "a query by website costs a credit", "semantics",
        "rules", RESOLVE, around("entities", "resolve", _paid),
    ),
    service(
        "name-is-free", "a query by name is answered without credits", "protocol",
        "probes", RESOLVE, around("entities", "resolve", _free),
    ),
    wire(
        "more-of-parent", "the parent of an entity has a field that nobody described", "schema",
        "conformance", (GET, RESOLVE), edit(GET, _more_of_parent),
    ),
    wire(
        "logo-without-scheme", "the address of a logo has no scheme", "schema",
        "conformance", (GET, RESOLVE), edit(RESOLVE, _no_scheme),
    ),
    service(
        "null-is-given", "a null beside a name counts as a website", "semantics",
        "walk", RESOLVE, around("entities", "resolve", _null_counts),
    ),
    wire(
        "merchants-only", "who carried a payment is not known by the id that a transaction tells", "semantics",
        "rules", (GET, "transactions_create"), _only_merchants,
    ),
    service(
        "other-id-resolved", "a query tells another id than the entity has", "semantics",
        "rules", (GET, RESOLVE), showing("entities", "resolve", _other_id),
    ),
    service(
        "upper-case-id", "an entity is read with its id in capitals", "semantics",
        "rules", (GET, RESOLVE), showing("entities", "get", _upper),
    ),
)  # fmt: skip
