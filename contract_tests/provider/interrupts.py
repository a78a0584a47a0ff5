"""End a check early, but only where that is safe."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Interrupts"]

PATIENCE = 1.0
"""Seconds until an interruption is no longer put off: then something is blocked, as by a silent server."""


class Interrupts:
    """Somebody's wish that the check ends.

    An exception in the middle of anything is lost where exceptions are ignored, as in callbacks of the garbage
    collector, and leaves locks and threads behind. So the wish is remembered, and raised before the next
    request; what was asked for a second time, or was not heeded for a while, is raised at once.
    """

    def __init__(self) -> None:
        self._asked = False

    @contextmanager
    def watched(self) -> Generator[None]:
        """Take Ctrl-C and SIGTERM; whoever ends the process, what was made is taken away and told.

        Yields:
            Nothing. Outside the main thread nothing is taken.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        signals = [signal.SIGINT, signal.SIGTERM, *([signal.SIGALRM] if hasattr(signal, "SIGALRM") else [])]
        before = [signal.signal(each, self._take) for each in signals]
        try:
            yield
        finally:
            self._stop_waiting()
            for each, handler in zip(signals, before, strict=True):
                signal.signal(each, handler)

    def heed(self) -> None:
        """Give way here, where nothing is under way.

        Raises:
            KeyboardInterrupt: Somebody wished so. It is raised once: what clears up afterwards is let be.
        """
        if self._asked and threading.current_thread() is threading.main_thread():
            self._raise()

    def _take(self, number: int, frame: FrameType | None) -> None:
        if self._asked or not hasattr(signal, "setitimer"):
            self._raise()
        if number != getattr(signal, "SIGALRM", None):
            self._asked = True
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)

    def _raise(self) -> None:
        self._asked = False
        self._stop_waiting()
        raise KeyboardInterrupt

    @staticmethod
    def _stop_waiting() -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
