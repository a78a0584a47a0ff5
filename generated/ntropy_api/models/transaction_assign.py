from __future__ import annotations

from ..model import Model

__all__ = ["TransactionAssign"]


class TransactionAssign(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The account holder that a transaction is to be assigned to."""

    account_holder_id: str
    """The id of an existing account holder, of the same type as the transaction's present one."""
