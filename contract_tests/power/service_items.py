"""Defects of the service in what it keeps, changes and gives out."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service
from contract_tests.power.tools import Handler, Respond, answering, around, tried
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["ITEMS"]


def _keep(_: Handler, call: Call) -> Answer:
    return Answer(204 if call.account.transactions.get(call.path["id"]) else 404)


def _second(sandbox: Sandbox) -> None:
    """The same id makes a second transaction, which is listed beside the first."""
    older: list[Any] = []

    def create(handle: Handler, call: Call) -> Answer:
        before = call.account.transactions.get(call.body["id"])
        if before is not None:
            older.append(sandbox.transactions.view(before))
        return handle(call)

    def listed(handle: Handler, call: Call) -> Answer:
        page = json.loads(handle(call).content)
        return Answer.json({**page, "data": page["data"] + older[: call.query["limit"] - len(page["data"])]})

    around("transactions", "create", create)(sandbox)
    around("transactions", "list", listed)(sandbox)


def _assign_nothing(sandbox: Sandbox) -> None:
    def assign(_: Handler, call: Call) -> Answer:
        stored = call.account.transactions.get(call.path["id"])
        if stored is None:
            raise RefusedError(404, "Transaction with the provided id not found.")
        shown = sandbox.transactions.view(stored)
        return Answer.json({**shown, "account_holder_id": call.body["account_holder_id"]})

    around("transactions", "assign", assign)(sandbox)


def _early(handle: Handler, call: Call) -> Answer:
    """Results are given before the batch is done."""
    try:
        return handle(call)
    except RefusedError as error:
        job = call.account.jobs.get(call.path["id"])
        if job is None or job.status(call.now) != "processing":
            raise error
        return handle(replace(call, now=job.ends))


def _failed_results(handle: Handler, call: Call) -> Answer:
    """A failed batch has results, none of them."""
    job = call.account.jobs.get(call.path["id"])
    if job is None or job.status(call.now) != "error":
        return handle(call)
    return Answer.json({"id": job.id, "total": 0, "status": "error", "results": []})


def _half_done(whole: Respond, inbound: Inbound) -> Answer:
    """Of a batch that is refused, the good items are kept."""
    try:
        return whole(inbound)
    except RefusedError:
        if inbound.raw_path == "/v3/batches" and inbound.method == "POST":
            for item in tried(lambda body: body["data"][:10], inbound.content) or ():
                with suppress(RefusedError):
                    whole(replace(inbound, raw_path="/v3/transactions", content=json.dumps(item).encode()))
        raise


def _keyless_delete(sandbox: Sandbox) -> None:
    """A delete with a key that nobody has is refused, and done."""

    def change(whole: Respond, inbound: Inbound) -> Answer:
        if inbound.method == "DELETE" and inbound.headers.get("x-api-key", "").startswith("invalid-"):
            for account in sandbox.accounts.values():
                account.transactions.remove(inbound.raw_path.rsplit("/", 1)[-1])
        return whole(inbound)

    answering(change)(sandbox)


def _hurried(handle: Handler, call: Call) -> Answer:
    """What a batch finds out is not what is found out about the same transaction alone."""
    body = json.loads(handle(call).content)
    for one in body["results"]:
        if one.get("entities") and one["entities"].get("counterparty"):
            one["entities"]["counterparty"]["website"] = None
    return Answer.json(body)


def _restless(handle: Handler, call: Call) -> Answer:
    """updated_at of an ended batch moves on with every look."""
    body = json.loads(handle(call).content)
    if body["status"] != "processing":
        body["updated_at"] = (call.now + timedelta(seconds=0)).replace(tzinfo=None).isoformat()
    return Answer.json(body)


ITEMS: tuple[Defect, ...] = (
    service(
        "delete-does-nothing",
        "a deleted transaction is still there",
        "semantics",
        "ledger",
        ("transactions_create", "transactions_delete"),
        around("transactions", "delete", _keep),
    ),
    service(
        "same-id-adds",
        "the same id makes a second transaction",
        "semantics",
        "rules",
        ("transactions_create", "transactions_list"),
        _second,
    ),
    service(
        "assign-ignored",
        "an assignment is answered and not kept",
        "semantics",
        "rules",
        "transactions_assign",
        _assign_nothing,
    ),
    service(
        "early-results",
        "results are given while the batch is processing",
        "semantics",
        "probes",
        "batches_results",
        around("batches", "results", _early),
    ),
    service(
        "results-of-failure",
        "a failed batch has results",
        "semantics",
        "rules",
        "batches_results",
        around("batches", "results", _failed_results),
    ),
    service(
        "half-done-refusal",
        "of a refused batch the good items are kept",
        "semantics",
        "rules",
        "batches_create",
        answering(_half_done),
    ),
    service(
        "refused-and-deleted",
        "a delete with a wrong key is refused, and done",
        "semantics",
        "rules",
        "transactions_delete",
        _keyless_delete,
    ),
    service(
        "other-in-a-batch",
        "a batch finds out less than a single request",
        "semantics",
        "walk",
        ("batches_create", "batches_results"),
        around("batches", "results", _hurried),
    ),
    service(
        "restless-end",
        "an ended batch is updated with every look",
        "semantics",
        "rules",
        "batches_get",
        around("batches", "get", _restless),
    ),
)
