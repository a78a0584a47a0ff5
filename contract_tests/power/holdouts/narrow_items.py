"""Hold-outs in items that fire only under narrow conditions, such as a backend plausibly has."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.seam import Answered, Asked
from contract_tests.power.tools import Handler, Respond, answering, around, edit, tried
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError
from ntropy_client.sandbox.holder import Holder

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["NARROW_ITEMS"]


def _beyond(body: Any) -> None:
    if body["status"] == "completed" and body["total"] > 2:
        body["progress"] = body["total"] + 1


def _cut_id() -> Callable[[Asked, Answered], None]:
    def rewrite(_: Asked, answered: Answered) -> None:
        if "x-request-id" in answered.headers:
            answered.headers["x-request-id"] = answered.headers["x-request-id"][:16]

    return rewrite


def _idempotent_delete(handle: Handler, call: Call) -> Answer:
    try:
        return handle(call)
    except RefusedError:
        return Answer(204)


def _newest_only(handle: Handler, call: Call) -> Answer:
    """Only the newest transaction can be deleted; with others nothing happens."""
    newest = next(call.account.transactions.newest(None, lambda _: True), None)
    stored = call.account.transactions.get(call.path["id"])
    return (
        handle(call)
        if stored is None or newest is None or newest.row["id"] == call.path["id"]
        else Answer(204)
    )


def _any_holder(handle: Handler, call: Call) -> Answer:
    """A holder that nobody made is there for as long as it is assigned."""
    name: str = call.body["account_holder_id"]
    profile = call.account.profile
    if name in profile.holders:
        return handle(call)
    profile.add_holder(Holder(0, name, "consumer", None, None, call.now))
    try:
        return handle(call)
    finally:
        profile.remove_holder(name)


def _no_large_body(whole: Respond, inbound: Inbound) -> Answer:
    if len(inbound.content) > 2_000_000:
        raise RefusedError(500, "Internal server error")
    return whole(inbound)


def _unique_ids(handle: Handler, call: Call) -> Answer:
    names = [item["id"] for item in call.body["data"]]
    if len(names) != len(set(names)):
        raise RefusedError.problem("body", "data", msg="Ids should be unique", type="value_error")
    return handle(call)


def _no_millions(handle: Handler, call: Call) -> Answer:
    if call.body["amount"] >= 10**9:
        raise RefusedError.problem("body", "amount", msg="Too much", type="less_than")
    return handle(call)


def _local_clock(handle: Handler, call: Call) -> Answer:
    body = json.loads(handle(call).content)
    for name in ("created_at", "updated_at"):
        moment = call.now + timedelta(hours=5, minutes=30)
        body[name] = moment.replace(tzinfo=None).isoformat()
    return Answer.json(body)


def _merging(handle: Handler, call: Call) -> Answer:
    """What is submitted again is merged into what is there."""
    before = call.account.transactions.get(call.body["id"])
    return handle(call if before is None else replace(call, body={**before.row, **call.body}))


def _patched(whole: Respond, inbound: Inbound) -> Answer:
    if inbound.method == "PATCH" and inbound.raw_path.startswith("/v3/batches/"):
        return Answer.json({})
    return whole(inbound)


def _forgotten_location(whole: Respond, inbound: Inbound) -> Answer:
    """Where a transaction took place is only used when it is submitted alone."""
    if inbound.raw_path == "/v3/batches" and inbound.method == "POST":
        body = tried(
            lambda body: {
                **body,
                "data": [{k: v for k, v in item.items() if k != "location"} for item in body["data"]],
            },
            inbound.content,
        )
        if body is not None:
            try:
                return whole(replace(inbound, content=json.dumps(body).encode()))
            except RefusedError:
                return whole(inbound)
    return whole(inbound)


NARROW_ITEMS: tuple[Defect, ...] = (
    wire(
        "progress-beyond-total",
        "a completed batch has worked on more than all",
        "semantics",
        "rules",
        ("batches_get",),
        edit("batches_get", _beyond),
    ),
    wire(
        "cut-request-id",
        "request ids are cut at 16 characters",
        "protocol",
        "ledger",
        ("transactions_get",),
        _cut_id,
    ),
    service(
        "deleted-204-again",
        "deleting what is deleted is answered 204",
        "semantics",
        "ledger",
        ("transactions_delete",),
        around("transactions", "delete", _idempotent_delete),
    ),
    service(
        "only-newest-deleted",
        "only the newest transaction is deleted",
        "semantics",
        "walk",
        ("transactions_delete",),
        around("transactions", "delete", _newest_only),
    ),
    service(
        "any-holder-assigned",
        "a holder that does not exist can be assigned",
        "semantics",
        "rules",
        ("transactions_assign",),
        around("transactions", "assign", _any_holder),
    ),
    service(
        "500-on-large-batch",
        "a large batch that is allowed is answered 500",
        "protocol",
        "probes",
        ("batches_create",),
        answering(_no_large_body),
    ),
    service(
        "unique-ids",
        "a batch with one id twice is refused",
        "semantics",
        "walk",
        ("batches_create",),
        around("batches", "create", _unique_ids),
    ),
    service(
        "no-millions",
        "a large amount is refused",
        "schema",
        "walk",
        ("transactions_create",),
        around("transactions", "create", _no_millions),
    ),
    service(
        "local-clock",
        "a new batch tells local time without a zone",
        "semantics",
        "ledger",
        ("batches_create",),
        around("batches", "create", _local_clock),
    ),
    service(
        "merging",
        "what is submitted again is merged into what was there",
        "semantics",
        "ledger",
        ("transactions_create", "transactions_get", "transactions_list"),
        around("transactions", "create", _merging),
    ),
    service(
        "batches-can-be-patched",
        "PATCH is answered 200 for a batch",
        "protocol",
        "probes",
        ("batches_get",),
        answering(_patched),
    ),
    service(
        "forgotten-location",
        "in a batch the given location is not used",
        "semantics",
        "walk",
        ("batches_create",),
        answering(_forgotten_location),
    ),
)
