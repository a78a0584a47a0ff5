from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["EventType"]


class EventType(OpenEnum):
    """What a webhook can be told of.

    - `reports.resolved`: what was reported has been mended.
    - `reports.rejected`: nothing is changed; the report says why.
    - `reports.pending`: the report is being looked into.
    - `bank_statements.completed`: a statement has been read, the results can be fetched.
    - `bank_statements.error`: a statement could not be read.
    - `batches.completed`: a batch has been worked on, the results can be fetched.
    - `batches.error`: a batch failed.
    """

    REPORTS_RESOLVED: ClassVar[EventType] = known("reports.resolved")
    REPORTS_REJECTED: ClassVar[EventType] = known("reports.rejected")
    REPORTS_PENDING: ClassVar[EventType] = known("reports.pending")
    BANK_STATEMENTS_COMPLETED: ClassVar[EventType] = known("bank_statements.completed")
    BANK_STATEMENTS_ERROR: ClassVar[EventType] = known("bank_statements.error")
    BATCHES_COMPLETED: ClassVar[EventType] = known("batches.completed")
    BATCHES_ERROR: ClassVar[EventType] = known("batches.error")
