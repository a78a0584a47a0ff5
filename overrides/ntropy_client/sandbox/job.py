"""A batch that is worked on: all that can be told of it follows from when it began."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from ntropy_client.sandbox import timestamps
from ntropy_client.sandbox.rows import Rows

__all__ = ["FAST", "REALISTIC", "Job", "Pace", "Status"]

Status = Literal["processing", "completed", "error"]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast batches are worked on.

    Attributes:
        queue: Seconds until the first row is.
        low_queue: The same, for batches of low priority.
        rows: Rows per second from then on.
    """

    queue: float
    low_queue: float
    rows: float


FAST = Pace(queue=0.1, low_queue=0.1, rows=100_000)
"""A full batch ends within 0.4 seconds."""

REALISTIC = Pace(queue=5, low_queue=20, rows=400)
"""A full batch takes about a minute."""


@dataclass(frozen=True, slots=True)
class Job:
    """A batch.

    Attributes:
        id: Made by the sandbox.
        position: Its place in the list, higher for newer ones.
        operation: What is done with each row.
        priority: As submitted.
        rows: As submitted.
        created: When it was submitted.
        ends_well: Whether it will complete; otherwise it fails when half of the rows are done.
        pace: How fast it is worked on.
    """

    id: str
    position: int
    operation: str
    priority: Literal["default", "low"]
    rows: Rows = field(repr=False)
    created: datetime
    ends_well: bool
    pace: Pace

    @property
    def ends(self) -> datetime:
        """When it is no longer processing."""
        return self._reaches(len(self.rows) if self.ends_well else len(self.rows) // 2)

    def status(self, now: datetime) -> Status:
        """Tell the status.

        Args:
            now: When it is asked for.

        Returns:
            The status.
        """
        if now < self.ends:
            return "processing"
        return "completed" if self.ends_well else "error"

    def progress(self, now: datetime) -> int:
        """Tell how many rows have been worked on.

        Args:
            now: When it is asked for.

        Returns:
            The number; it never goes down.
        """
        worked = (min(now, self.ends) - self.created).total_seconds() - self._queue
        most = len(self.rows) if self.ends_well else len(self.rows) // 2
        return most if now >= self.ends else max(0, min(most, int(worked * self.pace.rows)))

    def view(self, now: datetime) -> dict[str, Any]:
        """Show the batch.

        Args:
            now: When it is asked for.

        Returns:
            A `Batch`.
        """
        progress = self.progress(now)
        # It last changed when its status did, else when its progress did.
        changed = self.ends if now >= self.ends else self.created
        if changed == self.created and progress:
            changed = min(now, self._reaches(progress))
        return {
            "id": self.id,
            "operation": self.operation,
            "status": self.status(now),
            "created_at": timestamps.without_zone(self.created),
            "updated_at": timestamps.without_zone(changed),
            "progress": progress,
            "total": len(self.rows),
            "priority": self.priority,
        }

    @property
    def _queue(self) -> float:
        return self.pace.low_queue if self.priority == "low" else self.pace.queue

    def _reaches(self, progress: int) -> datetime:
        return self.created + timedelta(seconds=self._queue + progress / self.pace.rows)
