from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["ReportEventType"]


class ReportEventType(OpenEnum):
    """What happened to a report.

    - `reports.resolved`: what was reported has been mended.
    - `reports.rejected`: nothing is changed; the report says why.
    - `reports.pending`: it is being looked into.
    """

    REPORTS_RESOLVED: ClassVar[ReportEventType] = known("reports.resolved")
    REPORTS_REJECTED: ClassVar[ReportEventType] = known("reports.rejected")
    REPORTS_PENDING: ClassVar[ReportEventType] = known("reports.pending")
