from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["BankStatementStatus"]


class BankStatementStatus(OpenEnum):
    """What has become of a bank statement.

    - `processing`: it is waiting or being read. There are no results yet.
    - `completed`: it has been read and the results can be fetched.
    - `error`: it could not be read; the statement's `error` says why. There are no results.

    A statement starts as `processing` and changes once, to one of the others.
    """

    PROCESSING: ClassVar[BankStatementStatus] = known("processing")
    COMPLETED: ClassVar[BankStatementStatus] = known("completed")
    ERROR: ClassVar[BankStatementStatus] = known("error")
