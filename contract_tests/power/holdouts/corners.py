"""Hold-outs in the corners: values, sizes and combinations that hardly anybody sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.tools import Handler, around, edit, items_of
from ntropy_client.sandbox.answer import Answer, Call, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.account import Account
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["CORNERS"]

TRANSACTIONS = ("transactions_create", "transactions_get", "transactions_list")
HOLDERS = ("account_holders_create", "account_holders_get", "account_holders_list")
REPORTS = ("reports_create", "reports_get", "reports_list")
STATEMENTS = ("bank_statements_create", "bank_statements_get", "bank_statements_list")
RESULTS = ("batches_create", "batches_results")
HOOKS = ("webhooks_create", "webhooks_list", "webhooks_patch")


def _yen(one: Any) -> None:
    one["currency"] = {"JPY": "USD", "KWD": "KW"}.get(one["currency"], one["currency"])


def _epoch(one: Any) -> None:
    one["date"] = max(one["date"], "1970-01-01")


def _century(one: Any) -> None:
    one["date"] = min(one["date"], "2038-01-19")


def _beyond(most: int) -> Callable[[Any], None]:
    def changed(body: Any) -> None:
        if len(body["results"]) > most:
            body["results"][most:] = body["results"][most:][::-1]

    return changed


def _odd_holder(handle: Handler, call: Call) -> Answer:
    holder = call.query.get("account_holder_id")
    if holder is not None and any(sign in holder for sign in "+&% é"):
        call = replace(call, query={**call.query, "account_holder_id": holder.partition("+")[0]})
    return handle(call)


def _all_told(sandbox: Sandbox) -> None:
    """Webhooks are told of the events of every account."""

    def create(handle: Handler, call: Call) -> Answer:
        for other in list(sandbox.accounts.values()):
            if other is not call.account:
                for name, webhook in _hooks(other).items():
                    call.account.webhooks.setdefault(name, webhook)
        return handle(call)

    around("batches", "create", create)(sandbox)


def _hooks(account: Account) -> dict[str, Any]:
    return {name: one for name, one in account.webhooks.items() if "mailbox" in one.url}


def _ten_go(handle: Handler, call: Call) -> Answer:
    """With a holder no more than ten of its transactions go."""
    store, holder = call.account.transactions, call.path["id"]
    kept = store.of_holder(holder)[10:]
    for stored in kept:
        store.assign(stored.row["id"], f"{holder}\0", stored.view)
    answer = handle(call)
    for stored in kept:
        store.assign(stored.row["id"], holder, stored.view)
    return answer


def _cut_name(most: int) -> Callable[[Handler, Call], Answer]:
    def create(handle: Handler, call: Call) -> Answer:
        file = call.body["file"]
        return handle(replace(call, body={"file": replace(file, filename=(file.filename or "")[:most])}))

    return create


def _stripped_name(handle: Handler, call: Call) -> Answer:
    file = call.body["file"]
    return handle(replace(call, body={"file": replace(file, filename=(file.filename or "").strip())}))


def _last_added(handle: Handler, call: Call) -> Answer:
    """To patch the last of many rules adds one."""
    rules = call.account.profile.rules
    answer = handle(call)
    if len(rules) > 3 and call.path["id"] == str(len(rules) - 1):
        call.account.profile.put_rules((*rules, call.body))
    return answer


def _hundred_rules(handle: Handler, call: Call) -> Answer:
    return Answer.json(json.loads(handle(call).content)[:100])


def _without_reason(one: Any) -> None:
    one["rejection_reason"] = None


def _tokenless(one: Any) -> None:
    if not one["events"]:
        one["token"] = None


def _whole_days(body: Any) -> None:
    for group in body:
        group["periodicity_in_days"] = int(group["periodicity_in_days"])


def _others_set(handle: Handler, call: Call) -> Answer:
    """The reset of the set of businesses is answered with that of consumers."""
    answer = handle(call)
    other = call.account.profile.category_set("consumer")
    return Answer.json(other.view()) if call.path["id"] == "business" and other is not None else answer


def _defaults_shared(sandbox: Sandbox) -> None:
    """The default sets are those of all accounts."""

    def put(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        found = call.account.profile.category_set(call.path["id"])
        if call.path["id"] in ("consumer", "business") and found is not None:
            for account in list(sandbox.accounts.values()):
                if account is not call.account:
                    account.profile.put_set(call.path["id"], found)
        return answer

    around("categories", "set", put)(sandbox)


def _first_wins(handle: Handler, call: Call) -> Answer:
    """Of two transactions of a batch with one id the first is kept."""
    seen: dict[str, Any] = {}
    data = [{**seen.setdefault(one["id"], one)} for one in call.body["data"]]
    return handle(replace(call, body={**call.body, "data": data}))


def _results_later(body: Any) -> None:
    for one in body["results"]:
        one["created_at"] = one["created_at"].replace("T0", "T1", 1)


def _cents(one: Any) -> None:
    """Amounts from ten million on are listed in cents."""
    if one["amount"] >= 10_000_000:
        one["amount"] *= 100


def _no_low(handle: Handler, call: Call) -> Answer:
    """With a filter by status, batches of low priority are not listed."""
    page = json.loads(handle(call).content)
    if call.query.get("status"):
        page["data"] = [one for one in page["data"] if one["priority"] != "low"]
    return Answer.json(page)


def _dots(handle: Handler, call: Call) -> Answer:
    """An id with two dots is refused."""
    if ".." in str(call.body.get("id")):
        raise RefusedError(400, "No such id")
    return handle(call)


def _long_ids_cut(handle: Handler, call: Call) -> Answer:
    """Ids of transactions are cut at 200 characters."""
    return handle(replace(call, body={**call.body, "id": call.body["id"][:200]}))


CORNERS: tuple[Defect, ...] = (
    wire("yen-as-dollars", "what is in yen is listed in dollars", "semantics", "ledger", TRANSACTIONS, edit(TRANSACTIONS[2], items_of(_yen))),
    wire("nothing-before-1970", "days before 1970 are shown as the first of it", "semantics", "ledger", TRANSACTIONS, edit(TRANSACTIONS[1], _epoch)),
    wire("nothing-after-2038", "days after the 19th of January 2038 are listed as that day", "semantics", "ledger", TRANSACTIONS, edit(TRANSACTIONS[2], items_of(_century))),
    wire("thousandth-result", "behind the thousandth the results are turned round", "semantics", "walk", RESULTS, edit(RESULTS[1], _beyond(1000))),
    service("odd-holders-unlisted", "transactions cannot be listed by a holder whose id has a plus", "semantics", "walk", ("transactions_list",), around("transactions", "list", _odd_holder)),
    service("told-of-others", "webhooks are told of the events of every account", "semantics", "rules", ("webhooks_create", "batches_create"), _all_told),
    service("ten-go", "with a holder no more than ten of its transactions go", "semantics", "rules", ("account_holders_delete", "transactions_list"), around("account_holders", "delete", _ten_go)),
    service("file-names-cut", "names of files are cut at 100 characters", "semantics", "rules", STATEMENTS, around("bank_statements", "create", _cut_name(100))),
    service("file-names-stripped", "blanks around names of files are lost", "semantics", "rules", STATEMENTS, around("bank_statements", "create", _stripped_name)),
    service("last-patch-adds", "to change the last of many rules adds one", "semantics", "rules", ("rules_patch", "rules_list"), around("rules", "patch", _last_added)),
    service("hundred-rules", "no more than a hundred rules are listed", "semantics", "walk", ("rules_list", "rules_replace"), around("rules", "list", _hundred_rules)),
    wire("reason-unlisted", "listed reports do not say why they were rejected", "semantics", "rules", REPORTS, edit(REPORTS[2], items_of(_without_reason))),
    wire("tokenless-without-events", "webhooks without events are listed without a token", "semantics", "ledger", HOOKS, edit(HOOKS[1], items_of(_tokenless))),
    wire("whole-days", "the days between what recurs are a whole number", "semantics", "rules", "account_holders_recurring_groups", edit("account_holders_recurring_groups", _whole_days)),
    service("reset-of-consumers-told", "the reset of the set of businesses is answered with that of consumers", "semantics", "rules", ("categories_reset", "categories_get"), around("categories", "reset", _others_set)),
    service("defaults-shared", "a default set that is replaced is replaced for all accounts", "semantics", "rules", ("categories_set", "categories_get"), _defaults_shared),
    service("first-wins", "of two transactions of a batch with one id the first is kept", "semantics", "rules", ("batches_create", "transactions_get"), around("batches", "create", _first_wins)),
    wire("results-hours-later", "results were created hours later than the transactions", "semantics", "ledger", (*RESULTS, "transactions_get"), edit(RESULTS[1], _results_later)),
    wire("tens-of-millions", "amounts from ten million on are listed in cents", "semantics", "ledger", TRANSACTIONS, edit(TRANSACTIONS[2], items_of(_cents))),
    service("no-low-by-status", "with a filter by status batches of low priority are not listed", "semantics", "walk", ("batches_list",), around("batches", "list", _no_low)),
    service("no-two-dots", "an id with two dots is refused", "semantics", "walk", HOLDERS, around("account_holders", "create", _dots)),
    service("ids-of-200", "ids of transactions are cut at 200 characters", "semantics", "ledger", TRANSACTIONS, around("transactions", "create", _long_ids_cut)),
)  # fmt: skip
