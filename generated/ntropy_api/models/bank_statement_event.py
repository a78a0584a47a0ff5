from __future__ import annotations

from ..model import Model
from .bank_statement import BankStatement
from .bank_statement_event_type import BankStatementEventType

__all__ = ["BankStatementEvent"]


class BankStatementEvent(Model, frozen=True, kw_only=True):
    """What a webhook is told when the status of a bank statement has changed."""

    event_id: str
    """The id of the event. A repeated delivery has the same, so keep the ids you have seen."""
    event_type: BankStatementEventType
    """What happened to a bank statement.

    - `bank_statements.completed`: it has been read, the results can be fetched.
    - `bank_statements.error`: it could not be read.
    """
    data: BankStatement
    """An uploaded bank statement, and what has become of it."""
