"""Find what recurs among transactions.

Transactions recur when at least three have the same counterparty, direction and currency, similar amounts,
and lie about the same time apart: at least three of four intervals must fit. What is similar is tried
from loose to strict, so that a subscription whose price rises is one series, and two subscriptions with
one company are two.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from ntropy_client.sandbox import periodicity

__all__ = ["Payment", "recurring"]

FEWEST = 3
"""Transactions that make a series."""

SIMILAR = (Decimal("1.5"), Decimal("1.1"), Decimal(1))
"""How many times as large the next larger amount of the same series may be, tried in this order."""

_NAMESPACE = UUID("7d2f4f0e-3f0b-5a53-9c3a-6b1f0a2f8c55")
_EXACT = Decimal(10) ** 15


class Payment:
    """A transaction.

    Args:
        row: As submitted.
        enriched: What was found out about it, an `EnrichedTransaction`.
    """

    def __init__(self, row: Mapping[str, Any], enriched: Mapping[str, Any]) -> None:
        self.row = row
        self.enriched = enriched

    @cached_property
    def day(self) -> date:
        """When it was."""
        return date.fromisoformat(self.row["date"])

    @cached_property
    def amount(self) -> Decimal:
        """How much it was."""
        return Decimal(str(self.row["amount"]))

    @cached_property
    def series(self) -> tuple[str, ...] | None:
        """What all of a series have in common, None when the counterparty is not known."""
        entities: Mapping[str, Any] = self.enriched["entities"] or {}
        other: Mapping[str, Any] | None = entities.get("counterparty")
        if other is None:
            return None
        who: str = other["id"] or (other["name"] or "").casefold()
        return (who, other["type"], self.row["entry_type"], self.row["currency"]) if who else None


class _Series(NamedTuple):
    payments: Sequence[Payment]
    periodicity: str
    days: float


def recurring(payments: Sequence[Payment], holder_id: str) -> list[dict[str, Any]]:
    """Find what recurs.

    Args:
        payments: Of one account holder, the oldest first.
        holder_id: Whose; the ids of the groups follow from it.

    Returns:
        Each a `RecurrenceGroup`, those that ended last first.
    """
    alike: dict[tuple[str, ...], list[Payment]] = {}
    for one in payments:
        if one.series is not None:
            alike.setdefault(one.series, []).append(one)
    groups: list[dict[str, Any]] = []
    for key, members in alike.items():
        found = sorted(_divide(members, SIMILAR), key=lambda one: one.payments[0].day)
        groups.extend(_group(one, (holder_id, *key, str(number))) for number, one in enumerate(found))
    groups.sort(key=lambda group: (group["end_date"], group["start_date"], group["id"]), reverse=True)
    return groups


def _divide(members: Sequence[Payment], similar: Sequence[Decimal]) -> Iterator[_Series]:
    if len(members) < FEWEST or not similar:
        return
    for part in _parts(members, similar[0]):
        days = sorted({one.day for one in part})
        intervals = [(later - earlier).days for earlier, later in pairwise(days)]
        period = periodicity.tell(days) if len(days) >= FEWEST else None
        if period is None:
            yield from _divide(part, similar[1:])
        else:
            yield _Series(part, period, median(intervals))


def _parts(members: Sequence[Payment], similar: Decimal) -> list[list[Payment]]:
    by_amount = sorted(members, key=lambda one: one.amount)
    parts = [[by_amount[0]]]
    for smaller, larger in pairwise(by_amount):
        if larger.amount > smaller.amount * similar:
            parts.append([])
        parts[-1].append(larger)
    return [sorted(part, key=lambda one: one.day) for part in parts]


def _group(series: _Series, key: Sequence[str]) -> dict[str, Any]:
    payments = series.payments
    last = payments[-1]
    total = sum((one.amount for one in payments), Decimal(0))
    return {
        "id": str(uuid5(_NAMESPACE, json.dumps(key))),
        "start_date": payments[0].row["date"],
        "end_date": last.row["date"],
        "total_amount": _number(total),
        "average_amount": _number(total / len(payments)),
        "periodicity_in_days": series.days,
        "periodicity": series.periodicity,
        "counterparty": last.enriched["entities"]["counterparty"],
        "categories": last.enriched["categories"],
        "transaction_ids": [one.row["id"] for one in payments],
        "entry_type": last.row["entry_type"],
    }


def _number(amount: Decimal) -> float:
    if amount < _EXACT:
        amount = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return float(min(amount, Decimal(sys.float_info.max)))
