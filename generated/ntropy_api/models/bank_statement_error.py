from __future__ import annotations

from ..model import Model
from .bank_statement_error_code import BankStatementErrorCode

__all__ = ["BankStatementError"]


class BankStatementError(Model, frozen=True, kw_only=True):
    """Why a bank statement could not be read."""

    code: BankStatementErrorCode
    """Why a bank statement could not be read.

    - `invalid_bank_statement`: the file is no bank statement, or no PDF.
    - `internal_error`: an unexpected failure. Upload the file again.
    """
    message: str
    """The reason in words, for people."""
