"""A report of a wrong enrichment: what becomes of it follows from its description."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from ntropy_client.sandbox import timestamps

__all__ = ["REJECT", "Report", "ReportPace", "ReportStatus"]

REJECT = "sandbox:reject"
"""A report whose description has this is rejected."""

ReportStatus = Literal["open", "pending", "resolved", "rejected"]


@dataclass(frozen=True, slots=True)
class ReportPace:
    """How fast reports are worked on.

    Attributes:
        pending: Seconds until somebody looks into a report.
        decided: Seconds until it is decided.
    """

    pending: float
    decided: float


FAST = ReportPace(pending=0.15, decided=0.4)
REALISTIC = ReportPace(pending=10, decided=60)


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Attributes:
        id: Made by the sandbox.
        position: Its place in the list, higher for newer ones.
        transaction_id: What it is about, whether there is such a transaction or not.
        description: What is wrong.
        fields: Where, as submitted.
        created: When it was submitted.
        pace: How fast it is worked on.
    """

    id: str
    position: int
    transaction_id: str
    description: str = field(repr=False)
    fields: list[str] = field(repr=False)
    created: datetime
    pace: ReportPace

    @property
    def pending(self) -> datetime:
        """When somebody begins to look into it."""
        return self.created + timedelta(seconds=self.pace.pending)

    @property
    def decided(self) -> datetime:
        """When it is decided."""
        return self.created + timedelta(seconds=self.pace.decided)

    def status(self, now: datetime) -> ReportStatus:
        """Tell the status.

        Args:
            now: When it is asked for.

        Returns:
            The status; it goes from open over pending to one of the others, and stays.
        """
        if now < self.decided:
            return "open" if now < self.pending else "pending"
        return "rejected" if REJECT in self.description else "resolved"

    def view(self, now: datetime) -> dict[str, Any]:
        """Show the report.

        Args:
            now: When it is asked for.

        Returns:
            A `Report`.
        """
        status = self.status(now)
        return {
            "id": self.id,
            "transaction_id": self.transaction_id,
            "description": self.description,
            "fields": self.fields,
            "created_at": timestamps.utc(self.created),
            "status": status,
            "rejection_reason": "The original output is correct" if status == "rejected" else None,
        }
