"""What the API sends to webhooks."""

from __future__ import annotations

from typing import TypeAlias

from .models.bank_statement_event import BankStatementEvent
from .models.batch_event import BatchEvent
from .models.report_event import ReportEvent

__all__ = ["EVENTS", "Event"]

Event: TypeAlias = BankStatementEvent | BatchEvent | ReportEvent
"""Any event that is documented."""

EVENTS: dict[str, type[Event]] = {
    "batches.completed": BatchEvent,
    "batches.error": BatchEvent,
    "bank_statements.completed": BankStatementEvent,
    "bank_statements.error": BankStatementEvent,
    "reports.resolved": ReportEvent,
    "reports.rejected": ReportEvent,
    "reports.pending": ReportEvent,
}
"""The model of each event type."""
