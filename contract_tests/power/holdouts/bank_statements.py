"""Hold-outs in bank statements and what is read from them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.seam import Answered, Asked
from contract_tests.power.tools import Handler, around, edit, items_of, on, showing, with_query
from ntropy_client.sandbox.answer import Answer, Call, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntropy_client.sandbox.service import Sandbox

__all__ = ["BANK_STATEMENTS"]

CREATE, GET, LIST = "bank_statements_create", "bank_statements_get", "bank_statements_list"
DELETE, RESULTS, VERIFY = "bank_statements_delete", "bank_statements_results", "bank_statements_verify"


def _cent_off(body: Any) -> None:
    """The balance after the last line is a cent off."""
    for account in body["accounts"]:
        if account["transactions"]:
            last = account["transactions"][-1]
            last["running_balance"] = round(last["running_balance"] + 0.01, 2)


def _ids_again(body: Any) -> None:
    """In a second account the ids of the lines begin again."""
    first, *others = body["accounts"]
    for account in others:
        for line, before in zip(account["transactions"], first["transactions"], strict=False):
            line["id"] = before["id"]


def _total_of_first(body: Any) -> None:
    """A second account tells the totals of the first."""
    for account in body["accounts"][1:]:
        account["total_outgoing"] = body["accounts"][0]["total_outgoing"]


def _named(change: Callable[[str], str]) -> Callable[[Sandbox], None]:
    def create(handle: Handler, call: Call) -> Answer:
        part = call.body["file"]
        return handle(replace(call, body={"file": replace(part, filename=change(part.filename or ""))}))

    return around("bank_statements", "create", create)


def _first_dot(name: str) -> str:
    stem, dot, rest = name.partition(".")
    return f"{stem}{dot}{rest.rpartition('.')[2]}"


def _still_read(sandbox: Sandbox) -> None:
    """The results of a deleted statement can still be read."""
    deleted: dict[str, Any] = {}

    def delete(handle: Handler, call: Call) -> Answer:
        statement = call.account.statements.get(call.path["id"])
        answer = handle(call)
        if statement is not None and statement.status(call.now) == "completed":
            deleted[statement.id] = sandbox.bank_statements.read(statement)
        return answer

    def results(handle: Handler, call: Call) -> Answer:
        if call.path["id"] in deleted:
            return Answer.json(deleted[call.path["id"]])
        return handle(call)

    around("bank_statements", "delete", delete)(sandbox)
    around("bank_statements", "results", results)(sandbox)


def _older_words(item: Any) -> None:
    item["status"] = {"completed": "processed", "error": "failed"}.get(item["status"], item["status"])


def _first_page_only(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if name != "status" or "cursor" not in query}


def _by_size(sandbox: Sandbox) -> None:
    """A file of the same size has the results of the first one."""
    read: dict[int, str] = {}

    def results(handle: Handler, call: Call) -> Answer:
        statement = call.account.statements.get(call.path["id"])
        if statement is not None and statement.status(call.now) == "completed":
            read.setdefault(statement.size, statement.seed)
            again = replace(statement, seed=read[statement.size])
            return Answer.json(sandbox.bank_statements.read(again))
        return handle(call)

    around("bank_statements", "results", results)(sandbox)


def _hidden(body: Any, call: Call) -> Any:
    """Statements that could not be read are not listed unless they are asked for."""
    if "status" not in call.query:
        body["data"] = [one for one in body["data"] if one["status"] != "error"]
    return body


def _processing_again(body: Any, call: Call) -> Any:
    """All are processing in a list that is filtered by time."""
    if "created_after" in call.query:
        for one in body["data"]:
            one["status"], one["error"] = "processing", None
    return body


def _html(_: Asked, answered: Answered) -> None:
    answered.headers["content-type"] = "text/html; charset=utf-8"
    answered.content = b"<h1>409 Conflict</h1>"


def _minus(body: Any) -> None:
    for account in body["accounts"]:
        for line in account["transactions"]:
            if line["entry_type"] == "outgoing":
                line["amount"] = -line["amount"]


def _empty_object(_: Asked, answered: Answered) -> None:
    answered.content = b"{}"
    answered.headers["content-type"] = "application/json"


def _same_file(sandbox: Sandbox) -> None:
    """The same file again gives the statement that was made of it before."""
    made: dict[bytes, str] = {}

    def create(handle: Handler, call: Call) -> Answer:
        content: bytes = call.body["file"].content
        before = call.account.statements.get(made.get(content, ""))
        if before is not None:
            return Answer.json(sandbox.bank_statements.view(before, call))
        answer = handle(call)
        made[content] = json.loads(answer.content)["id"]
        return answer

    around("bank_statements", "create", create)(sandbox)


def _verified_later(handle: Handler, call: Call) -> Answer:
    """As long as a statement is being read, nothing can be told of its first page."""
    statement = call.account.statements.get(call.path["id"])
    if statement is not None and statement.status(call.now) == "processing":
        raise RefusedError(404, "Bank statement with the provided id not found.")
    return handle(call)


def _nothing_in_it(handle: Handler, call: Call) -> Answer:
    if not call.body["file"].content:
        raise ValueError("the first byte is not there")
    return handle(call)


def _last_deleted(handle: Handler, call: Call) -> Answer:
    """A delete while the statement is being read is answered and not done."""
    statement = call.account.statements.get(call.path["id"])
    if statement is not None and statement.status(call.now) == "processing":
        return Answer(204)
    return handle(call)


def _no_error(body: Any) -> None:
    if body["status"] == "error":
        body["error"] = None


def _page_nought(body: Any) -> None:
    """Of several accounts the last line is on page 0."""
    if len(body["accounts"]) > 1:
        body["accounts"][-1]["transactions"][-1]["page_number"] = 0


BANK_STATEMENTS: tuple[Defect, ...] = (
    wire(
        "cent-off", "the running balance of the last line of an account is a cent off", "semantics",
        "rules", (CREATE, RESULTS), edit(RESULTS, _cent_off),
    ),
    wire(
        "line-ids-again", "in the second account of a statement the ids of the lines begin again", "semantics",
        "rules", (CREATE, RESULTS), edit(RESULTS, _ids_again),
    ),
    wire(
        "total-of-first", "the second account of a statement tells a total of the first", "semantics",
        "rules", (CREATE, RESULTS), edit(RESULTS, _total_of_first),
    ),
    service(
        "latin-file-names", "names of files that are not ASCII are read as Latin-1", "semantics",
        "rules", (CREATE, GET), _named(lambda name: name.encode().decode("latin-1")),
    ),
    service(
        "one-dot", "of a file's name only the part before the first dot and the last ending are kept", "semantics",
        "rules", (CREATE, GET), _named(_first_dot),
    ),
    service(
        "read-after-delete", "the results of a deleted statement can still be read", "semantics",
        "rules", (DELETE, RESULTS), _still_read,
    ),
    wire(
        "older-words", "the list tells the status in the older words", "schema",
        "conformance", LIST, edit(LIST, items_of(_older_words)),
    ),
    service(
        "status-on-first-page", "the filter by status is lost on the second page", "semantics",
        "walk", LIST, with_query("bank_statements", _first_page_only),
    ),
    service(
        "read-by-size", "a file has the lines of an earlier one of the same size", "semantics",
        "rules", (CREATE, RESULTS), _by_size,
    ),
    service(
        "failures-hidden", "statements that could not be read are only listed when asked for by status", "semantics",
        "ledger", (CREATE, LIST), showing("bank_statements", "list", _hidden),
    ),
    service(
        "processing-again", "in a list by time all statements are processing again", "semantics",
        "ledger", (CREATE, LIST), showing("bank_statements", "list", _processing_again),
    ),
    wire(
        "html-409", "results that are not ready are refused with a page in HTML", "protocol",
        "conformance", RESULTS, lambda: on(RESULTS, _html, 409),
    ),
    wire(
        "minus-outgoing", "what went out has a negative amount", "schema",
        "conformance", RESULTS, edit(RESULTS, _minus),
    ),
    wire(
        "object-after-204", "the 204 of a deleted statement comes with an empty object", "protocol",
        "conformance", DELETE, lambda: on(DELETE, _empty_object, 204),
    ),
    service(
        "same-file-same-statement", "the same file again gives the statement that there is", "semantics",
        "ledger", CREATE, _same_file,
    ),
    service(
        "verified-later", "nothing is told of the first page before the whole statement is read", "semantics",
        "rules", (CREATE, VERIFY), around("bank_statements", "verify", _verified_later),
    ),
    service(
        "500-on-empty-file", "an empty file is answered 500", "protocol",
        "probes", CREATE, around("bank_statements", "create", _nothing_in_it),
    ),
    service(
        "undeletable-while-read", "a statement that is being read is not deleted, though it is said to be", "semantics",
        "ledger", (CREATE, DELETE), around("bank_statements", "delete", _last_deleted),
    ),
    wire(
        "failed-without-reason", "a statement that could not be read does not say why", "semantics",
        "rules", (CREATE, GET), edit(GET, _no_error),
    ),
    wire(
        "page-nought", "of a statement of two accounts a line is on page 0", "schema",
        "conformance", (CREATE, RESULTS), edit(RESULTS, _page_nought),
    ),
)  # fmt: skip
