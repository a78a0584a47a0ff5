from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["TransactionErrorCode"]


class TransactionErrorCode(OpenEnum):
    """Why a single transaction was not enriched.

    - `account_holder_not_found`: there is no account holder with the given id. Create it, or
      correct the id, and submit the transaction again.
    - `internal_error`: an unexpected failure. Submit the transaction again.
    """

    ACCOUNT_HOLDER_NOT_FOUND: ClassVar[TransactionErrorCode] = known("account_holder_not_found")
    INTERNAL_ERROR: ClassVar[TransactionErrorCode] = known("internal_error")
