from __future__ import annotations

from ..model import Model
from .transaction import Transaction

__all__ = ["TransactionPage"]


class TransactionPage(Model, frozen=True, kw_only=True):
    """One page of a list of transactions, newest first."""

    next_cursor: str | None
    """Pass it as `cursor` to get the next page. Null on the last page."""
    data: list[Transaction]
    """The transactions on this page."""
