from __future__ import annotations

import datetime as dt

from ..model import Model
from .report_status import ReportStatus

__all__ = ["Report"]


class Report(Model, frozen=True, kw_only=True):
    """A reported enrichment, and what has become of the report."""

    id: str
    """The id of the report, made by the service."""
    created_at: dt.datetime
    """When the report was made. Without a zone it means UTC."""
    transaction_id: str
    """The id of the transaction."""
    description: str
    """What is wrong, in words."""
    fields: list[str]
    """The paths of the fields that are wrong."""
    status: ReportStatus
    """What has become of the report so far."""
    rejection_reason: str | None = None
    """Why the report was rejected, if it was."""
