"""The sliding window: how many operations were sent within the last second."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._clock import Clock

__all__ = ["Window"]

_MARGIN = 0.05
"""Seconds by which a window is longer than it must be: what is sent evenly may arrive unevenly."""


class Window:
    """The times of what was sent, and with them when more may be.

    A log of times is exact for every window, wherever it begins; counters and buckets of tokens let up to
    twice the limit through within some second.

    Args:
        rate: The operations a second that are allowed. Below 1, one within several seconds.
        clock: Time.
    """

    def __init__(self, rate: float, clock: Clock) -> None:
        self._most = max(1, int(rate))
        self._span = max(1.0, 1.0 / rate) + _MARGIN
        self._clock = clock
        self._sent: deque[float] = deque()
        self._lock = Lock()

    def wait(self) -> float:
        """Tell how long there is no room.

        Returns:
            Seconds; 0 when there is room.
        """
        with self._lock:
            return self._wait(self._clock.monotonic())

    def _wait(self, now: float) -> float:
        sent = self._sent
        while sent and sent[0] + self._span <= now:
            sent.popleft()
        return sent[-self._most] + self._span - now if len(sent) >= self._most else 0.0

    def enter(self) -> float | None:
        """Count an operation that is sent now, if there is room.

        Returns:
            The time under which it was counted; None when there is no room.
        """
        with self._lock:
            now = self._clock.monotonic()
            if self._wait(now) > 0:
                return None
            self._sent.append(now)
            return now

    def move(self, counted: float) -> float:
        """Count an operation anew that went out later than it was counted: a connection had to be opened.

        Args:
            counted: The time under which it was counted.

        Returns:
            The time under which it is counted now.
        """
        with self._lock:
            with suppress(ValueError):
                self._sent.remove(counted)
            now = self._clock.monotonic()
            self._sent.append(now)
            return now
