"""Defects on the wire: the provider did its work, and the answer is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from contract_tests.power.defect import Defect, Kind
from contract_tests.power.seam import Answered, Asked, on_the_wire

__all__ = ["WIRE", "edit", "items_of", "on"]

Edit = Callable[[Any], None]


def on(
    operation: str, change: Callable[[Asked, Answered], None], status: int = 200
) -> Callable[[Asked, Answered], None]:
    """Change the answers of one operation with one status only.

    Args:
        operation: Its id.
        change: Changes the answer.
        status: Answers of any other status pass.

    Returns:
        What changes the answers of all operations.
    """

    def rewrite(asked: Asked, answered: Answered) -> None:
        if asked.operation == operation and answered.status == status:
            change(asked, answered)

    return rewrite


def edit(operation: str, change: Edit, status: int = 200) -> Callable[[], Callable[[Asked, Answered], None]]:
    """Change the JSON of the answers of one operation.

    Args:
        operation: Its id.
        change: Changes the decoded body in place.
        status: Answers of any other status pass.

    Returns:
        What makes the change.
    """

    def changed(_: Asked, answered: Answered) -> None:
        body = answered.json()
        change(body)
        answered.become(body)

    return lambda: on(operation, changed, status)


def items_of(change: Edit) -> Edit:
    """Change every item of a page or of results."""

    def changed(body: Any) -> None:
        for item in body.get("data", body.get("results", [])):
            change(item)

    return changed


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


def _wire(
    name: str,
    what: str,
    kind: Kind,
    part: str,
    operations: Collection[str] | str,
    make: Callable[[], Callable[[Asked, Answered], None]],
) -> Defect:
    named = (operations,) if isinstance(operations, str) else tuple(operations)
    return Defect(name, what, kind, "wire", part, named, on_the_wire(make))


WIRE: tuple[Defect, ...] = (
    _wire(
        "amount-as-string",
        "amounts are strings",
        "schema",
        "conformance",
        "transactions_get",
        edit("transactions_get", _stringly),
    ),
    _wire(
        "undocumented-field",
        "batches have a field that nobody described",
        "schema",
        "conformance",
        "batches_get",
        edit("batches_get", _set(cost_credits=3)),
    ),
    _wire(
        "unknown-status",
        "a batch has a status that nobody described",
        "schema",
        "conformance",
        "batches_create",
        edit("batches_create", _unheard_of),
    ),
    _wire(
        "field-missing-in-list",
        "listed batches have no total",
        "schema",
        "conformance",
        "batches_list",
        edit("batches_list", items_of(_drop("total"))),
    ),
    _wire(
        "no-cursor-member",
        "the last page has no next_cursor instead of null",
        "schema",
        "conformance",
        "transactions_list",
        edit(
            "transactions_list", lambda body: body.pop("next_cursor") if body["next_cursor"] is None else None
        ),
    ),
    _wire(
        "time-in-words",
        "created_at is no timestamp",
        "schema",
        "conformance",
        "transactions_create",
        edit("transactions_create", _set(created_at="a moment ago")),
    ),
    _wire(
        "no-request-id",
        "answers have no X-Request-ID",
        "protocol",
        "conformance",
        "batches_get",
        lambda: on("batches_get", _header("x-request-id", None)),
    ),
    _wire(
        "text-plain",
        "JSON is sent as text/plain",
        "protocol",
        "conformance",
        "transactions_list",
        lambda: on("transactions_list", _header("content-type", "text/plain")),
    ),
    _wire(
        "body-after-204",
        "a 204 comes with a body",
        "protocol",
        "conformance",
        "transactions_delete",
        lambda: on("transactions_delete", _body(b"{}"), 204),
    ),
    _wire(
        "created-201",
        "a new batch is answered 201",
        "protocol",
        "conformance",
        "batches_create",
        lambda: on("batches_create", _status(201)),
    ),
    _wire(
        "plain-422",
        "a 422 has a sentence and no list of problems",
        "schema",
        "conformance",
        "transactions_create",
        edit("transactions_create", _set(detail="Unprocessable"), 422),
    ),
    _wire(
        "null-for-404",
        "an unknown id is answered 200 with null",
        "protocol",
        "probes",
        "transactions_get",
        lambda: on("transactions_get", _null, 404),
    ),
    _wire(
        "progress-backwards",
        "progress decreases",
        "semantics",
        "ledger",
        ("batches_create", "batches_get"),
        _backwards,
    ),
    _wire(
        "updated-before-created",
        "updated_at is before created_at",
        "semantics",
        "ledger",
        "batches_get",
        edit("batches_get", _earlier),
    ),
    _wire(
        "results-reversed",
        "results are not in the order of submission",
        "semantics",
        "rules",
        ("batches_create", "batches_results"),
        edit("batches_results", _reversed),
    ),
    _wire(
        "one-result-missing",
        "the last result is missing",
        "semantics",
        "walk",
        ("batches_create", "batches_results"),
        edit("batches_results", _one_less),
    ),
    _wire(
        "wrong-total",
        "the results tell another total than the batch",
        "semantics",
        "ledger",
        ("batches_create", "batches_results"),
        edit("batches_results", _more),
    ),
    _wire(
        "rounded-in-list",
        "listed amounts are rounded",
        "semantics",
        "ledger",
        ("transactions_create", "transactions_list"),
        edit("transactions_list", items_of(_rounded)),
    ),
    _wire(
        "list-always-empty",
        "a list is always empty",
        "semantics",
        "probes",
        "batches_list",
        edit("batches_list", _empty),
    ),
    _wire(
        "one-request-id", "all requests have the same id", "protocol", "ledger", "batches_get", _constant_id
    ),
    _wire(
        "flickering-category",
        "the same transaction read twice is another",
        "semantics",
        "walk",
        "transactions_get",
        _flicker,
    ),
)
