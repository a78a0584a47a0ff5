"""Time as the sandbox knows it, so that tests can hold it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol

__all__ = ["Clock", "ManualClock", "SystemClock"]


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Tell the time.

        Returns:
            The time, aware, in UTC, never before one that was told earlier.
        """
        ...


class SystemClock:
    """The time of this machine, read once; from then on it only goes forward."""

    def __init__(self) -> None:
        self._start = datetime.now(UTC)
        self._started = time.monotonic()

    def now(self) -> datetime:
        """Tell the time.

        Returns:
            The time, aware, in UTC.
        """
        return self._start + timedelta(seconds=time.monotonic() - self._started)


class ManualClock:
    """A clock that stands still until it is told to go on.

    Args:
        start: The first time that it tells, aware.
    """

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        if start.tzinfo is None:
            raise ValueError("the start of a clock needs a time zone")
        self._now = start.astimezone(UTC)
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"ManualClock({self._now.isoformat()})"

    def now(self) -> datetime:
        """Tell the time.

        Returns:
            The time, aware, in UTC.
        """
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass.

        Args:
            seconds: How much, not negative.

        Raises:
            ValueError: The number is negative: time does not go back.
        """
        if seconds < 0:
            raise ValueError(f"a clock cannot go back, by {-seconds} seconds")
        with self._lock:
            self._now += timedelta(seconds=seconds)
