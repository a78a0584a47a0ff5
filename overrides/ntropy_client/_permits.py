"""Permits: a semaphore that threads and the tasks of any event loops wait for in one line."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator
from concurrent.futures import Future
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._clock import Clock

__all__ = ["Pause", "Permits"]


@dataclass(frozen=True, slots=True)
class Pause:
    """What somebody who waits should do before going on.

    Args:
        seconds: How long to pause; None for as long as it takes.
        until: What may end the pause before; None when only time does.
    """

    seconds: float | None
    until: Future[None] | None = None


class Permits:
    """At most so many at once, first come, first served.

    Whoever gives a permit back hands it to the eldest of those who wait, so that nobody overtakes and
    nobody starves. Nothing here blocks: `take` yields the pauses, and its driver makes them, in a thread or
    in a task.

    Args:
        count: How many permits there are.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: OrderedDict[Future[None], None] = OrderedDict()
        # A task that is thrown away may give its permit back within a call of this very thread.
        self._lock = RLock()

    def take(self, clock: Clock, end: float | None) -> Generator[Pause]:
        """Take a permit.

        Args:
            clock: Time.
            end: When waiting ends, by that clock; None to wait as long as it takes.

        Returns:
            Pauses to be made; the permit is taken when they end. One that is closed before takes none.

        Raises:
            TimeoutError: There was no permit in time.
        """
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return
            waiter: Future[None] = Future()
            self._waiting[waiter] = None
        try:
            yield Pause(None if end is None else max(0.0, end - clock.monotonic()), waiter)
        except BaseException:
            if self._granted(waiter):
                self.give()
            raise
        if not self._granted(waiter):
            raise TimeoutError

    def give(self) -> None:
        """Give a permit back."""
        with self._lock:
            if self._waiting:
                waiter, _ = self._waiting.popitem(last=False)
                waiter.set_result(None)
            else:
                self._free += 1

    def _granted(self, waiter: Future[None]) -> bool:
        """Tell whether a permit was handed over; from now on none is."""
        with self._lock:
            self._waiting.pop(waiter, None)
        return not waiter.cancel()
