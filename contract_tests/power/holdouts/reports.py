"""Hold-outs in reports."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.tools import Handler, around, edit, items_of, keeping, showing, with_query
from ntropy_client.sandbox.answer import Answer, Call, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["REPORTS"]

CREATE, GET, LIST, DELETE = "reports_create", "reports_get", "reports_list", "reports_delete"


def _exclusive(query: dict[str, Any]) -> dict[str, Any]:
    after = query.get("created_after")
    return query if after is None else {**query, "created_after": after + timedelta(microseconds=1)}


def _rejected_too(handle: Handler, call: Call) -> Answer:
    """Among the resolved are those that were rejected."""
    if call.query.get("status") != "resolved":
        return handle(call)
    query = {name: value for name, value in call.query.items() if name != "status"}
    page = json.loads(handle(replace(call, query=query)).content)
    page["data"] = [one for one in page["data"] if one["status"] in ("resolved", "rejected")]
    return Answer.json(page)


def _reopened(body: Any, _: Call) -> Any:
    for one in body["data"]:
        one["status"] = "pending" if one["status"] == "resolved" else one["status"]
    return body


def _one_less(body: Any, call: Call) -> Any:
    """A last page of several that is full lacks its last report."""
    if body["next_cursor"] is None and len(body["data"]) == call.query["limit"] > 1:
        body["data"].pop()
    return body


def _time_on_first_page(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if name != "created_after" or "cursor" not in query}


def _needs_fields(handle: Handler, call: Call) -> Answer:
    if not call.body["fields"]:
        raise RefusedError.problem("body", "fields", msg="List should have at least 1 item", type="too_short")
    return handle(call)


def _same_again(sandbox: Sandbox) -> None:
    """The same report again is the one that there is."""
    made: dict[str, str] = {}

    def create(handle: Handler, call: Call) -> Answer:
        key = json.dumps(call.body, sort_keys=True)
        before = call.account.reports.get(made.get(key, ""))
        if before is not None:
            return Answer.json(sandbox.reports.view(before, call))
        answer = handle(call)
        made[key] = json.loads(answer.content)["id"]
        return answer

    around("reports", "create", create)(sandbox)


def _seconds(item: Any) -> None:
    item["created_at"] = 1_717_243_200.5


def _neighbour(handle: Handler, call: Call) -> Answer:
    """With a report the next older one disappears from the list."""
    older: str | None = None
    for name in call.account.reports:
        if name == call.path["id"]:
            break
        older = name
    answer = handle(call)
    if older is not None:
        call.account.reports.pop(older)
    return answer


def _limit_or_status(query: dict[str, Any]) -> dict[str, Any]:
    return {**query, "limit": 10} if "status" in query else query


def _absent_reason(body: Any) -> None:
    if body["rejection_reason"] is None:
        body["rejection_reason"] = "none" if body["status"] == "resolved" else None


def _born_pending(body: Any) -> None:
    body["status"] = "pending"


REPORTS: tuple[Defect, ...] = (
    service(
        "distinct-fields", "a field that is named twice is kept once", "semantics",
        "ledger", CREATE, keeping("reports", lambda body: {**body, "fields": list(dict.fromkeys(body["fields"]))}),
    ),
    service(
        "after-exclusive", "created_after leaves out what was created at that moment", "semantics",
        "walk", LIST, with_query("reports", _exclusive),
    ),
    service(
        "rejected-too", "rejected reports are listed among the resolved", "semantics",
        "ledger", (CREATE, LIST), around("reports", "list", _rejected_too),
    ),
    service(
        "reopened", "resolved reports are listed as pending", "semantics",
        "ledger", (CREATE, GET, LIST), showing("reports", "list", _reopened),
    ),
    service(
        "full-pages-one-less", "a last page of more than one report lacks the last when it is full", "semantics",
        "walk", LIST, showing("reports", "list", _one_less),
    ),
    service(
        "time-on-first-page", "created_after is lost on the second page", "semantics",
        "walk", LIST, with_query("reports", _time_on_first_page),
    ),
    service(
        "transaction-in-lower-case", "the id of the transaction is kept in lower case", "semantics",
        "ledger", CREATE,
        keeping("reports", lambda body: {**body, "transaction_id": body["transaction_id"].lower()}),
    ),
    service(
        "fields-needed", "a report of no fields is refused", "schema",
        "probes", CREATE, around("reports", "create", _needs_fields),
    ),
    service(
        "one-line", "line breaks in a description become blanks", "semantics",
        "ledger", CREATE,
        keeping("reports", lambda body: {**body, "description": " ".join(body["description"].splitlines())}),
    ),
    service(
        "same-report-again", "the same report made again is the one that there is", "semantics",
        "ledger", CREATE, _same_again,
    ),
    wire(
        "time-as-seconds", "listed reports tell their time in seconds", "schema",
        "conformance", LIST, edit(LIST, items_of(_seconds)),
    ),
    service(
        "neighbour-goes", "with a report the one made before it disappears", "semantics",
        "walk", DELETE, around("reports", "delete", _neighbour),
    ),
    service(
        "limit-or-status", "with a filter by status the limit does not count", "semantics",
        "ledger", LIST, with_query("reports", _limit_or_status),
    ),
    wire(
        "reason-to-resolve", "a resolved report has a reason for its rejection", "semantics",
        "rules", (CREATE, GET), edit(GET, _absent_reason),
    ),
    wire(
        "born-pending", "a new report is pending at once", "semantics",
        "rules", CREATE, edit(CREATE, _born_pending),
    ),
)  # fmt: skip
