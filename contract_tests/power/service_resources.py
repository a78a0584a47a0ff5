"""Defects of the service in all other resources."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service
from contract_tests.power.tools import (
    Handler,
    around,
    everywhere,
    keeping,
    letting_pass,
    listening,
    showing,
    with_query,
    without,
)
from ntropy_client.sandbox.answer import Answer, Call, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntropy_client.sandbox.service import Sandbox
    from ntropy_client.sandbox.webhook import Webhook

__all__ = ["RESOURCES"]

HOLDERS = ("account_holders_create", "account_holders_get", "account_holders_list")
ORPHANS = ("account_holders_delete", "transactions_get", "transactions_list")


def _replaces(handle: Handler, call: Call) -> Answer:
    """An id that is in use makes another holder in place of the first."""
    if call.body["id"] in call.account.profile.holders:
        call.account.profile.remove_holder(call.body["id"])
    return handle(call)


def _orphans(handle: Handler, call: Call) -> Answer:
    """Only the holder is deleted."""
    if call.path["id"] not in call.account.profile.holders:
        return handle(call)
    call.account.profile.remove_holder(call.path["id"])
    return Answer(204)


def _any_type(handle: Handler, call: Call) -> Answer:
    """A holder of the other type can be assigned."""
    holders = call.account.profile.holders
    stored, holder = (
        call.account.transactions.get(call.path["id"]),
        holders.get(call.body["account_holder_id"]),
    )
    present = None if stored is None else holders.get(stored.row.get("account_holder_id") or "")
    if holder is None or present is None:
        return handle(call)
    holders[holder.id] = replace(holder, type=present.type)
    try:
        return handle(call)
    finally:
        holders[holder.id] = holder


def _one_name(handle: Handler, call: Call) -> Answer:
    return handle(replace(call, body={"file": replace(call.body["file"], filename="statement.pdf")}))


def _kilobytes(sandbox: Sandbox) -> None:
    view = sandbox.bank_statements.view

    def shown(statement: Any, call: Call) -> dict[str, Any]:
        body = view(statement, call)
        return {**body, "file": {**body["file"], "size": body["file"]["size"] // 1024}}

    setattr(sandbox.bank_statements, "view", shown)  # noqa: B010


def _early(handle: Handler, call: Call) -> Answer:
    """Results are given before the statement is read."""
    statement = call.account.statements.get(call.path["id"])
    if statement is None or statement.status(call.now) != "processing":
        return handle(call)
    return handle(replace(call, now=statement.ends))


def _failed(handle: Handler, call: Call) -> Answer:
    """What could not be read has results, of no account."""
    statement = call.account.statements.get(call.path["id"])
    if statement is None or statement.status(call.now) != "error":
        return handle(call)
    return Answer.json({"accounts": []})


def _completes(sandbox: Sandbox) -> None:
    """A file that is no PDF is completed like any other."""
    view = sandbox.bank_statements.view

    def shown(statement: Any, call: Call) -> dict[str, Any]:
        body = view(statement, call)
        status = "completed" if body["status"] == "error" else body["status"]
        return {**body, "status": status, "error": None}

    setattr(sandbox.bank_statements, "view", shown)  # noqa: B010


def _listed_after(resource: str) -> Callable[[Sandbox], None]:
    """What was deleted is still listed."""

    def install(sandbox: Sandbox) -> None:
        gone: list[Any] = []
        show: Handler = getattr(sandbox, resource).get

        def delete(handle: Handler, call: Call) -> Answer:
            shown = json.loads(show(call).content)
            answer = handle(call)
            gone.append(shown)
            return answer

        def listed(body: Any, call: Call) -> Any:
            return {**body, "data": (body["data"] + gone)[: call.query.get("limit")]}

        everywhere(around(resource, "delete", delete), showing(resource, "list", listed))(sandbox)

    return install


def _name_wins(handle: Handler, call: Call) -> Answer:
    if call.body.get("name") is not None:
        return handle(replace(call, body={**call.body, "website": None}))
    return handle(call)


def _nobody(handle: Handler, call: Call) -> Answer:
    """An entity that nobody knows is answered with nulls."""
    try:
        return handle(call)
    except RefusedError as error:
        if error.answer.status != 404:
            raise
        return Answer.json({"id": None, "name": None, "website": None})


def _sorted(handle: Handler, call: Call) -> Answer:
    return handle(replace(call, body={name: sorted(names) for name, names in call.body.items()}))


def _extends(handle: Handler, call: Call) -> Answer:
    """Names are added to those that a set had before."""
    before = call.account.profile.category_set(call.path["id"])
    if before is None:
        return handle(call)
    shown = before.view()
    return handle(replace(call, body={name: [*shown[name], *names] for name, names in call.body.items()}))


def _reset_nothing(sandbox: Sandbox) -> None:
    """A reset is answered with the set as it is."""
    around("categories", "reset", lambda _, call: sandbox.categories.get(call))(sandbox)


def _adds(handle: Handler, call: Call) -> Answer:
    """A replacement is added to the rules that are there."""
    return handle(replace(call, body=[*call.account.profile.rules, *call.body]))


def _eleven(handle: Handler, call: Call) -> Answer:
    """There may be any number of webhooks."""
    webhooks = call.account.webhooks
    if len(webhooks) < 10:
        return handle(call)
    before = dict(webhooks)
    webhooks.clear()
    answer = handle(call)
    made = dict(webhooks)
    webhooks.clear()
    webhooks.update(before | made)
    return answer


def _whole(handle: Handler, call: Call) -> Answer:
    """What a change does not name is taken away."""
    return handle(replace(call, body={"token": None, **call.body}))


def _known_events(body: dict[str, Any]) -> dict[str, Any] | None:
    events = [event for event in body["events"] if isinstance(event, str)]
    return None if len(events) != len(body["events"]) else {**body, "events": ["batches.completed"]}


def _once(webhook: Webhook) -> None:
    """What was not received is not sent again."""
    setattr(webhook, "failed", lambda *_: webhook.arrived())  # noqa: B010


def _delete_nothing(handle: Handler, call: Call) -> Answer:
    report = call.account.reports.get(call.path["id"])
    return handle(call) if report is None else Answer(204)


RESOURCES: tuple[Defect, ...] = (
    service(
        "same-holder-replaces", "an account holder whose id is in use replaces the first", "semantics",
        "rules", HOLDERS, around("account_holders", "create", _replaces),
    ),
    service(
        "orphans", "the transactions of a deleted account holder stay", "semantics",
        "rules", ORPHANS, around("account_holders", "delete", _orphans),
    ),
    service(
        "any-type-assigned", "a transaction can be assigned to a holder of the other type", "semantics",
        "rules", "transactions_assign", around("transactions", "assign", _any_type),
    ),
    service(
        "long-holder-id", "an id of more than 256 characters is accepted", "schema",
        "probes", "account_holders_create",
        letting_pass(
            "POST /v3/account_holders",
            lambda body: {**body, "id": body["id"][:256]} if len(body["id"]) > 256 else None,
        ),
    ),
    service(
        "one-file-name", "all statements have the same name", "semantics",
        "rules", "bank_statements_create", around("bank_statements", "create", _one_name),
    ),
    service(
        "kilobytes", "sizes of files are in kilobytes", "semantics",
        "rules", ("bank_statements_create", "bank_statements_get"), _kilobytes,
    ),
    service(
        "early-lines", "results are given while the statement is processing", "semantics",
        "probes", "bank_statements_results", around("bank_statements", "results", _early),
    ),
    service(
        "lines-of-failure", "a statement that could not be read has results", "semantics",
        "rules", "bank_statements_results", around("bank_statements", "results", _failed),
    ),
    service(
        "statement-status-ignored", "the filter of statements by status is ignored", "semantics",
        "ledger", "bank_statements_list", with_query("bank_statements", without("status")),
    ),
    service(
        "anything-completes", "a file that is no PDF is completed", "semantics",
        "rules", ("bank_statements_create", "bank_statements_get"), _completes,
    ),
    service(
        "deleted-statement-listed", "a deleted statement is still listed", "semantics",
        "ledger", ("bank_statements_delete", "bank_statements_list"), _listed_after("bank_statements"),
    ),
    service(
        "name-and-website", "a query with a name and a website is answered", "protocol",
        "rules", "entities_resolve", around("entities", "resolve", _name_wins),
    ),
    service(
        "nobody-known", "an unknown entity is answered with nulls", "protocol",
        "probes", "entities_get", around("entities", "get", _nobody),
    ),
    service(
        "names-sorted", "the names of a category set are sorted", "semantics",
        "ledger", ("categories_set", "categories_get"), around("categories", "set", _sorted),
    ),
    service(
        "names-added", "names are added to a category set and do not replace it", "semantics",
        "ledger", ("categories_set", "categories_get"), around("categories", "set", _extends),
    ),
    service(
        "reset-of-nothing", "a reset changes nothing", "semantics",
        "rules", ("categories_set", "categories_reset"), _reset_nothing,
    ),
    service(
        "rules-reversed", "rules are listed from the last to the first", "semantics",
        "rules", ("rules_create", "rules_list"), showing("rules", "list", lambda body, _: body[::-1]),
    ),
    service(
        "rules-added", "a replacement is added to the rules that are there", "semantics",
        "rules", ("rules_replace", "rules_list"), around("rules", "replace", _adds),
    ),
    service(
        "any-rule", "a rule of any form is accepted", "schema",
        "probes", "rules_create",
        letting_pass("POST /v3/rules", lambda body: {"add_label": "any"} if isinstance(body, dict) else None),
    ),
    service(
        "eleventh-hook", "an eleventh webhook is accepted", "semantics",
        "probes", "webhooks_create", around("webhooks", "create", _eleven),
    ),
    service(
        "whole-change", "a change takes away the token that it does not name", "semantics",
        "ledger", ("webhooks_create", "webhooks_patch"), around("webhooks", "patch", _whole),
    ),
    service(
        "any-event", "a webhook may ask for an event that does not exist", "schema",
        "probes", "webhooks_create", letting_pass("POST /v3/webhooks", _known_events),
    ),
    service(
        "deleted-hook-listed", "a deleted webhook is still listed", "semantics",
        "ledger", ("webhooks_delete", "webhooks_list"), _listed_after("webhooks"),
    ),
    replace(
        service(
            "told-once", "a delivery that failed is not repeated", "semantics",
            "rules", ("webhooks_create", "batches_create"), listening(_once),
        ),
        about="deliveries",
    ),
    service(
        "fields-sorted", "the fields of a report are sorted", "semantics",
        "ledger", ("reports_create", "reports_get"),
        keeping("reports", lambda body: {**body, "fields": sorted(body["fields"])}),
    ),
    service(
        "report-status-ignored", "the filter of reports by status is ignored", "semantics",
        "ledger", "reports_list", with_query("reports", without("status")),
    ),
    service(
        "report-not-deleted", "a deleted report is still there", "semantics",
        "ledger", "reports_delete", around("reports", "delete", _delete_nothing),
    ),
)  # fmt: skip
