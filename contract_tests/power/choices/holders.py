"""Choices about account holders and what recurs."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from statistics import mean
from typing import TYPE_CHECKING, Any

from contract_tests.power.choices.chosen import does, tells
from contract_tests.power.defect import Defect
from contract_tests.power.tools import Handler, around, edit, items_of, showing
from ntropy_client.sandbox.answer import Answer, Call, RefusedError
from ntropy_client.sandbox.store import Stored

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["HOLDERS"]

CREATE, GET, LIST = "account_holders_create", "account_holders_get", "account_holders_list"
GROUPS = "account_holders_recurring_groups"


def _unsaid(*names: str) -> Callable[[Any], None]:
    def changed(body: Any) -> None:
        for name in names:
            if body.get(name) is None:
                body.pop(name, None)

    return changed


def _known_sets(handle: Handler, call: Call) -> Answer:
    wanted = call.body.get("category_id")
    if wanted is not None and call.account.profile.category_set(wanted) is None:
        raise RefusedError(400, "There is no such category set")
    return handle(call)


def _no_fallback(sandbox: Sandbox) -> None:
    """Who names a set that there is not has no category."""

    def create(body: Any, call: Call) -> Any:
        holder = call.account.profile.holders.get(call.body.get("account_holder_id") or "")
        named = None if holder is None else holder.category_id
        if named is not None and call.account.profile.category_set(named) is None and body["categories"]:
            body["categories"]["general"] = "not enough information"
        return body

    showing("transactions", "create", create)(sandbox)


def _buried(sandbox: Sandbox) -> None:
    deleted: set[str] = set()

    def delete(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        deleted.add(call.path["id"])
        return answer

    def create(handle: Handler, call: Call) -> Answer:
        if call.body["id"] in deleted:
            raise RefusedError(400, "Account holder already exists")
        return handle(call)

    around("account_holders", "delete", delete)(sandbox)
    around("account_holders", "create", create)(sandbox)


Groups = list[dict[str, Any]]


def _grouped(change: Callable[[Groups, dict[str, Stored]], Groups]) -> Callable[[Sandbox], None]:
    """Tell other groups, given the transactions of the account holder by their ids."""

    def shown(body: Any, call: Call) -> Any:
        return change(
            body, {one.row["id"]: one for one in call.account.transactions.of_holder(call.path["id"])}
        )

    return showing("account_holders", "recurring_groups", shown)


def _four_at_least(groups: Groups, _: dict[str, Stored]) -> Groups:
    return [one for one in groups if len(one["transaction_ids"]) > 3]


def _strict(groups: Groups, stored: dict[str, Stored]) -> Groups:
    """All intervals have to fit."""

    def fits(one: dict[str, Any]) -> bool:
        days = sorted(date.fromisoformat(stored[each].row["date"]) for each in one["transaction_ids"])
        between = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
        return max(between) <= 2 * min(between)

    return [one for one in groups if fits(one)]


def _mean_days(groups: Groups, stored: dict[str, Stored]) -> Groups:
    for one in groups:
        days = sorted({date.fromisoformat(stored[each].row["date"]) for each in one["transaction_ids"]})
        one["periodicity_in_days"] = mean((b - a).days for a, b in itertools.pairwise(days))
    return groups


def _of_the_first(sandbox: Sandbox) -> None:
    def shown(body: Any, call: Call) -> Any:
        mine = {one.row["id"]: one for one in call.account.transactions.of_holder(call.path["id"])}
        for group in body:
            group["categories"] = sandbox.transactions.view(mine[group["transaction_ids"][0]])["categories"]
        return body

    showing("account_holders", "recurring_groups", shown)(sandbox)


def _counterparty_of_the_first(sandbox: Sandbox) -> None:
    def shown(body: Any, call: Call) -> Any:
        mine = {one.row["id"]: one for one in call.account.transactions.of_holder(call.path["id"])}
        for group in body:
            first = sandbox.transactions.view(mine[group["transaction_ids"][0]])
            group["counterparty"] = first["entities"]["counterparty"]
        return body

    showing("account_holders", "recurring_groups", shown)(sandbox)


def _turned_within(groups: Groups, _: dict[str, Stored]) -> Groups:
    return [{**one, "transaction_ids": one["transaction_ids"][::-1]} for one in groups]


def _by_arrival(groups: Groups, stored: dict[str, Stored]) -> Groups:
    """The transactions of a group are in the order in which they came."""
    place = {name: index for index, name in enumerate(reversed(stored))}
    return [
        {**one, "transaction_ids": sorted(one["transaction_ids"], key=place.__getitem__)} for one in groups
    ]


def _turned(groups: Groups, _: dict[str, Stored]) -> Groups:
    return groups[::-1]


def _ids_of_size(groups: Groups, _: dict[str, Stored]) -> Groups:
    return [{**one, "id": f"{one['id'][:-3]}{len(one['transaction_ids']):03x}"} for one in groups]


def _similar(factor: float) -> Callable[[Groups, dict[str, Stored]], Groups]:
    def changed(groups: Groups, stored: dict[str, Stored]) -> Groups:
        def near(one: dict[str, Any]) -> bool:
            amounts = sorted(stored[each].row["amount"] for each in one["transaction_ids"])
            return all(b <= a * factor for a, b in itertools.pairwise(amounts))

        return [one for one in groups if near(one)]

    return changed


def _joined(name: str) -> Callable[[Groups, dict[str, Stored]], Groups]:
    """What differs in one member only is one series."""

    def changed(groups: Groups, stored: dict[str, Stored]) -> Groups:
        joined: dict[object, dict[str, Any]] = {}
        for one in groups:
            rows = [stored[each].row for each in one["transaction_ids"]]
            key = (
                one["counterparty"].get("id"),
                *(rows[0][each] for each in {"currency", "entry_type"} - {name}),
            )
            if key in joined:
                joined[key]["transaction_ids"] += one["transaction_ids"]
                joined[key]["total_amount"] += one["total_amount"]
                ids = joined[key]["transaction_ids"]
                joined[key]["average_amount"] = joined[key]["total_amount"] / len(ids)
            else:
                joined[key] = one
        return list(joined.values())

    return changed


HOLDERS: tuple[Defect, ...] = (
    *(
        tells(
            "always gives name and category_id", f"{name.partition('_')[0]}-unsaid-{verb}",
            f"{name} of null is left out by {verb}", (CREATE, f"account_holders_{verb}"),
            edit(f"account_holders_{verb}", items_of(_unsaid(name)) if verb == "list" else _unsaid(name)),
        )
        for name, verb in (("name", "create"), ("category_id", "create"), ("name", "get"), ("category_id", "list"))
    ),
    does(
        "does not look whether there is such a category set", "known-sets-only",
        "an account holder that names a set that there is not is refused", CREATE,
        around("account_holders", "create", _known_sets),
    ),
    does(
        "as long as there is none, the set of the type counts", "no-set-no-category",
        "who names a set that there is not has no category", (CREATE, "transactions_create"), _no_fallback,
    ),
    does(
        "The id of a deleted account holder can be used again", "used-once",
        "the id of a deleted account holder cannot be used again", (CREATE, "account_holders_delete"), _buried,
    ),
    does(
        "at least three transactions", "four-to-recur", "four transactions are needed to recur", GROUPS, _grouped(_four_at_least),
    ),
    does(
        "direction and currency", "any-currency-recurs", "what recurs in two currencies is one series", GROUPS,
        _grouped(_joined("currency")),
    ),
    does(
        "direction and currency", "any-direction-recurs", "what recurs in both directions is one series", GROUPS,
        _grouped(_joined("entry_type")),
    ),
    does(
        "similar amounts", "same-amounts-only", "only what has the same amount recurs", GROUPS,
        _grouped(_similar(1)),
    ),
    does(
        "at least three of four intervals fit", "all-intervals", "of a series every interval has to fit", GROUPS,
        _grouped(_strict),
    ),
    does(
        "The days are the median interval", "mean-days", "the days are the mean interval", GROUPS,
        _grouped(_mean_days),
    ),
    does(
        "categories those of the latest transaction", "first-categories",
        "categories are those of the first transaction", GROUPS, _of_the_first,
    ),
    does(
        "counterparty and categories", "first-counterparty", "the counterparty is that of the first transaction",
        (GROUPS, "rules_create"), _counterparty_of_the_first,
    ),
    does(
        "Transactions are in the order of their dates", "latest-first",
        "the transactions of a group are the latest first", GROUPS, _grouped(_turned_within),
    ),
    does(
        "Transactions are in the order of their dates", "by-arrival",
        "the transactions of a group are in the order of their submission", GROUPS, _grouped(_by_arrival),
    ),
    does(
        "the one that ended last comes first", "oldest-group-first",
        "of the groups the one that ended first comes first", GROUPS, _grouped(_turned),
    ),
    does(
        "The id of a group stays the same while transactions come and go", "ids-of-size",
        "the id of a group changes with its size", GROUPS, _grouped(_ids_of_size),
    ),
)  # fmt: skip
