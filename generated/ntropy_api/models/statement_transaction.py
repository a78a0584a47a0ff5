from __future__ import annotations

import datetime as dt

from ..model import Model
from .entry_type import EntryType

__all__ = ["StatementTransaction"]


class StatementTransaction(Model, frozen=True, kw_only=True):
    """One transaction as read from a bank statement. It is not enriched."""

    id: str
    """The id of the transaction, made by the service."""
    description: str
    """The text of the transaction."""
    date: dt.date
    """The day of the transaction."""
    amount: float
    """The amount in units of the currency. Never negative: the direction is told by `entry_type`."""
    entry_type: EntryType
    """The direction of a transaction, seen from the account holder.

    - `incoming`: money comes in.
    - `outgoing`: money goes out.
    """
    currency: str
    """The currency of the amount as an ISO 4217 code."""
    running_balance: float | None = None
    """The balance after this transaction, in units of the currency."""
    page_number: int | None = None
    """The page of the file that the transaction is on. The first page is 1."""
