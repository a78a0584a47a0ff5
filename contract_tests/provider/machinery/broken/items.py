"""Broken promises about transactions, account holders, recurring groups and entities."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from contract_tests.power.tools import Handler, items_of
from contract_tests.provider.machinery.broken.broken import Broken, answers, does, serves, without_asking
from ntropy_client.sandbox.answer import Answer, Call, RefusedError
from ntropy_client.sandbox.rows import Rows
from ntropy_client.sandbox.service import Sandbox

__all__ = ["ITEMS"]

NOBODY = "00000000-0000-4000-8000-000000000000"


def _first_stays(handle: Handler, call: Call) -> Answer:
    held = call.account.transactions.get(call.body["id"])
    answer = handle(replace(call, body={**held.row, "account_holder_id": None})) if held is not None else None
    return answer or handle(call)


def _unknown_is_404(handle: Handler, call: Call) -> Answer:
    holder = call.body.get("account_holder_id")
    if holder is not None and holder not in call.account.profile.holders:
        raise RefusedError(404, "Account holder with the provided id not found.")
    return handle(call)


def _not_moved(handle: Handler, call: Call) -> Answer:
    del handle
    stored = call.account.transactions.get(call.path["id"])
    if stored is None or call.body["account_holder_id"] not in call.account.profile.holders:
        raise RefusedError(404, "Not found.")
    return Answer.json({**_shown(stored.row), "account_holder_id": call.body["account_holder_id"]})


def _shown(row: Any) -> dict[str, Any]:
    return {**row, "created_at": "2026-01-01T00:00:00Z"}


def _all_moved(handle: Handler, call: Call) -> Answer:
    answer = handle(call)
    for stored in list(call.account.transactions.newest(None, lambda _: True)):
        if stored.row.get("account_holder_id") not in (None, call.body["account_holder_id"]):
            handle(replace(call, path={"id": stored.row["id"]}))
    return answer


def _any_type(handle: Handler, call: Call) -> Any:
    del handle
    call.account.transactions.assign(
        call.path["id"], call.body["account_holder_id"], call.account.profile.view()
    )
    stored = call.account.transactions.get(call.path["id"])
    return _shown(stored.row if stored else {})


def _created_again(handle: Handler, call: Call) -> Answer:
    call.account.profile.remove_holder(call.body["id"])
    return handle(call)


def _duplicate_409(handle: Handler, call: Call) -> Answer:
    del handle, call
    raise RefusedError(409, "Account holder already exists")


def _orphans(handle: Handler, call: Call) -> Answer:
    if call.path["id"] not in call.account.profile.holders:
        return handle(call)
    call.account.profile.remove_holder(call.path["id"])
    return Answer(204)


def _hidden(handle: Handler, call: Call) -> Answer:
    """Only the list of the holder is empty."""
    mine = [stored.row["id"] for stored in call.account.transactions.of_holder(call.path["id"])]
    view = call.account.profile.view()
    answer = _orphans(handle, call)
    for one in mine:
        call.account.transactions.assign(one, "nobody", view)
    return answer


def _everybodys(handle: Handler, call: Call) -> Answer:
    """Those of others are deleted too."""
    answer = handle(call)
    for stored in list(call.account.transactions.newest(None, lambda _: True)):
        call.account.transactions.remove(stored.row["id"])
    return answer


def _remembered(sandbox: Sandbox) -> None:
    """Groups are found once and for all."""
    found: dict[str, Answer] = {}
    whole = sandbox.account_holders.recurring_groups

    def groups(call: Call) -> Answer:
        answer = whole(call)
        if json.loads(answer.content):
            return found.setdefault(call.path["id"], answer)
        return answer

    sandbox.account_holders.recurring_groups = groups  # type: ignore[method-assign]


def _of_everybody(handle: Handler, call: Call) -> Answer:
    groups = [
        group
        for holder in [call.path["id"], *call.account.profile.holders]
        for group in json.loads(handle(replace(call, path={"id": holder})).content)
    ]
    return Answer.json(groups)


def _each_group(**members: Any) -> Any:
    def change(groups: list[dict[str, Any]]) -> None:
        for group in groups:
            group.update(members)

    return change


def _one_fewer(groups: list[dict[str, Any]]) -> None:
    for group in groups:
        group["transaction_ids"].pop()


def _website_counts(handle: Handler, call: Call) -> Answer:
    body = call.body
    return handle(replace(call, body={**body, "website": None} if body.get("name") else body))


def _website_costs(handle: Handler, call: Call) -> Answer:
    call.account.credits.spend(1, call.now)
    return handle(call)


def _unpaid(_: Handler, call: Call) -> Any:
    return _shown(call.body)


def _done_unpaid(handle: Handler, call: Call) -> Answer:
    try:
        return handle(call)
    except RefusedError:
        call.account.transactions.put(Rows([call.body]), call.now, call.account.profile.view())
        raise


def _not_found(_: Handler, __: Call) -> Answer:
    raise RefusedError(404, "Not found.")


def _no_error(body: dict[str, Any]) -> None:
    body["error"] = None


def _other_category(body: dict[str, Any]) -> None:
    if body["categories"]["general"] == "missing account holder information":
        body["categories"]["general"] = "other"


def _missing_always(body: dict[str, Any]) -> None:
    if body["categories"]:
        body["categories"]["general"] = "missing account holder information"


def _old_text(body: dict[str, Any]) -> None:
    body["description"] = body["description"].replace("NEW TEXT", "OLD TEXT")


ASSIGNING = "assigning-moves-the-holder"
TYPES = "assigning-needs-a-holder-of-the-same-type"
UNKNOWN = "a-transaction-of-an-unknown-holder-has-an-error-of-its-own"
MISSING = "without-a-holder-the-category-says-so"
ONCE = "an-account-holder-is-created-once"
SHOWN = "an-account-holder-is-shown-as-created"
KINDS = "the-type-of-the-holder-decides-the-categories"
CASCADE = "deleting-a-holder-deletes-its-transactions"
GROUPS = "recurring-groups-name-the-holders-own-transactions"
FOUND = "a-subscription-is-found"
PAYING = "only-what-costs-needs-credits"
BY_ID = "an-entity-is-found-by-its-id"

ITEMS: tuple[Broken, ...] = (
    serves("the-same-id-replaces", "the first of two with one id stays", "transactions.create", _first_stays),
    serves(ASSIGNING, "an assignment is answered and not kept", "transactions.assign", _not_moved),
    serves(ASSIGNING, "all of the former holder are moved", "transactions.assign", _all_moved),
    serves(TYPES, "a holder of another type is taken", "transactions.assign", without_asking(422, _any_type)),
    serves(
        TYPES, "a holder that nobody made is taken", "transactions.assign", without_asking(404, _any_type)
    ),
    serves(UNKNOWN, "an unknown holder is answered 404", "transactions.create", _unknown_is_404),
    answers(UNKNOWN, "an unknown holder is no error", "transactions_create", _no_error),
    answers(MISSING, "there is a category without a holder", "transactions_create", _other_category),
    answers(MISSING, "there is no category with a holder", "transactions_create", _missing_always),
    serves(ONCE, "a second creation replaces", "account_holders.create", without_asking(400, _created_again)),
    serves(ONCE, "a second creation is 409", "account_holders.create", without_asking(400, _duplicate_409)),
    answers(
        SHOWN, "names are not listed", "account_holders_list", items_of(lambda one: one.update(name=None))
    ),
    answers(
        SHOWN, "names are trimmed", "account_holders_get", lambda one: one.update(name=one["name"].strip())
    ),
    serves(
        KINDS,
        "everybody is a consumer",
        "account_holders.create",
        lambda handle, call: handle(replace(call, body={**call.body, "type": "consumer"})),
    ),
    answers(
        KINDS,
        "consumers have accounting categories",
        "transactions_create",
        lambda one: one["categories"].update(accounting="revenue"),
    ),
    serves(CASCADE, "transactions stay", "account_holders.delete", _orphans),
    serves(CASCADE, "transactions are only taken from the holder", "account_holders.delete", _hidden),
    serves(CASCADE, "all transactions go", "account_holders.delete", _everybodys),
    does(GROUPS, "groups are found once and for all", _remembered),
    serves(GROUPS, "groups are those of all holders", "account_holders.recurring_groups", _of_everybody),
    answers(
        GROUPS,
        "the total is that of one",
        "account_holders_recurring_groups",
        _each_group(total_amount=12.99),
    ),
    answers(GROUPS, "the average is none", "account_holders_recurring_groups", _each_group(average_amount=0)),
    answers(
        GROUPS,
        "the first day is another",
        "account_holders_recurring_groups",
        _each_group(start_date="2024-01-01"),
    ),
    answers(
        GROUPS,
        "the last day is another",
        "account_holders_recurring_groups",
        _each_group(end_date="2024-12-31"),
    ),
    answers(
        GROUPS, "everything goes out", "account_holders_recurring_groups", _each_group(entry_type="outgoing")
    ),
    answers(GROUPS, "the last one is not named", "account_holders_recurring_groups", _one_fewer),
    answers(FOUND, "nothing recurs", "account_holders_recurring_groups", lambda groups: groups.clear()),
    answers(
        FOUND, "everything is weekly", "account_holders_recurring_groups", _each_group(periodicity="weekly")
    ),
    answers(
        FOUND, "a month has 7 days", "account_holders_recurring_groups", _each_group(periodicity_in_days=7)
    ),
    answers(
        "every-periodicity-is-told-by-its-word",
        "every interval has 30 days",
        "account_holders_recurring_groups",
        _each_group(periodicity_in_days=30),
    ),
    answers(
        "every-periodicity-is-told-by-its-word",
        "two months are one",
        "account_holders_recurring_groups",
        _each_group(periodicity="monthly"),
    ),
    answers(BY_ID, "every id shows one entity", "entities_get", lambda one: one.update(id=NOBODY)),
    answers(
        BY_ID, "an entity has a longer name by its id", "entities_get", lambda one: one.update(name="Inc.")
    ),
    answers(
        "the-counterparty-is-found-by-its-id",
        "counterparties have ids of their own",
        "transactions_create",
        lambda one: one["entities"]["counterparty"].update(id=NOBODY),
    ),
    serves(PAYING, "a query by website costs", "entities.resolve", _website_costs),
    serves(PAYING, "enrichment is free", "transactions.create", without_asking(423, _unpaid)),
    serves(PAYING, "what is not paid for is done", "transactions.create", _done_unpaid),
    serves("a-query-has-a-name-or-a-website", "of both one counts", "entities.resolve", _website_counts),
    serves(
        "a-query-has-a-name-or-a-website",
        "what is no id is 404",
        "entities.get",
        without_asking(400, _not_found),
    ),
    answers(
        "a-query-has-a-name-or-a-website",
        "something is always found",
        "entities_resolve",
        lambda one: one.update(id=one["id"] or NOBODY),
    ),
    answers(
        "batched-transactions-are-like-any-other",
        "what is in a batch does not replace",
        "transactions_get",
        _old_text,
    ),
)
