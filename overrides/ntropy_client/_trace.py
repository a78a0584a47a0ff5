"""What an attempt hears of its connection, where the transport tells; others than httpx's own may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import _wire

if TYPE_CHECKING:
    from ._exchange import Attempt

__all__ = ["AsyncTrace", "trace"]

# Whole names, because others come often and must cost nothing.
_STEPS = [
    f"{part}.{step}" for part in ("connection", "proxy", "socks") for step in ("connect_tcp", "start_tls")
]
_CONNECTING = frozenset(f"{step}.started" for step in _STEPS)
_CONNECTED = frozenset(f"{step}.complete" for step in _STEPS)
_SENDING = frozenset(f"{part}.send_request_headers.started" for part in ("http11", "http2"))
_TOLD = _CONNECTING | _CONNECTED | _SENDING


def trace(attempt: Attempt, opened: Callable[[Any], None]) -> Callable[[str, dict[str, Any]], None]:
    """Give what hears of one attempt.

    Args:
        attempt: The attempt.
        opened: Called with what a new connection reads and writes.

    Returns:
        A function of an event's name and what else is told.
    """

    def told(event: str, more: dict[str, Any]) -> None:
        if event not in _TOLD:
            return
        if event in _SENDING:
            if attempt.sent is not None:
                attempt.sent()
        elif event in _CONNECTED:
            opened(_wire.watch(more["return_value"]))
        else:
            # What came before took of it: waiting for a free connection, connecting before TLS.
            more["timeout"] = _wire.left(more.get("timeout"))

    return told


class AsyncTrace:
    """Hears of one attempt on an event loop.

    Args:
        attempt: The attempt.
    """

    __slots__ = ("_sent", "connecting", "sending")

    def __init__(self, attempt: Attempt) -> None:
        self._sent = attempt.sent
        self.connecting = False
        """Whether a connection was begun, and nothing was sent."""
        self.sending = False
        """Whether something was sent."""

    async def __call__(self, event: str, more: dict[str, Any]) -> None:
        if event in _SENDING:
            self.connecting, self.sending = False, True
            if self._sent is not None:
                self._sent()
        elif event in _CONNECTED:
            _wire.watch(more["return_value"])
        elif event in _CONNECTING:
            self.connecting = True
