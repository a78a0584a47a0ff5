from __future__ import annotations

from ..model import Model
from .account_holder_type import AccountHolderType
from .statement_info_address import StatementInfoAddress

__all__ = ["StatementInfoAccountHolder"]


class StatementInfoAccountHolder(Model, frozen=True, kw_only=True):
    """Whose statement it is, as far as that could be read."""

    type: AccountHolderType | None = None
    """What the account holder is."""
    name: str | None = None
    """The name of the account holder."""
    address: StatementInfoAddress | None = None
    """The address of the account holder."""
