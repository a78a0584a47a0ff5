"""Rate limits and credits, both off unless they are asked for."""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from ntropy_client.sandbox.answer import RefusedError

__all__ = ["Credits", "RateLimit"]


class RateLimit:
    """At most so many operations within any second.

    Args:
        per_second: How many; one within several seconds when it is below 1.
    """

    def __init__(self, per_second: float) -> None:
        most = max(1, int(per_second))
        self._times: deque[datetime] = deque(maxlen=most)
        self._window = timedelta(seconds=most / per_second)
        self._lock = Lock()

    def take(self, now: datetime) -> None:
        """Count an operation.

        Args:
            now: When it came.

        Raises:
            RefusedError: 429, it is one too many; `Retry-After` tells the seconds to wait.
        """
        with self._lock:
            if len(self._times) == self._times.maxlen and now - self._times[0] < self._window:
                wait = (self._window - (now - self._times[0])).total_seconds()
                raise RefusedError(429, "Too many requests", {"Retry-After": str(math.ceil(wait))})
            self._times.append(now)


class Credits:
    """A balance that is refilled over time.

    Args:
        cap: The balance at first, and at most; None for as many as anybody likes, 0 for none ever.
        refill: Credits per second.
        now: When the account was opened.
    """

    def __init__(self, cap: int | None, refill: float, now: datetime) -> None:
        self._cap = cap
        self._refill = refill
        self._balance = float(cap or 0)
        self._then = now
        self._lock = Lock()

    def spend(self, amount: int, now: datetime) -> None:
        """Pay for an enrichment.

        Args:
            amount: How many credits.
            now: When.

        Raises:
            RefusedError: 423, they are not there; nothing is taken.
        """
        if self._cap is None:
            return
        with self._lock:
            passed = (now - self._then).total_seconds()
            self._balance = min(float(self._cap), self._balance + passed * self._refill)
            self._then = now
            if self._cap == 0 or amount > self._balance:
                raise RefusedError(423, "Not enough credits.")
            self._balance -= amount
