from __future__ import annotations

import datetime as dt

from ..model import Model
from .bank_statement_error import BankStatementError
from .bank_statement_file import BankStatementFile
from .bank_statement_status import BankStatementStatus

__all__ = ["BankStatement"]


class BankStatement(Model, frozen=True, kw_only=True):
    """An uploaded bank statement, and what has become of it."""

    id: str
    """The id of the bank statement, made by the service."""
    status: BankStatementStatus
    """What has become of the statement so far."""
    created_at: dt.datetime
    """When the statement was uploaded. Without a zone it means UTC."""
    file: BankStatementFile
    """The uploaded file."""
    name: str | None = None
    """The name of the uploaded file."""
    error: BankStatementError | None = None
    """Why the statement could not be read. Null when all is well."""
