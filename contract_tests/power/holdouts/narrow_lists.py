"""Hold-outs in lists that fire only under narrow conditions, such as a backend plausibly has."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.tools import Handler, Respond, answering, around, edit, items_of, with_query
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntropy_client.sandbox.service import Sandbox

__all__ = ["NARROW_LISTS"]


def _default_in_list(item: Any) -> None:
    item["priority"] = "default"


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


NARROW_LISTS: tuple[Defect, ...] = (
    wire(
        "default-in-list",
        "listed batches have the default priority",
        "semantics",
        "ledger",
        ("batches_create", "batches_list"),
        edit("batches_list", items_of(_default_in_list)),
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
        "stuck-holder",
        "an assigned transaction stays in the list of its old holder",
        "semantics",
        "rules",
        ("transactions_assign",),
        _stuck_holder,
    ),
)
