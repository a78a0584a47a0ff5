"""Hold-outs in what recurs among the transactions of an account holder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.tools import Handler, around, edit, everywhere, showing
from ntropy_client.sandbox.answer import Answer, Call
from ntropy_client.sandbox.enrichment import enrich
from ntropy_client.sandbox.recurrence import Payment, recurring

if TYPE_CHECKING:
    from contract_tests.power.tools import Edit
    from ntropy_client.sandbox.service import Sandbox
    from ntropy_client.sandbox.store import Stored

__all__ = ["RECURRING_GROUPS", "groups"]

GROUPS = "account_holders_recurring_groups"
WITH_TRANSACTIONS = (GROUPS, "transactions_create")


def groups(newest_first: Iterable[Stored], holder: str) -> list[dict[str, Any]]:
    """Find what recurs.

    Args:
        newest_first: Transactions.
        holder: Whose groups are to be told.

    Returns:
        Each a `RecurrenceGroup`.
    """
    payments = [Payment(one.row, enrich(one.row, one.created, one.view)) for one in newest_first]
    return recurring(payments[::-1], holder)


def _each(change: Edit) -> Edit:
    def changed(body: Any) -> None:
        for group in body:
            change(group)

    return changed


def _underscored(group: Any) -> None:
    group["periodicity"] = group["periodicity"].replace("semi-m", "semi_m")


def _of_everybody(handle: Handler, call: Call) -> Answer:
    """Groups are made of the transactions of all holders."""
    handle(call)
    stored = call.account.transactions.newest(None, lambda _: True)
    return Answer.json(groups((one for one in stored if one.row.get("account_holder_id")), call.path["id"]))


def _moved_stay(sandbox: Sandbox) -> None:
    """What was assigned away still recurs with its former holder."""
    moved: dict[str, dict[str, Stored]] = {}

    def assign(handle: Handler, call: Call) -> Answer:
        stored = call.account.transactions.get(call.path["id"])
        answer = handle(call)
        if stored is not None and stored.row.get("account_holder_id"):
            moved.setdefault(stored.row["account_holder_id"], {})[stored.row["id"]] = stored
        return answer

    def told(handle: Handler, call: Call) -> Answer:
        handle(call)
        left = list(moved.get(call.path["id"], {}).values())
        return Answer.json(
            groups([*left, *call.account.transactions.of_holder(call.path["id"])], call.path["id"])
        )

    everywhere(around("transactions", "assign", assign), around("account_holders", "recurring_groups", told))(
        sandbox
    )


def _whole(group: Any) -> None:
    group["total_amount"] = round(group["total_amount"])


def _day_before(group: Any) -> None:
    last = date.fromisoformat(group["end_date"])
    if group["periodicity"] == "monthly":
        group["end_date"] = (last - timedelta(days=1)).isoformat()


def _null(body: Any, _: Call) -> Any:
    return body or None


def _twice(group: Any) -> None:
    group["transaction_ids"].append(group["transaction_ids"][-1])


def _cached(sandbox: Sandbox) -> None:
    """What was told once is told again, whatever has changed since."""
    told: dict[str, bytes] = {}

    def tell(handle: Handler, call: Call) -> Answer:
        found = handle(call).content
        if json.loads(found):
            found = told.setdefault(call.path["id"], found)
        return Answer(200, found)

    around("account_holders", "recurring_groups", tell)(sandbox)


RECURRING_GROUPS: tuple[Defect, ...] = (
    wire(
        "underscored-period", "what recurs twice a month is told with an underscore", "schema",
        "conformance", GROUPS, edit(GROUPS, _each(_underscored)),
    ),
    service(
        "groups-of-everybody", "what recurs is told of the transactions of all holders", "semantics",
        "rules", WITH_TRANSACTIONS, around("account_holders", "recurring_groups", _of_everybody),
    ),
    service(
        "moved-recurs", "what was assigned away still recurs with its former holder", "semantics",
        "rules", (*WITH_TRANSACTIONS, "transactions_assign"), _moved_stay,
    ),
    wire(
        "rounded-total", "the total of what recurs is a whole number", "semantics",
        "rules", WITH_TRANSACTIONS, edit(GROUPS, _each(_whole)),
    ),
    wire(
        "last-day-before", "what recurs monthly ends a day before its last transaction", "semantics",
        "rules", WITH_TRANSACTIONS, edit(GROUPS, _each(_day_before)),
    ),
    service(
        "nothing-recurs-null", "where nothing recurs the answer is null and not an empty array", "schema",
        "conformance", GROUPS, showing("account_holders", "recurring_groups", _null),
    ),
    wire(
        "last-one-twice", "the last transaction of a group is named twice", "semantics",
        "rules", WITH_TRANSACTIONS, edit(GROUPS, _each(_twice)),
    ),
    service(
        "recurring-from-before", "what recurred once is told again though transactions were deleted", "semantics",
        "rules", (*WITH_TRANSACTIONS, "transactions_delete"), _cached,
    ),
)  # fmt: skip
