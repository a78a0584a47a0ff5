"""Defects on the wire that one answer shows: its form, its headers, its status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contract_tests.power.defect import Defect, wire
from contract_tests.power.seam import Answered, Asked
from contract_tests.power.tools import Edit, edit, items_of, on

__all__ = ["FORM"]


def _set(**members: object) -> Edit:
    return lambda body: body.update(members)


def _drop(*names: str) -> Edit:
    def changed(body: Any) -> None:
        for name in names:
            body.pop(name, None)

    return changed


def _stringly(body: Any) -> None:
    body["amount"] = str(body["amount"])


def _unheard_of(body: Any) -> None:
    if body["status"] == "processing":
        body["status"] = "queued"


def _header(name: str, value: str | None) -> Callable[[Asked, Answered], None]:
    def changed(_: Asked, answered: Answered) -> None:
        answered.headers.pop(name, None)
        if value is not None:
            answered.headers[name] = value

    return changed


def _status(status: int) -> Callable[[Asked, Answered], None]:
    def changed(_: Asked, answered: Answered) -> None:
        answered.status = status

    return changed


def _body(content: bytes) -> Callable[[Asked, Answered], None]:
    def changed(_: Asked, answered: Answered) -> None:
        answered.content = content

    return changed


def _null(_: Asked, answered: Answered) -> None:
    answered.become(None, 200)


FORM: tuple[Defect, ...] = (
    wire(
        "amount-as-string",
        "amounts are strings",
        "schema",
        "conformance",
        "transactions_get",
        edit("transactions_get", _stringly),
    ),
    wire(
        "undocumented-field",
        "batches have a field that nobody described",
        "schema",
        "conformance",
        "batches_get",
        edit("batches_get", _set(cost_credits=3)),
    ),
    wire(
        "unknown-status",
        "a batch has a status that nobody described",
        "schema",
        "conformance",
        "batches_create",
        edit("batches_create", _unheard_of),
    ),
    wire(
        "field-missing-in-list",
        "listed batches have no total",
        "schema",
        "conformance",
        "batches_list",
        edit("batches_list", items_of(_drop("total"))),
    ),
    wire(
        "no-cursor-member",
        "the last page has no next_cursor instead of null",
        "schema",
        "conformance",
        "transactions_list",
        edit(
            "transactions_list", lambda body: body.pop("next_cursor") if body["next_cursor"] is None else None
        ),
    ),
    wire(
        "time-in-words",
        "created_at is no timestamp",
        "schema",
        "conformance",
        "transactions_create",
        edit("transactions_create", _set(created_at="a moment ago")),
    ),
    wire(
        "no-request-id",
        "answers have no X-Request-ID",
        "protocol",
        "conformance",
        "batches_get",
        lambda: on("batches_get", _header("x-request-id", None)),
    ),
    wire(
        "text-plain",
        "JSON is sent as text/plain",
        "protocol",
        "conformance",
        "transactions_list",
        lambda: on("transactions_list", _header("content-type", "text/plain")),
    ),
    wire(
        "body-after-204",
        "a 204 comes with a body",
        "protocol",
        "conformance",
        "transactions_delete",
        lambda: on("transactions_delete", _body(b"{}"), 204),
    ),
    wire(
        "created-201",
        "a new batch is answered 201",
        "protocol",
        "conformance",
        "batches_create",
        lambda: on("batches_create", _status(201)),
    ),
    wire(
        "plain-422",
        "a 422 has a sentence and no list of problems",
        "schema",
        "conformance",
        "transactions_create",
        edit("transactions_create", _set(detail="Unprocessable"), 422),
    ),
    wire(
        "null-for-404",
        "an unknown id is answered 200 with null",
        "protocol",
        "probes",
        "transactions_get",
        lambda: on("transactions_get", _null, 404),
    ),
)
