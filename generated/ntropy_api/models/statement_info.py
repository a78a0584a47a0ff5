from __future__ import annotations

import datetime as dt

from ..model import Model
from .statement_info_account import StatementInfoAccount
from .statement_info_account_holder import StatementInfoAccountHolder

__all__ = ["StatementInfo"]


class StatementInfo(Model, frozen=True, kw_only=True):
    """The essentials of a bank statement. What could not be read is null."""

    institution: str | None = None
    """The name of the bank."""
    start_date: dt.date | None = None
    """The first day of the period."""
    end_date: dt.date | None = None
    """The last day of the period."""
    account_holder: StatementInfoAccountHolder | None = None
    """Whose statement it is."""
    accounts: list[StatementInfoAccount] | None = None
    """The accounts of the statement."""
