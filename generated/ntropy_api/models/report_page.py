from __future__ import annotations

from ..model import Model
from .report import Report

__all__ = ["ReportPage"]


class ReportPage(Model, frozen=True, kw_only=True):
    """One page of a list of reports, newest first."""

    next_cursor: str | None
    """Pass it as `cursor` to get the next page. Null on the last page."""
    data: list[Report]
    """The reports on this page."""
