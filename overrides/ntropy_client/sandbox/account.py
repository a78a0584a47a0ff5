"""What belongs to one API key."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from uuid import UUID, uuid5

from ntropy_client.sandbox.job import Job
from ntropy_client.sandbox.limits import Credits, RateLimit
from ntropy_client.sandbox.store import Store

__all__ = ["Account"]

_NAMESPACE = UUID("f4a5a3f2-27a5-5a1e-8e0f-5b8f2f0b9d9c")


@dataclass(slots=True)
class Account:
    """The state of one API key.

    Attributes:
        name: What the ids of its items follow from: the seed and the key.
        credits: What enrichment is paid from.
        lock: Held by whoever reads or changes what is below.
        transactions: Those that are done.
        jobs: Batches by id, in the order of their submission.
        rates: Rate limits by operation id.
    """

    name: str = field(repr=False)
    credits: Credits
    lock: RLock = field(default_factory=RLock, repr=False)
    transactions: Store = field(default_factory=Store, repr=False)
    jobs: dict[str, Job] = field(default_factory=dict[str, Job], repr=False)
    rates: dict[str, RateLimit] = field(default_factory=dict[str, RateLimit], repr=False)
    _due: list[tuple[datetime, int, Job]] = field(default_factory=list[tuple[datetime, int, Job]], repr=False)
    _made: int = 0

    def new_id(self, kind: str) -> str:
        """Make an id: the same account gives the same ids in the same order.

        Args:
            kind: What it is for.

        Returns:
            A UUID.
        """
        self._made += 1
        return str(uuid5(_NAMESPACE, f"{self.name}/{kind}/{self._made}"))

    def submit(self, job: Job) -> None:
        """Take a batch on.

        Args:
            job: The batch.
        """
        self.jobs[job.id] = job
        if job.ends_well:
            heapq.heappush(self._due, (job.ends, job.position, job))

    def settle(self, now: datetime) -> None:
        """Let what has happened since the last request take effect: batches end, their transactions appear.

        Args:
            now: The time.
        """
        while self._due and self._due[0][0] <= now:
            ends, _, job = heapq.heappop(self._due)
            self.transactions.put(job.rows, ends)
