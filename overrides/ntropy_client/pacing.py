"""Pacing: keeping within the rate limits before the server refuses."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ntropy_api.request import Request

__all__ = ["PacerProtocol"]


class PacerProtocol(Protocol):
    """What a client asks before each attempt.

    Both methods give a context that is entered when the attempt may begin and left when it has ended, so
    that one object can both pace (by `Request.rate_limit`, operations a second) and cap what runs at once.
    """

    def turn(self, request: Request[Any], /) -> AbstractContextManager[object]:
        """Wait until an attempt may begin, blocking the thread."""
        ...

    def async_turn(self, request: Request[Any], /) -> AbstractAsyncContextManager[object]:
        """Wait until an attempt may begin, without blocking the loop."""
        ...
