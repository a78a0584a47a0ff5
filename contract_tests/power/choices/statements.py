"""Choices about bank statements."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contract_tests.power.choices.chosen import does, tells
from contract_tests.power.defect import Defect
from contract_tests.power.tools import Handler, answering, around, edit, with_query
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError
from ntropy_client.sandbox.statement import Statement

__all__ = ["STATEMENTS"]

CREATE, GET, LIST = "bank_statements_create", "bank_statements_get", "bank_statements_list"
RESULTS, VERIFY = "bank_statements_results", "bank_statements_verify"


def _becomes(change: Callable[[Statement, bytes], Statement]) -> Callable[[Handler, Call], Answer]:
    """Keep another statement than the one that was uploaded."""

    def create(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        made = call.account.statements[json.loads(answer.content)["id"]]
        kept = call.account.statements[made.id] = change(made, call.body["file"].content)
        return Answer.json(kept.view(call.now))

    return create


def _whole_only(made: Statement, content: bytes) -> Statement:
    return replace(made, readable=made.readable and b"%%EOF" in content)


def _by_name(made: Statement, content: bytes) -> Statement:
    return replace(made, seed=hashlib.sha256(made.name.encode() + content).hexdigest())


def _pages_or_none(made: Statement, content: bytes) -> Statement:
    return replace(made, pages=len(re.findall(rb"/Type\s*/Page(?![A-Za-z0-9])", content)))


def _internal(body: Any) -> None:
    if body.get("error"):
        body["error"]["code"] = "internal_error"


def _first_part(whole: Callable[[Inbound], Answer], inbound: Inbound) -> Answer:
    """Of several files of a form the first counts."""
    sent = inbound.headers.get("content-type", "").partition("boundary=")[2].encode()
    parts = inbound.content.split(b"--" + sent) if sent else []
    files = [one for one in parts if b'name="file"' in one]
    if len(files) > 1:
        kept = [one for one in parts if one not in files[1:]]
        return whole(replace(inbound, content=(b"--" + sent).join(kept)))
    return whole(inbound)


def _renamed(*names: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Some words of old are no words any more."""

    def changed(query: dict[str, Any]) -> dict[str, Any]:
        return {**query, "status": "queued"} if query.get("status") in names else query

    return changed


def _unknown_is_none(query: dict[str, Any]) -> dict[str, Any]:
    known = {"processing", "completed", "error", "processed", "failed"}
    return {name: value for name, value in query.items() if name != "status" or value in known}


def _unknown_refused(handle: Handler, call: Call) -> Answer:
    if call.query.get("status") not in {None, "processing", "completed", "error", "processed", "failed"}:
        raise RefusedError.problem("query", "status", msg="Input should be a status", type="enum")
    return handle(call)


def _ids_of_the_file(body: Any) -> None:
    for account in body["accounts"]:
        for index, line in enumerate(account["transactions"]):
            line["id"] = f"{line['description']}-{index}-{account['number']}"


def _closes(handle: Handler, call: Call) -> Answer:
    body = json.loads(handle(call).content)
    for account in body["accounts"] or []:
        account["closing_balance"] = account["closing_balance"] or account["opening_balance"]
    return Answer.json(body)


def _all_on_one(handle: Handler, call: Call) -> Answer:
    """An account that begins later is told with the first page."""
    body = json.loads(handle(call).content)
    accounts = body["accounts"] or []
    if len(accounts) == 1 and accounts[0]["closing_balance"] is not None:
        statement = call.account.statements[call.path["id"]]
        if statement.pages > 1:
            accounts.append({**accounts[0], "type": "savings", "number": "0000000000"})
    return Answer.json(body)


def _unreadable_404(handle: Handler, call: Call) -> Answer:
    statement = call.account.statements.get(call.path["id"])
    if statement is not None and not statement.readable:
        raise RefusedError(404, "Bank statement with the provided id not found.")
    return handle(call)


def _no_accounts(body: Any) -> None:
    body["accounts"] = body["accounts"] or []


STATEMENTS: tuple[Defect, ...] = (
    tells(
        "ends with status `error` and the code `invalid_bank_statement`", "another-code",
        "a file that is no PDF ends with another code", (CREATE, GET), edit(GET, _internal),
    ),
    does(
        "every other is completed, whatever is in it", "whole-files-only", "half a PDF ends as an error",
        (CREATE, GET), around("bank_statements", "create", _becomes(_whole_only)),
    ),
    does(
        "Of several parts named `file` the last counts", "first-part", "of several parts named `file` the first counts",
        CREATE, answering(_first_part),
    ),
    does(
        "at least 1", "no-pages", "a file without a page that can be seen has none", (CREATE, GET),
        around("bank_statements", "create", _becomes(_pages_or_none)),
    ),
    does(
        "without unpacking anything", "one-page", "every file has one page", (CREATE, GET),
        around("bank_statements", "create", _becomes(lambda made, _: replace(made, pages=1))),
    ),
    does(
        "takes `processed` for `completed`", "processed-unknown", "`processed` is taken for no status",
        LIST, with_query("bank_statements", _renamed("processed")),
    ),
    does(
        "`failed` for `error`", "failed-unknown", "`failed` is taken for no status",
        LIST, with_query("bank_statements", _renamed("failed")),
    ),
    does(
        "With a status that it does not know the list is empty", "unknown-status-lists-all",
        "a status that is not known lists everything", LIST, with_query("bank_statements", _unknown_is_none),
    ),
    does(
        "With a status that it does not know the list is empty", "unknown-status-refused",
        "a status that is not known is refused", LIST, around("bank_statements", "list", _unknown_refused), "probes",
    ),
    does(
        "follow from the bytes of the file", "read-by-name", "the same file under another name has other lines",
        (CREATE, RESULTS), around("bank_statements", "create", _becomes(_by_name)),
    ),
    tells(
        "each time with ids of their own", "ids-of-the-file", "the same file has lines with the same ids",
        (CREATE, RESULTS), edit(RESULTS, _ids_of_the_file),
    ),
    does(
        "goes on over the first page has no closing balance", "always-closed",
        "an account that goes on over the first page has a closing balance there",
        (VERIFY, CREATE), around("bank_statements", "verify", _closes),
    ),
    does(
        "one that begins later is missing", "later-accounts-too", "an account that begins later is on the first page",
        (VERIFY, CREATE), around("bank_statements", "verify", _all_on_one),
    ),
    does(
        "Of a file that is no PDF everything is null", "unreadable-404", "the first page of what is no PDF is answered 404",
        (VERIFY, CREATE), around("bank_statements", "verify", _unreadable_404),
    ),
    tells(
        "Of a file that is no PDF everything is null", "unreadable-without-accounts",
        "what is no PDF has a list of no accounts", (VERIFY, CREATE), edit(VERIFY, _no_accounts),
    ),
)  # fmt: skip
