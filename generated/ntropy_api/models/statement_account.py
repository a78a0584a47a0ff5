from __future__ import annotations

import datetime as dt

from ..model import Model
from .statement_transaction import StatementTransaction

__all__ = ["StatementAccount"]


class StatementAccount(Model, frozen=True, kw_only=True):
    """One account of a bank statement. What could not be read is null."""

    transactions: list[StatementTransaction]
    """The transactions of the account."""
    number: str | None = None
    """The number of the account."""
    name: str | None = None
    """The name of the account."""
    opening_balance: float | None = None
    """The balance at the beginning, in units of the currency."""
    closing_balance: float | None = None
    """The balance at the end, in units of the currency."""
    start_date: dt.date | None = None
    """The first day of the period."""
    end_date: dt.date | None = None
    """The last day of the period."""
    is_balance_reconciled: bool | None = None
    """Whether the opening balance and the transactions together give the closing balance."""
    total_incoming: float | None = None
    """The sum of what came in, in units of the currency."""
    total_outgoing: float | None = None
    """The sum of what went out, in units of the currency."""
