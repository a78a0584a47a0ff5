"""What belongs to one API key."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import RLock
from typing import Any
from uuid import UUID, uuid5

from ntropy_client.sandbox.event import Event
from ntropy_client.sandbox.job import Job
from ntropy_client.sandbox.limits import Credits, RateLimit
from ntropy_client.sandbox.profile import Profile, View
from ntropy_client.sandbox.report import Report
from ntropy_client.sandbox.statement import Statement
from ntropy_client.sandbox.store import Store
from ntropy_client.sandbox.webhook import Webhook

__all__ = ["Account", "Action"]

Action = Callable[[datetime], None]
"""What happens at a moment, which it is given."""

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
        ended: What was set up when a batch completed, by its id.
        profile: What is set up.
        statements: Bank statements by id, in the order of their upload.
        reports: Reports by id, in the order of their submission.
        webhooks: Webhooks by id, in the order of their creation.
        rates: Rate limits by operation id.
    """

    name: str = field(repr=False)
    credits: Credits
    lock: RLock = field(default_factory=RLock, repr=False)
    transactions: Store = field(default_factory=Store, repr=False)
    jobs: dict[str, Job] = field(default_factory=dict[str, Job], repr=False)
    ended: dict[str, View] = field(default_factory=dict[str, View], repr=False)
    profile: Profile = field(default_factory=Profile, repr=False)
    statements: dict[str, Statement] = field(default_factory=dict[str, Statement], repr=False)
    reports: dict[str, Report] = field(default_factory=dict[str, Report], repr=False)
    webhooks: dict[str, Webhook] = field(default_factory=dict[str, Webhook], repr=False)
    rates: dict[str, RateLimit] = field(default_factory=dict[str, RateLimit], repr=False)
    _planned: list[tuple[datetime, int, Action]] = field(
        default_factory=list[tuple[datetime, int, Action]], repr=False
    )
    _plans: int = 0
    _made: int = 0
    _positions: int = 0

    def new_id(self, kind: str) -> str:
        """Make an id: the same account gives the same ids in the same order.

        Args:
            kind: What it is for.

        Returns:
            A UUID.
        """
        self._made += 1
        return str(uuid5(_NAMESPACE, f"{self.name}/{kind}/{self._made}"))

    def new_position(self) -> int:
        """Make a place in a list, for lists whose items can be deleted.

        Returns:
            A number that is higher than all before.
        """
        self._positions += 1
        return self._positions

    def submit(self, job: Job) -> None:
        """Take a batch on.

        Args:
            job: The batch.
        """
        self.jobs[job.id] = job
        self.plan(job.ends, partial(self._end, job))

    def plan(self, moment: datetime, action: Action) -> None:
        """Let something happen later, at the first `settle` from then on.

        Args:
            moment: When.
            action: What; of several at one moment, what was planned first happens first.
        """
        self._plans += 1
        heapq.heappush(self._planned, (moment, self._plans, action))

    def settle(self, now: datetime) -> None:
        """Let what has happened since the last request take effect: batches end, their transactions appear.

        Args:
            now: The time.
        """
        while self._planned and self._planned[0][0] <= now:
            moment, _, action = heapq.heappop(self._planned)
            action(moment)

    def tell(self, event_type: str, data: Mapping[str, Any], moment: datetime) -> None:
        """Tell the webhooks of something that has happened.

        Args:
            event_type: What.
            data: To what, as its GET shows it at that moment; with its id.
            moment: When.
        """
        if not self.webhooks:
            return
        event_id = str(uuid5(_NAMESPACE, f"{self.name}/{event_type}/{data['id']}"))
        event = Event.of(event_id, event_type, data, moment)
        for webhook in self.webhooks.values():
            webhook.tell(event)

    def awaits(self) -> datetime | None:
        """Tell when there is something to do for a webhook.

        Returns:
            The moment when something happens that one may have to be told, or when one is due to be told;
            None when nothing is to come.
        """
        moments = [one.due for one in self.webhooks.values() if one.due is not None]
        if self._planned and any(one.enabled for one in self.webhooks.values()):
            moments.append(self._planned[0][0])
        return min(moments, default=None)

    def _end(self, job: Job, moment: datetime) -> None:
        if job.ends_well:
            # Whatever is set up in a later request comes after this one, wherever its clock stands.
            view = self.ended[job.id] = self.profile.view()
            self.transactions.put(job.rows, moment, view)
        self.tell("batches.completed" if job.ends_well else "batches.error", job.view(moment), moment)
