"""Time that passes when a client sleeps, and not otherwise."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from unittest.mock import patch

from ntropy_client._clock import Clock
from ntropy_client.sandbox import ManualClock

__all__ = ["held"]


@contextmanager
def held(clock: ManualClock) -> Generator[ManualClock]:
    """Have all clients take their time from a clock: retries, waits and paces then take none.

    Args:
        clock: It goes on by as much as a client sleeps.

    Yields:
        The same clock.
    """
    start = clock.now()

    def monotonic(_: Clock) -> float:
        return 1_000.0 + (clock.now() - start).total_seconds()

    def sleep(_: Clock, seconds: float, wake: object = None) -> None:
        clock.advance(seconds)

    async def async_sleep(_: Clock, seconds: float, wake: object = None) -> None:
        import asyncio

        clock.advance(seconds)
        await asyncio.sleep(0)

    with patch.multiple(Clock, monotonic=monotonic, sleep=sleep, async_sleep=async_sleep):
        yield clock
