"""Hold-outs on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contract_tests.power.defect import Defect, wire
from contract_tests.power.seam import Answered, Asked
from contract_tests.power.tools import Edit, edit, items_of

__all__ = ["ANSWERS"]

ABOUT_TRANSACTIONS = ("transactions_create", "transactions_get", "transactions_list")
ABOUT_BATCHES = ("batches_create", "batches_get", "batches_list", "batches_results")


def _entity(change: Edit) -> Edit:
    """Change the counterparty of a transaction that has one."""

    def changed(body: Any) -> None:
        counterparty = (body.get("entities") or {}).get("counterparty")
        if counterparty is not None:
            change(counterparty)

    return changed


def _member(name: str, change: Callable[[Any], Any]) -> Edit:
    def changed(body: Any) -> None:
        if body.get(name) is not None:
            body[name] = change(body[name])

    return changed


def _error_code(body: Any) -> None:
    if body.get("error"):
        body["error"]["code"] = "holder_unknown"


def _no_intermediaries(body: Any) -> None:
    if body.get("entities") and not body["entities"]["intermediaries"]:
        body["entities"]["intermediaries"] = None


def _html(status: int) -> Callable[[], Callable[[Asked, Answered], None]]:
    def rewrite(_: Asked, answered: Answered) -> None:
        if answered.status == status:
            answered.headers["content-type"] = "text/html"
            answered.content = b"<h1>Sorry</h1>"

    return lambda: rewrite


def _flat_locations(body: Any) -> None:
    for problem in body["detail"]:
        problem["loc"] = ".".join(map(str, problem["loc"]))


def _retry_soon() -> Callable[[Asked, Answered], None]:
    def rewrite(_: Asked, answered: Answered) -> None:
        if "retry-after" in answered.headers:
            answered.headers["retry-after"] = "soon"

    return rewrite


def _hundred(body: Any) -> None:
    body["results"] = body["results"][:100]


def _nearly_done(body: Any) -> None:
    if body["status"] == "completed" and body["total"] > 1:
        body["progress"] = body["total"] - 1


ANSWERS: tuple[Defect, ...] = (
    wire(
        "code-as-string",
        "merchant category codes are strings",
        "schema",
        "conformance",
        ABOUT_TRANSACTIONS,
        edit("transactions_get", _entity(_member("mccs", lambda codes: [str(code) for code in codes]))),
    ),
    wire(
        "null-list",
        "no intermediaries are null and not an empty list",
        "schema",
        "conformance",
        ABOUT_TRANSACTIONS,
        edit("transactions_create", _no_intermediaries),
    ),
    wire(
        "entity-id-of-another-form",
        "the id of an entity is no UUID",
        "schema",
        "conformance",
        ABOUT_BATCHES,
        edit("batches_results", items_of(_entity(_member("id", lambda identity: f"ent_{identity[:8]}")))),
    ),
    wire(
        "unheard-of-error",
        "an item error has a code that nobody described",
        "schema",
        "conformance",
        ABOUT_BATCHES,
        edit("batches_results", items_of(_error_code)),
    ),
    wire(
        "lower-case-currency",
        "currencies are listed in lower case",
        "schema",
        "conformance",
        ABOUT_TRANSACTIONS,
        edit("transactions_list", items_of(_member("currency", str.lower))),
    ),
    wire(
        "html-404",
        "a missing item is answered with a page in HTML",
        "protocol",
        "conformance",
        ABOUT_TRANSACTIONS,
        _html(404),
    ),
    wire(
        "flat-loc",
        "problems tell their place as text",
        "schema",
        "conformance",
        ABOUT_TRANSACTIONS,
        edit("transactions_create", _flat_locations, 422),
    ),
    wire("retry-soon", "Retry-After is a word", "protocol", "conformance", ABOUT_BATCHES, _retry_soon),
    wire(
        "hundred-results",
        "no more than a hundred results are given",
        "semantics",
        "walk",
        ABOUT_BATCHES,
        edit("batches_results", _hundred),
    ),
    wire(
        "nearly-done",
        "a completed batch has one item to go",
        "semantics",
        "rules",
        ABOUT_BATCHES,
        edit("batches_get", _nearly_done),
    ),
)
