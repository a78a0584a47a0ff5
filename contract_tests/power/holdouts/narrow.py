"""Hold-outs that fire only under narrow conditions, such as a backend plausibly has."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.seam import Answered, Asked
from contract_tests.power.tools import Handler, Respond, answering, around, edit, items_of, tried, with_query
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntropy_client.sandbox.service import Sandbox

__all__ = ["NARROW"]


def _default_in_list(item: Any) -> None:
    item["priority"] = "default"


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
    return handle(
        replace(call, body={"account_holder_id": call.body["account_holder_id"].removeprefix("unknown-")})
    )


def _overlap(sandbox: Sandbox) -> None:
    """The last item of a page is the first of the next."""
    last: dict[Any, Any] = {}

    def listed(handle: Handler, call: Call) -> Answer:
        page = json.loads(handle(call).content)
        before = last.get(call.query.get("cursor"))
        data = ([before, *page["data"]] if before else page["data"])[: call.query["limit"]]
        if page["next_cursor"] and page["data"]:
            last[page["next_cursor"]] = page["data"][-1]
        return Answer.json({**page, "data": data})

    around("batches", "list", listed)(sandbox)


def _loose_holder(matches: Callable[[str, str], bool]) -> Callable[[Sandbox], None]:
    """The filter by account holder compares otherwise than it should."""

    def listed(handle: Handler, call: Call) -> Answer:
        wanted = call.query.get("account_holder_id")
        if wanted is None:
            return handle(call)
        query = {name: value for name, value in call.query.items() if name != "account_holder_id"}
        page = json.loads(handle(replace(call, query=query)).content)
        data = [one for one in page["data"] if matches(one["account_holder_id"] or "", wanted)]
        return Answer.json({**page, "data": data})

    return around("transactions", "list", listed)


def _any_status(whole: Respond, inbound: Inbound) -> Answer:
    """A status that nobody described filters nothing."""
    try:
        return whole(inbound)
    except RefusedError:
        if inbound.method != "GET" or "status=" not in inbound.query:
            raise
        return whole(replace(inbound, query=""))


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


def _hidden(handle: Handler, call: Call) -> Answer:
    """Batches that are processing are only listed when they are asked for."""
    if "status" in call.query:
        return handle(call)
    page = json.loads(handle(call).content)
    return Answer.json({**page, "data": [one for one in page["data"] if one["status"] != "processing"]})


def _limit_once(query: dict[str, Any]) -> dict[str, Any]:
    return {**query, "limit": 10} if "cursor" in query else query


def _short_lived(sandbox: Sandbox) -> None:
    """A cursor can be followed twice, then it has expired."""
    followed: dict[str, int] = {}

    def listed(handle: Handler, call: Call) -> Answer:
        if "cursor" in call.query:
            followed["n"] = followed.get("n", 0) + 1
            if followed["n"] % 3 == 0:
                raise RefusedError.problem("query", "cursor", msg="Expired", type="value_error")
        return handle(call)

    around("transactions", "list", listed)(sandbox)


def _merging(handle: Handler, call: Call) -> Answer:
    """What is submitted again is merged into what is there."""
    before = call.account.transactions.get(call.body["id"])
    return handle(call if before is None else replace(call, body={**before.row, **call.body}))


def _patched(whole: Respond, inbound: Inbound) -> Answer:
    if inbound.method == "PATCH" and inbound.raw_path.startswith("/v3/batches/"):
        return Answer.json({})
    return whole(inbound)


def _stuck_holder(sandbox: Sandbox) -> None:
    """An assignment does not reach the list of the old holder."""
    moved: dict[str, str] = {}

    def assign(handle: Handler, call: Call) -> Answer:
        stored = call.account.transactions.get(call.path["id"])
        answer = handle(call)
        if stored is not None and stored.row.get("account_holder_id"):
            moved[stored.row["id"]] = stored.row["account_holder_id"]
        return answer

    def listed(handle: Handler, call: Call) -> Answer:
        page = json.loads(handle(call).content)
        wanted = call.query.get("account_holder_id")
        ghosts = [
            {**sandbox.transactions.view(stored), "account_holder_id": wanted}
            for name, holder in moved.items()
            if holder == wanted and (stored := call.account.transactions.get(name))
        ]
        return Answer.json({**page, "data": (ghosts + page["data"])[: call.query["limit"]]})

    around("transactions", "assign", assign)(sandbox)
    around("transactions", "list", listed)(sandbox)


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


NARROW: tuple[Defect, ...] = (
    wire(
        "default-in-list",
        "listed batches have the default priority",
        "semantics",
        "ledger",
        ("batches_create", "batches_list"),
        edit("batches_list", items_of(_default_in_list)),
    ),
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
        "overlapping-pages",
        "the last item of a page is the first of the next",
        "semantics",
        "walk",
        ("batches_list",),
        _overlap,
    ),
    service(
        "holder-by-prefix",
        "the filter by holder takes a part of the id",
        "semantics",
        "walk",
        ("transactions_list",),
        _loose_holder(lambda has, wanted: has.startswith(wanted)),
    ),
    service(
        "holder-without-case",
        "the filter by holder does not look at the case",
        "semantics",
        "walk",
        ("transactions_list",),
        _loose_holder(lambda has, wanted: has.lower() == wanted.lower()),
    ),
    service(
        "any-status-filter",
        "a filter by a status that does not exist is ignored",
        "schema",
        "probes",
        ("batches_list",),
        answering(_any_status),
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
        "hidden-while-processing",
        "batches are listed when they are done",
        "semantics",
        "ledger",
        ("batches_create", "batches_list"),
        around("batches", "list", _hidden),
    ),
    service(
        "limit-on-first-page",
        "the limit is lost on the second page",
        "semantics",
        "ledger",
        ("batches_list",),
        with_query("batches", _limit_once),
    ),
    service(
        "short-lived-cursor",
        "every third page is refused",
        "semantics",
        "walk",
        ("transactions_list",),
        _short_lived,
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
        "stuck-holder",
        "an assigned transaction stays in the list of its old holder",
        "semantics",
        "rules",
        ("transactions_assign",),
        _stuck_holder,
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
