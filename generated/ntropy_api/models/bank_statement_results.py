from __future__ import annotations

from ..model import Model
from .statement_account import StatementAccount

__all__ = ["BankStatementResults"]


class BankStatementResults(Model, frozen=True, kw_only=True):
    """What was read from a bank statement."""

    accounts: list[StatementAccount]
    """The accounts of the statement. One statement may have several."""
