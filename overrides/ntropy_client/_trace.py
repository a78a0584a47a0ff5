"""What an attempt hears of its connection, where the transport tells; others than httpx's own may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import _wire

if TYPE_CHECKING:
    from ._exchange import Attempt

__all__ = ["AsyncTrace", "Trace"]

_CONNECTING = ".connect_tcp.started"
_CONNECTED = (".connect_tcp.complete", ".start_tls.complete")
_SENDING = ".send_request_headers.started"


class Trace:
    """Hears of one attempt.

    Args:
        attempt: The attempt.
        opened: Called with what a new connection reads and writes.
    """

    __slots__ = ("_opened", "_sent")

    def __init__(self, attempt: Attempt, opened: Callable[[Any], None]) -> None:
        self._sent = attempt.sent
        self._opened = opened

    def __call__(self, event: str, more: dict[str, Any]) -> None:
        if event.endswith(_SENDING):
            if self._sent is not None:
                self._sent()
        elif event.endswith(_CONNECTING):
            # It may have waited for a free connection first.
            more["timeout"] = _wire.left(more.get("timeout"))
        elif event.endswith(_CONNECTED):
            self._opened(_wire.watch(more["return_value"]))


class AsyncTrace:
    """Hears of one attempt on an event loop.

    Args:
        attempt: The attempt.
    """

    __slots__ = ("_sent", "connecting")

    def __init__(self, attempt: Attempt) -> None:
        self._sent = attempt.sent
        self.connecting = False
        """Whether a connection was begun, and nothing was sent."""

    async def __call__(self, event: str, more: dict[str, Any]) -> None:
        if event.endswith(_SENDING):
            self.connecting = False
            if self._sent is not None:
                self._sent()
        elif event.endswith(_CONNECTING):
            self.connecting = True
