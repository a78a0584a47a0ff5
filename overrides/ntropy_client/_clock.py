"""Time and chance, in one place so that tests can hold both."""

from __future__ import annotations

import random
import time
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    import threading

__all__ = ["Clock"]


class Clock:
    """The real clock."""

    def monotonic(self) -> float:
        """Seconds since some moment, never going back."""
        return time.monotonic()

    def sleep(self, seconds: float, wake: threading.Event | None = None) -> None:
        """Wait, blocking the thread, but no longer than until the event."""
        if wake is None:
            time.sleep(seconds)
        else:
            wake.wait(seconds)

    async def async_sleep(self, seconds: float, wake: asyncio.Event | None = None) -> None:
        """Wait without blocking the loop, but no longer than until the event."""
        # Imported where it is needed: it would be a third of what importing the client costs.
        import asyncio

        if wake is None:
            await asyncio.sleep(seconds)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await wake.wait()

    def jitter(self) -> float:
        """A random number from 0 to 1."""
        return random.random()

    def request_id(self) -> str:
        """A new X-Request-ID."""
        return uuid.uuid4().hex
