"""Time and chance, in one place so that tests can hold both."""

from __future__ import annotations

import random
import time
import uuid

__all__ = ["Clock"]


class Clock:
    """The real clock."""

    def monotonic(self) -> float:
        """Seconds since some moment, never going back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, blocking the thread."""
        time.sleep(seconds)

    async def async_sleep(self, seconds: float) -> None:
        """Wait without blocking the loop."""
        # Imported where it is needed: it would be a third of what importing the client costs.
        import asyncio

        await asyncio.sleep(seconds)

    def jitter(self) -> float:
        """A random number from 0 to 1."""
        return random.random()

    def request_id(self) -> str:
        """A new X-Request-ID."""
        return uuid.uuid4().hex
