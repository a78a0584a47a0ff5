from __future__ import annotations

from ..model import Model
from .bank_statement import BankStatement

__all__ = ["BankStatementPage"]


class BankStatementPage(Model, frozen=True, kw_only=True):
    """One page of a list of bank statements, newest first."""

    next_cursor: str | None
    """Pass it as `cursor` to get the next page. Null on the last page."""
    data: list[BankStatement]
    """The bank statements on this page."""
