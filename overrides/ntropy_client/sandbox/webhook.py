"""A registered webhook, and what it is still to be told."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ntropy_client.sandbox import timestamps
from ntropy_client.sandbox.event import Event

__all__ = ["FAST", "REALISTIC", "Patience", "Webhook"]

LIFETIME = timedelta(hours=24)
"""An event that nobody took for so long is not repeated."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a receiver is given.

    Attributes:
        answer: Seconds until an answer must be there.
        first: Seconds until a failed delivery is repeated.
        longest: Each repetition waits twice as long as the one before, up to so many seconds.
        failures: So many failed deliveries in a row disable a webhook.
    """

    answer: float
    first: float
    longest: float
    failures: int

    def pause(self, failures: int) -> timedelta:
        """Tell how long to wait.

        Args:
            failures: How many deliveries in a row have failed.

        Returns:
            The time until the next.
        """
        return timedelta(seconds=min(self.longest, self.first * 2 ** (failures - 1)))


FAST = Patience(answer=10, first=0.2, longest=0.2, failures=5)
"""A receiver that never takes anything is disabled within a second."""

REALISTIC = Patience(answer=10, first=0.2, longest=60, failures=12)
"""It is disabled after about five minutes."""


@dataclass(slots=True, eq=False)
class Webhook:
    """A webhook. It is told of one event after the other, in the order in which they happened.

    Attributes:
        id: Made by the sandbox.
        created: When it was registered.
        url: Where deliveries go.
        events: The types of events that it is told of, as they were given.
        token: What deliveries carry so that the receiver knows them, None for nothing.
        enabled: Whether it is told anything at all.
    """

    id: str
    created: datetime
    url: str = field(repr=False)
    events: list[str]
    token: str | None = field(repr=False)
    enabled: bool = True
    _waiting: deque[Event] = field(default_factory=deque[Event], repr=False)
    _failures: int = field(default=0, repr=False)
    _next: datetime | None = field(default=None, repr=False)
    _sending: bool = field(default=False, repr=False)

    @property
    def due(self) -> datetime | None:
        """When it is to be told the next event; None while there is none, or one is on its way."""
        if not self.enabled or self._sending or not self._waiting:
            return None
        return self._next or self._waiting[0].happened

    def tell(self, event: Event) -> None:
        """Let it know of an event, if it wants to.

        Args:
            event: What has happened.
        """
        if self.enabled and event.type in self.events:
            self._waiting.append(event)

    def take(self, now: datetime) -> Event | None:
        """Take what is to be sent now. Until `arrived` or `failed` is called nothing else is given.

        Args:
            now: The time.

        Returns:
            The event, None when nothing is due.
        """
        due = self.due
        if due is None or due > now:
            return None
        self._sending = True
        return self._waiting[0]

    def arrived(self) -> None:
        """Go on to the next event: this one was received."""
        self._sending = False
        self._failures = 0
        self._next = None
        self._waiting.popleft()

    def failed(self, now: datetime, patience: Patience) -> None:
        """Send the event again later, unless it is too old. One failure too many disables the webhook.

        Args:
            now: The time.
            patience: How long to wait, and how often.
        """
        self._sending = False
        self._failures += 1
        self._next = now + patience.pause(self._failures)
        if now - self._waiting[0].happened > LIFETIME:
            self._waiting.popleft()
        if self._failures >= patience.failures:
            self.enabled = False

    def enable(self, now: datetime) -> None:
        """Begin anew: what was not received is due at once.

        Args:
            now: The time.
        """
        self.enabled = True
        self._failures = 0
        self._next = now

    def view(self) -> dict[str, Any]:
        """Show the webhook.

        Returns:
            A `Webhook`.
        """
        return {
            "id": self.id,
            "created_at": timestamps.without_zone(self.created),
            "url": self.url,
            "events": self.events,
            "token": self.token,
            "enabled": self.enabled,
        }
