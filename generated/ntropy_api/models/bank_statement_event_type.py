from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["BankStatementEventType"]


class BankStatementEventType(OpenEnum):
    """What happened to a bank statement.

    - `bank_statements.completed`: it has been read, the results can be fetched.
    - `bank_statements.error`: it could not be read.
    """

    BANK_STATEMENTS_COMPLETED: ClassVar[BankStatementEventType] = known("bank_statements.completed")
    BANK_STATEMENTS_ERROR: ClassVar[BankStatementEventType] = known("bank_statements.error")
