from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["BankStatementErrorCode"]


class BankStatementErrorCode(OpenEnum):
    """Why a bank statement could not be read.

    - `invalid_bank_statement`: the file is no bank statement, or no PDF.
    - `internal_error`: an unexpected failure. Upload the file again.
    """

    INVALID_BANK_STATEMENT: ClassVar[BankStatementErrorCode] = known("invalid_bank_statement")
    INTERNAL_ERROR: ClassVar[BankStatementErrorCode] = known("internal_error")
