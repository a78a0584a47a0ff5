"""What HTTP clients leave out about a connection: when an attempt has to end, an answer that belongs to no
request of ours, and being closed while somebody reads.

It is mixed into the streams that connections read and write, whatever their class.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from threading import local
from typing import TYPE_CHECKING, Any

__all__ = ["hang_up", "is_stale", "left", "until", "watch"]


class _Attempt(local):
    end: float | None = None


_attempt = _Attempt()
"""The attempt under way in this thread."""

_LEAST = 0.001
_PIECE = 16_384
_LARGE_PIECE = 65_536


@contextmanager
def until(end: float) -> Generator[None]:
    """Let reading and writing in this thread end in time, on all streams that are watched.

    Args:
        end: When, by `time.monotonic`.
    """
    before, _attempt.end = _attempt.end, end
    try:
        yield
    finally:
        _attempt.end = before


def left(timeout: float | None) -> float | None:
    """Cut a time-out to what is left of the attempt under way in this thread.

    Args:
        timeout: Seconds; None for none.

    Returns:
        Seconds, more than 0; None for none.
    """
    end = _attempt.end
    if end is None:
        return timeout
    remaining = max(end - time.monotonic(), _LEAST)
    return remaining if timeout is None else min(timeout, remaining)


def _in_time(timeout: float | None) -> float | None:
    if _attempt.end is not None and time.monotonic() >= _attempt.end:
        raise TimeoutError
    return left(timeout)


class _Told:
    heard = True
    """Whether something was read since the last request was written."""


if TYPE_CHECKING:

    class _Stream:
        def read(self, max_bytes: int, timeout: float | None = None) -> bytes: ...
        def write(self, buffer: bytes | memoryview, timeout: float | None = None) -> None: ...

    class _AsyncStream:
        async def read(self, max_bytes: int, timeout: float | None = None) -> bytes: ...
        async def write(self, buffer: bytes, timeout: float | None = None) -> None: ...
else:
    _Stream = _AsyncStream = object


class _Watched(_Told, _Stream):
    """Gives each piece what is left of the attempt: by itself it has the whole time-out for each piece, so that a
    server which sends one byte now and then is never given up."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = super().read(max_bytes, _in_time(timeout))
        self.heard = True
        return data

    def write(self, buffer: bytes | memoryview, timeout: float | None = None) -> None:
        self.heard = False
        if _attempt.end is None:
            super().write(buffer, timeout)
            return
        for start in range(0, len(buffer), _PIECE):
            super().write(memoryview(buffer)[start : start + _PIECE], _in_time(timeout))


class _AsyncWatched(_Told, _AsyncStream):
    """Gives each piece the whole time-out; event loops end an attempt by themselves."""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await super().read(max_bytes, timeout)
        self.heard = True
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.heard = False
        # The time-out is for silence, and a large body takes its time.
        for start in range(0, len(buffer), _LARGE_PIECE):
            await super().write(buffer[start : start + _LARGE_PIECE], timeout)


_kinds: dict[type, type] = {}


def _watched(kind: type) -> type:
    if kind not in _kinds:
        mixin = _AsyncWatched if hasattr(kind, "aclose") else _Watched
        _kinds[kind] = type(f"Watched{kind.__name__}", (mixin, kind), {})
    return _kinds[kind]


def watch(stream: Any) -> Any:
    """Have a stream heed what this module is about.

    Args:
        stream: What a connection reads and writes.

    Returns:
        The same object.
    """
    if not isinstance(stream, _Told):
        with suppress(TypeError):  # a class whose objects cannot be changed
            stream.__class__ = _watched(stream.__class__)
    return stream


def is_stale(stream: Any) -> bool:
    """Tell whether the answer that came over a stream was there before its request was written.

    What a server sends beyond an answer is kept by the connection, and would be taken for the next one.

    Args:
        stream: What the connection of the answer reads and writes, which serves one request at a time.

    Returns:
        Whether nothing was read since the request was written. It is watched from now on, if it was not.
    """
    known = isinstance(stream, _Told)
    watch(stream)
    return known and not stream.heard


def hang_up(stream: Any) -> None:
    """End a connection under those who read from it: closing it would not wake them.

    Args:
        stream: What the connection reads and writes.
    """
    connection = stream.get_extra_info("socket")
    with suppress(OSError):
        if isinstance(connection, socket.socket):
            # TLS has a shutdown of its own, which forgets what its reader still uses.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
        else:
            connection.shutdown(socket.SHUT_RDWR)  # an event loop's
