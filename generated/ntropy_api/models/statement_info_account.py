from __future__ import annotations

from ..model import Model

__all__ = ["StatementInfoAccount"]


class StatementInfoAccount(Model, frozen=True, kw_only=True):
    """An account of a bank statement, in short. What could not be read is null."""

    type: str | None = None
    """What kind of account it is, such as `checking`."""
    number: str | None = None
    """The number of the account."""
    opening_balance: float | None = None
    """The balance at the beginning, in units of the currency."""
    closing_balance: float | None = None
    """The balance at the end, in units of the currency."""
    iso_currency_code: str | None = None
    """The currency of the account as an ISO 4217 code."""
