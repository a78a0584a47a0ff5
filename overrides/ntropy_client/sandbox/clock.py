"""Time as the sandbox knows it, so that tests can hold it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol
from weakref import WeakMethod

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
        self._called: list[WeakMethod[Callable[[], object]]] = []

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
            self._called = [reference for reference in self._called if reference() is not None]
            called = [reference() for reference in self._called]
        for method in called:
            if method is not None:
                method()

    def call(self, method: Callable[[], object]) -> None:
        """Have a method called each time the clock has gone on.

        Args:
            method: Of an object, which is not kept alive for it.
        """
        with self._lock:
            self._called.append(WeakMethod(method))
