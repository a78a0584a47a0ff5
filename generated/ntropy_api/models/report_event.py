from __future__ import annotations

from ..model import Model
from .report import Report
from .report_event_type import ReportEventType

__all__ = ["ReportEvent"]


class ReportEvent(Model, frozen=True, kw_only=True):
    """What a webhook is told when the status of a report has changed."""

    event_id: str
    """The id of the event. A repeated delivery has the same, so keep the ids you have seen."""
    event_type: ReportEventType
    """What happened to a report.

    - `reports.resolved`: what was reported has been mended.
    - `reports.rejected`: nothing is changed; the report says why.
    - `reports.pending`: it is being looked into.
    """
    data: Report
    """A reported enrichment, and what has become of the report."""
