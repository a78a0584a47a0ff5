"""Show how far a check has come, on a terminal as it happens, else a line for each part."""

from __future__ import annotations

import time
from typing import TextIO

from contract_tests.provider.run import Exchange, Part

__all__ = ["Progress"]

EVERY_SECONDS = 0.1


class Progress:
    """Writes progress.

    Args:
        stream: As a rule the standard error.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._part = ""
        self._exchanges = 0
        self._shown = 0.0

    def __call__(self, event: Exchange | Part) -> None:
        """Take note of an exchange, or of a part that begins or ends.

        Args:
            event: What happened.
        """
        if isinstance(event, Exchange):
            self._exchanges += 1
            if self._live and time.monotonic() - self._shown >= EVERY_SECONDS:
                self._draw(f"{self._part or event.part} · {self._exchanges:,} exchanges")
        elif event.state == "running":
            self._part = event.name
            self._draw(f"{event.name} …" if self._live else "")
        elif not self._live and event.unit != "exchanges":
            self._stream.write(f"{event.name}: {event.count:,} {event.unit} in {event.seconds:.1f} s\n")
            self._stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._live:
            self._draw("")

    def _draw(self, text: str) -> None:
        if self._live:
            self._shown = time.monotonic()
            self._stream.write(f"\r\x1b[K{text}")
            self._stream.flush()
