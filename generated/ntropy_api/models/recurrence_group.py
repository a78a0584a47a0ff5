from __future__ import annotations

import datetime as dt

from ..model import Model
from .categories import Categories
from .counterparty import Counterparty
from .entry_type import EntryType
from .recurrence_periodicity import RecurrencePeriodicity

__all__ = ["RecurrenceGroup"]


class RecurrenceGroup(Model, frozen=True, kw_only=True):
    """Transactions of an account holder that recur, such as those of a subscription."""

    id: str
    """The id of the group."""
    start_date: dt.date
    """The day of the first transaction of the group."""
    end_date: dt.date
    """The day of the last transaction of the group."""
    total_amount: float
    """The sum of the amounts, in units of the currency."""
    average_amount: float
    """The average of the amounts, in units of the currency."""
    periodicity_in_days: float
    """How many days lie between two transactions as a rule."""
    periodicity: RecurrencePeriodicity
    """How often something recurs, as a word.

    - `daily`, `weekly`, `bi-weekly` (every two weeks)
    - `semi-monthly` (twice a month), `monthly`, `bi-monthly` (every two months)
    - `quarterly`, `semi-yearly` (twice a year), `yearly`
    - `other`: regularly, but at none of these intervals
    """
    counterparty: Counterparty
    """The other side of a transaction."""
    categories: Categories
    """What a transaction was for."""
    transaction_ids: list[str]
    """The ids of the transactions of the group."""
    entry_type: EntryType
    """The direction of a transaction, seen from the account holder.

    - `incoming`: money comes in.
    - `outgoing`: money goes out.
    """
