"""Defects in the service: the provider does something else than it says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, Kind
from contract_tests.power.seam import in_the_service
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = [
    "ENRICH",
    "SERVICE",
    "SUBMIT",
    "Handler",
    "answering",
    "around",
    "letting_pass",
    "with_query",
    "without",
]

Handler = Callable[[Call], Answer]
Respond = Callable[[Inbound], Answer]
ENRICH = "POST /v3/transactions"
SUBMIT = "POST /v3/batches"


def around(resource: str, verb: str, change: Callable[[Handler, Call], Answer]) -> Callable[[Sandbox], None]:
    """Put something around an operation.

    Args:
        resource: Such as `batches`.
        verb: Such as `get`.
        change: Given the operation and the call, answers it.

    Returns:
        What changes a sandbox.
    """

    def install(sandbox: Sandbox) -> None:
        target = getattr(sandbox, resource)
        original: Handler = getattr(target, verb)
        setattr(target, verb, lambda call: change(original, call))

    return install


def with_query(
    resource: str, change: Callable[[dict[str, Any]], Mapping[str, Any]]
) -> Callable[[Sandbox], None]:
    """Let a list see another query than was sent."""
    return around(
        resource, "list", lambda handle, call: handle(replace(call, query=change(dict(call.query))))
    )


def without(*names: str) -> Callable[[dict[str, Any]], Mapping[str, Any]]:
    """A query without some of its parameters."""
    return lambda query: {name: value for name, value in query.items() if name not in names}


def answering(change: Callable[[Respond, Inbound], Answer]) -> Callable[[Sandbox], None]:
    """Put something around every request.

    Args:
        change: Given what answers requests and the request, answers it.

    Returns:
        What changes a sandbox.
    """

    def install(sandbox: Sandbox) -> None:
        whole = sandbox.answer
        setattr(sandbox, "answer", lambda inbound: change(whole, inbound))  # noqa: B010

    return install


def letting_pass(operation: str, repair: Callable[[Any], Any]) -> Callable[[Sandbox], None]:
    """Accept bodies that the document does not allow.

    Args:
        operation: Method and path of the operation.
        repair: Gives a body that is accepted in place of the one that is not; None to refuse it.

    Returns:
        What changes a sandbox.
    """

    def change(whole: Respond, inbound: Inbound) -> Answer:
        try:
            return whole(inbound)
        except RefusedError as error:
            repaired = None
            if error.answer.status == 422 and f"{inbound.method} {inbound.raw_path}" == operation:
                repaired = _tried(repair, inbound.content)
            if repaired is None:
                raise
            return whole(replace(inbound, content=json.dumps(repaired).encode()))

    return answering(change)


def _tried(repair: Callable[[Any], Any], content: bytes) -> Any:
    try:
        return repair(json.loads(content))
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def refusing(resource: str, wanted: Callable[[Any], bool], status: int) -> Callable[[Sandbox], None]:
    """Refuse bodies that the document allows."""

    def change(handle: Handler, call: Call) -> Answer:
        if wanted(call.body):
            detail = [{"loc": ["body"], "msg": "Refused", "type": "value_error"}]
            return Answer.json({"detail": detail}, status)
        return handle(call)

    return around(resource, "create", change)


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


def _unicode(handle: Handler, call: Call) -> Answer:
    if not call.body["description"].isascii():
        raise ValueError("cannot write this text")
    return handle(call)


def _half_done(whole: Respond, inbound: Inbound) -> Answer:
    """Of a batch that is refused, the good items are kept."""
    try:
        return whole(inbound)
    except RefusedError:
        if inbound.raw_path == "/v3/batches" and inbound.method == "POST":
            for item in _tried(lambda body: body["data"][:10], inbound.content) or ():
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


def _offset(resource: str) -> Callable[[Sandbox], None]:
    """Cursors count from the newest item, so that pages shift when items arrive."""

    def listed(handle: Handler, call: Call) -> Answer:
        query = dict(call.query)
        cursor = str(query.pop("cursor", "o0"))
        start = int(cursor[1:]) if cursor[1:].isdigit() else 0
        limit: int = query["limit"]
        whole = json.loads(handle(replace(call, query={**query, "limit": 10**6})).content)["data"]
        more = start + limit < len(whole)
        following = f"o{start + limit}" if more else None
        return Answer.json({"next_cursor": following, "data": whole[start : start + limit]})

    return around(resource, "list", listed)


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


def _oldest_first(handle: Handler, call: Call) -> Answer:
    page = json.loads(handle(call).content)
    return Answer.json({**page, "data": page["data"][::-1]})


def _service(
    name: str,
    what: str,
    kind: Kind,
    part: str,
    operations: tuple[str, ...] | str,
    change: Callable[[Sandbox], None],
) -> Defect:
    named = (operations,) if isinstance(operations, str) else operations
    return Defect(name, what, kind, "service", part, named, in_the_service(change))


SERVICE: tuple[Defect, ...] = (
    _service(
        "delete-does-nothing",
        "a deleted transaction is still there",
        "semantics",
        "ledger",
        ("transactions_create", "transactions_delete"),
        around("transactions", "delete", _keep),
    ),
    _service(
        "same-id-adds",
        "the same id makes a second transaction",
        "semantics",
        "rules",
        ("transactions_create", "transactions_list"),
        _second,
    ),
    _service(
        "assign-ignored",
        "an assignment is answered and not kept",
        "semantics",
        "rules",
        "transactions_assign",
        _assign_nothing,
    ),
    _service(
        "status-ignored",
        "the filter by status is ignored",
        "semantics",
        "ledger",
        "batches_list",
        with_query("batches", without("status")),
    ),
    _service(
        "holder-ignored",
        "the filter by account holder is ignored",
        "semantics",
        "walk",
        "transactions_list",
        with_query("transactions", without("account_holder_id")),
    ),
    _service(
        "after-ignored",
        "created_after is ignored",
        "semantics",
        "rules",
        "transactions_list",
        with_query("transactions", without("created_after")),
    ),
    _service(
        "before-ignored",
        "created_before is ignored",
        "semantics",
        "walk",
        "batches_list",
        with_query("batches", without("created_before")),
    ),
    _service(
        "cursor-ignored",
        "every page is the first",
        "semantics",
        "probes",
        "batches_list",
        with_query("batches", without("cursor")),
    ),
    _service(
        "limit-ignored",
        "a page has more items than its limit",
        "semantics",
        "ledger",
        "batches_list",
        with_query("batches", lambda query: {**query, "limit": max(query["limit"], 50)}),
    ),
    _service(
        "early-results",
        "results are given while the batch is processing",
        "semantics",
        "probes",
        "batches_results",
        around("batches", "results", _early),
    ),
    _service(
        "results-of-failure",
        "a failed batch has results",
        "semantics",
        "rules",
        "batches_results",
        around("batches", "results", _failed_results),
    ),
    _service(
        "negative-amount",
        "a negative amount is accepted",
        "schema",
        "probes",
        "transactions_create",
        letting_pass(
            ENRICH, lambda body: {**body, "amount": -body["amount"]} if body["amount"] < 0 else None
        ),
    ),
    _service(
        "one-too-many",
        "a batch of 24,961 transactions is accepted",
        "schema",
        "probes",
        "batches_create",
        letting_pass(
            SUBMIT,
            lambda body: {**body, "data": body["data"][:24_960]} if len(body["data"]) > 24_960 else None,
        ),
    ),
    _service(
        "last-item-unchecked",
        "only the first item of a batch is checked",
        "schema",
        "probes",
        "batches_create",
        letting_pass(
            SUBMIT,
            lambda body: (
                {**body, "data": body["data"][:1] * len(body["data"])} if len(body["data"]) < 100 else None
            ),
        ),
    ),
    _service(
        "any-currency",
        "a currency of any form is accepted",
        "schema",
        "schemathesis",
        ("transactions_create", "transactions_list"),
        letting_pass(
            ENRICH, lambda body: {**body, "currency": "EUR"} if isinstance(body["currency"], str) else None
        ),
    ),
    _service(
        "zero-refused",
        "an amount of 0 is refused",
        "schema",
        "probes",
        "transactions_create",
        refusing("transactions", lambda body: body["amount"] == 0, 422),
    ),
    _service(
        "long-text-refused",
        "a description of more than 255 characters is refused",
        "schema",
        "probes",
        "transactions_create",
        refusing("transactions", lambda body: len(body["description"]) > 255, 422),
    ),
    _service(
        "500-on-unicode",
        "text that is not ASCII is answered 500",
        "protocol",
        "probes",
        "transactions_create",
        around("transactions", "create", _unicode),
    ),
    _service(
        "500-on-empty-batch",
        "a batch of no transactions is answered 500",
        "protocol",
        "schemathesis",
        ("batches_create", "batches_list"),
        refusing("batches", lambda body: not body["data"], 500),
    ),
    _service(
        "half-done-refusal",
        "of a refused batch the good items are kept",
        "semantics",
        "rules",
        "batches_create",
        answering(_half_done),
    ),
    _service(
        "refused-and-deleted",
        "a delete with a wrong key is refused, and done",
        "semantics",
        "rules",
        "transactions_delete",
        _keyless_delete,
    ),
    _service(
        "offset-cursors",
        "pages shift when items arrive",
        "semantics",
        "rules",
        "transactions_list",
        _offset("transactions"),
    ),
    _service(
        "other-in-a-batch",
        "a batch finds out less than a single request",
        "semantics",
        "walk",
        ("batches_create", "batches_results"),
        around("batches", "results", _hurried),
    ),
    _service(
        "restless-end",
        "an ended batch is updated with every look",
        "semantics",
        "rules",
        "batches_get",
        around("batches", "get", _restless),
    ),
    _service(
        "oldest-first",
        "a page is listed oldest first",
        "semantics",
        "ledger",
        "batches_list",
        around("batches", "list", _oldest_first),
    ),
)
