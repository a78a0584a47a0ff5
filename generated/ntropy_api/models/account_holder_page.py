from __future__ import annotations

from ..model import Model
from .account_holder import AccountHolder

__all__ = ["AccountHolderPage"]


class AccountHolderPage(Model, frozen=True, kw_only=True):
    """One page of a list of account holders, newest first."""

    next_cursor: str | None
    """Pass it as `cursor` to get the next page. Null on the last page."""
    data: list[AccountHolder]
    """The account holders on this page."""
