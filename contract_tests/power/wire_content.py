"""Defects on the wire that show only beside other answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from contract_tests.power.defect import Defect, wire
from contract_tests.power.seam import Answered, Asked
from contract_tests.power.tools import edit, items_of, on

__all__ = ["CONTENT"]


def _backwards() -> Callable[[Asked, Answered], None]:
    looks: dict[str, int] = {}

    def changed(asked: Asked, answered: Answered) -> None:
        body = answered.json()
        look = looks[asked.path["id"]] = looks.get(asked.path["id"], 0) + 1
        if body["status"] == "processing":
            body["progress"] = max(0, body["total"] - look)
            answered.become(body)

    return on("batches_get", changed)


def _constant_id() -> Callable[[Asked, Answered], None]:
    def changed(asked: Asked, answered: Answered) -> None:
        answered.headers["x-request-id"] = "5f2c8f0f6d1b4e0b8a3c9d7e6f5a4b3c"

    return changed


def _earlier(body: Any) -> None:
    created = datetime.fromisoformat(body["created_at"])
    body["updated_at"] = (created - timedelta(seconds=1)).isoformat()


def _reversed(body: Any) -> None:
    body["results"].reverse()


def _one_less(body: Any) -> None:
    if len(body["results"]) > 1:
        body["results"].pop()


def _rounded(item: Any) -> None:
    item["amount"] = round(item["amount"])


def _empty(body: Any) -> None:
    body.update(data=[], next_cursor=None)


def _more(body: Any) -> None:
    body["total"] += 1


def _flicker() -> Callable[[Asked, Answered], None]:
    reads = [0]

    def changed(_: Asked, answered: Answered) -> None:
        body = answered.json()
        reads[0] += 1
        if reads[0] % 2 and body.get("categories"):
            body["categories"]["general"] = "other"
            answered.become(body)

    return on("transactions_get", changed)


CONTENT: tuple[Defect, ...] = (
    wire(
        "progress-backwards",
        "progress decreases",
        "semantics",
        "ledger",
        ("batches_create", "batches_get"),
        _backwards,
    ),
    wire(
        "updated-before-created",
        "updated_at is before created_at",
        "semantics",
        "ledger",
        "batches_get",
        edit("batches_get", _earlier),
    ),
    wire(
        "results-reversed",
        "results are not in the order of submission",
        "semantics",
        "rules",
        ("batches_create", "batches_results"),
        edit("batches_results", _reversed),
    ),
    wire(
        "one-result-missing",
        "the last result is missing",
        "semantics",
        "walk",
        ("batches_create", "batches_results"),
        edit("batches_results", _one_less),
    ),
    wire(
        "wrong-total",
        "the results tell another total than the batch",
        "semantics",
        "ledger",
        ("batches_create", "batches_results"),
        edit("batches_results", _more),
    ),
    wire(
        "rounded-in-list",
        "listed amounts are rounded",
        "semantics",
        "ledger",
        ("transactions_create", "transactions_list"),
        edit("transactions_list", items_of(_rounded)),
    ),
    wire(
        "list-always-empty",
        "a list is always empty",
        "semantics",
        "probes",
        "batches_list",
        edit("batches_list", _empty),
    ),
    wire(
        "one-request-id", "all requests have the same id", "protocol", "ledger", "batches_get", _constant_id
    ),
    wire(
        "flickering-category",
        "the same transaction read twice is another",
        "semantics",
        "walk",
        "transactions_get",
        _flicker,
    ),
)
