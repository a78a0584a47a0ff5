from __future__ import annotations

from ..model import Model
from .transaction_error_code import TransactionErrorCode

__all__ = ["TransactionError"]


class TransactionError(Model, frozen=True, kw_only=True):
    """Why a single transaction was not enriched."""

    code: TransactionErrorCode
    """Why a single transaction was not enriched.

    - `account_holder_not_found`: there is no account holder with the given id. Create it, or
      correct the id, and submit the transaction again.
    - `internal_error`: an unexpected failure. Submit the transaction again.
    """
    message: str
    """The reason in words, for people."""
