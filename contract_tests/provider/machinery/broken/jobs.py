"""Broken promises about batches, bank statements and reports."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contract_tests.power.tools import Handler
from contract_tests.provider.machinery.broken.broken import Broken, answers, does, serves, without_asking
from ntropy_client.sandbox.answer import Answer, Call
from ntropy_client.sandbox.form import Part
from ntropy_client.sandbox.service import Sandbox

__all__ = ["JOBS"]


def _frozen_only_at_first(field: str, change: Callable[[Any, int], Any]) -> Callable[[Handler, Call], Answer]:
    """A field changes from look to look, once the job has ended."""
    looks: Counter[str] = Counter()

    def look(handle: Handler, call: Call) -> Answer:
        body = json.loads(handle(call).content)
        if body["status"] != "processing":
            looks[call.path["id"]] += 1
            body[field] = change(body[field], looks[call.path["id"]])
        return Answer.json(body)

    return look


def _early(handle: Handler, call: Call) -> Answer:
    return handle(replace(call, now=call.account.statements[call.path["id"]].ends))


def _no_lines(_: Handler, call: Call) -> Any:
    return {"id": call.path["id"], "total": 2, "status": "error", "results": []}


def _each_account(change: Callable[[dict[str, Any]], None]) -> Callable[[Any], None]:
    def changed(body: Any) -> None:
        for account in body["accounts"]:
            change(account)

    return changed


def _each_line(change: Callable[[int, dict[str, Any]], None]) -> Callable[[Any], None]:
    def changed(body: Any) -> None:
        lines = [line for account in body["accounts"] for line in account["transactions"]]
        for number, line in enumerate(lines):
            change(number, line)

    return changed


def _same_lines(sandbox: Sandbox) -> None:
    whole = sandbox.bank_statements.read
    sandbox.bank_statements.read = lambda statement: whole(replace(statement, seed="1"))  # type: ignore[method-assign]


def _anything_is_read(handle: Handler, call: Call) -> Answer:
    part: Part = call.body["file"]
    return handle(replace(call, body={"file": replace(part, content=b"%PDF-" + part.content)}))


def _named(change: Callable[[str], str]) -> Callable[[Handler, Call], Answer]:
    def create(handle: Handler, call: Call) -> Answer:
        part: Part = call.body["file"]
        return handle(replace(call, body={"file": replace(part, filename=change(part.filename or ""))}))

    return create


def _when_read(handle: Handler, call: Call) -> Answer:
    statement = call.account.statements.get(call.path["id"])
    if statement is not None and statement.status(call.now) == "processing":
        return Answer.json({"detail": "Not yet"}, 404)
    return handle(call)


def _statuses(*statuses: str) -> Callable[[Handler, Call], Answer]:
    """Reports have these statuses, whatever happens to them, one after the other."""
    looks: Counter[str] = Counter()

    def get(handle: Handler, call: Call) -> Answer:
        body = json.loads(handle(call).content)
        body["status"] = statuses[min(looks[call.path["id"]], len(statuses) - 1)]
        looks[call.path["id"]] += 1
        return Answer.json(body)

    return get


RUNS = "batch-runs-to-completion"
FAILED = "a-failed-batch-has-no-results"
NAME = "a-statement-is-named-after-its-file"
READ = "a-statement-is-read-and-then-stays"
OWN = "each-statement-has-results-of-its-own"
NO_PDF = "what-is-no-pdf-is-no-statement"
VERIFY = "verify-answers-before-the-results-are-there"
KEPT = "a-report-keeps-what-was-reported"
FORWARD = "a-report-only-goes-forward"
DECIDED = "a-report-is-resolved-or-rejected"

JOBS: tuple[Broken, ...] = (
    answers(RUNS, "results are the other way round", "batches_results", lambda one: one["results"].reverse()),
    serves(RUNS, "results are there too early", "batches.results", without_asking(409, _no_lines)),
    answers(RUNS, "total is another", "batches_get", lambda one: one.update(total=4)),
    serves(
        "an-ended-batch-is-frozen",
        "progress goes on",
        "batches.get",
        _frozen_only_at_first("progress", lambda value, looks: value if looks == 1 else 0),
    ),
    serves(FAILED, "a failed batch has results", "batches.results", without_asking(409, _no_lines)),
    answers(
        FAILED,
        "no batch fails",
        "batches_get",
        lambda one: one.update(status=one["status"].replace("error", "completed")),
    ),
    serves(NAME, "names are in lower case", "bank_statements.create", _named(str.lower)),
    serves(
        NAME,
        "names are ASCII",
        "bank_statements.create",
        _named(lambda name: name.encode("ascii", "replace").decode()),
    ),
    answers(
        NAME,
        "sizes are in KiB",
        "bank_statements_list",
        lambda body: [one["file"].update(size=one["file"]["size"] // 1024) for one in body["data"]],
    ),
    serves(READ, "results are there too early", "bank_statements.results", without_asking(409, _early)),
    serves(
        READ,
        "a name changes",
        "bank_statements.get",
        _frozen_only_at_first("name", lambda name, looks: f"{name}{looks}"),
    ),
    answers(
        READ, "no statement has pages", "bank_statements_get", lambda one: one["file"].update(no_pages=0)
    ),
    answers(
        READ,
        "no sum is right",
        "bank_statements_results",
        _each_account(lambda one: one.update(total_incoming=one["total_incoming"] + 1)),
    ),
    answers(
        READ,
        "a balance is that of another",
        "bank_statements_results",
        _each_account(lambda one: one.update(closing_balance=0.5)),
    ),
    answers(
        READ,
        "nothing is reconciled",
        "bank_statements_results",
        _each_account(lambda one: one.update(is_balance_reconciled=False)),
    ),
    answers(
        READ,
        "running balances are the opening balance",
        "bank_statements_results",
        _each_line(lambda _, line: line.update(running_balance=5)),
    ),
    answers(
        READ,
        "everything goes out",
        "bank_statements_results",
        _each_line(lambda _, line: line.update(entry_type="outgoing")),
    ),
    answers(
        READ,
        "all lines have one id",
        "bank_statements_results",
        _each_line(lambda _, line: line.update(id="line")),
    ),
    answers(
        OWN,
        "ids of lines are their numbers",
        "bank_statements_results",
        _each_line(lambda number, line: line.update(id=str(number))),
    ),
    does(OWN, "all files have the same lines", _same_lines),
    answers(
        OWN,
        "lines are on page 3",
        "bank_statements_results",
        _each_line(lambda _, line: line.update(page_number=3)),
    ),
    answers(
        OWN,
        "there are no lines",
        "bank_statements_results",
        _each_account(lambda one: one.update(transactions=[], opening_balance=None)),
    ),
    serves(NO_PDF, "everything is read", "bank_statements.create", _anything_is_read),
    answers(NO_PDF, "there is no reason", "bank_statements_get", lambda one: one.update(error=None)),
    serves(VERIFY, "there is nothing to verify before the end", "bank_statements.verify", _when_read),
    answers(
        VERIFY,
        "the number is another",
        "bank_statements_verify",
        lambda one: one["accounts"][0].update(number="1"),
    ),
    answers(
        VERIFY,
        "the period is another",
        "bank_statements_verify",
        lambda one: one.update(end_date="2020-01-01"),
    ),
    answers(KEPT, "fields are sorted", "reports_get", lambda one: one["fields"].sort()),
    answers(
        KEPT,
        "fields are listed once each",
        "reports_list",
        lambda body: [one.update(fields=list(dict.fromkeys(one["fields"]))) for one in body["data"]],
    ),
    answers(
        KEPT,
        "descriptions are trimmed",
        "reports_get",
        lambda one: one.update(description=one["description"].strip()),
    ),
    serves(FORWARD, "a report is opened again", "reports.get", _statuses("open", "pending", "open")),
    serves(FORWARD, "what is decided changes", "reports.get", _statuses("open", "resolved", "rejected")),
    answers(
        FORWARD, "there is always a reason", "reports_get", lambda one: one.update(rejection_reason="None")
    ),
    answers(
        DECIDED,
        "nothing is rejected",
        "reports_get",
        lambda one: one.update(status=one["status"].replace("rejected", "resolved"), rejection_reason=None),
    ),
    answers(DECIDED, "no reason is given", "reports_get", lambda one: one.update(rejection_reason=None)),
    serves(
        DECIDED, "nobody looks into it", "reports.get", _statuses("open", "open", "open", "open", "resolved")
    ),
)
