"""One thread that checks what others only hand over, so that no call waits for a check."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from threading import Condition, Thread

from ntropy_client._fork import after_fork

__all__ = ["Desk"]

_logger = logging.getLogger("ntropy_client.conformance")
_MOST = 64 * 2**20


class Desk:
    """Takes jobs and does them one after another, in a thread that begins with the first.

    Args:
        most: Bytes that may be kept at once; what would be more is dropped, but one job always fits.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self.forked()
        after_fork(self)

    def forked(self) -> None:
        """Begin without a thread, as in a child process, which has none of its parent's."""
        self._changed = Condition()
        self._jobs: deque[tuple[int, Callable[[], None]]] = deque()
        self._waiting = 0
        self._busy = False
        self._thread: Thread | None = None
        self.dropped = 0

    def take(self, size: int, job: Callable[[], None]) -> None:
        """Take a job; it returns at once.

        Args:
            size: The bytes that the job keeps in memory.
            job: What is done later. What it raises is logged.
        """
        with self._changed:
            if (self._jobs or self._busy) and self._waiting + size > self._most:
                self.dropped += 1
                if self.dropped == 1:
                    _logger.warning("exchanges come faster than they can be checked: some are left out")
                return
            self._jobs.append((size, job))
            self._waiting += size
            if self._thread is None:
                thread = Thread(target=self._work, name="ntropy-conformance", daemon=True)
                thread.start()
                self._thread = thread
            self._changed.notify_all()

    def drain(self, timeout: float | None = None) -> bool:
        """Wait until everything that was taken is done.

        Args:
            timeout: Seconds to wait at most; None for as long as it takes.

        Returns:
            Whether all is done.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs and not self._busy, timeout)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._jobs))
                size, job = self._jobs.popleft()
                self._busy = True
            try:
                job()
            except Exception:
                _logger.warning("a check or its callback failed", exc_info=True)
            finally:
                del job
                with self._changed:
                    self._waiting -= size
                    self._busy = False
                    self._changed.notify_all()
