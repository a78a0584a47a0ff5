"""What is particular to HTTP clients that send through aiohttp, which is not imported here."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._exchange import Attempt

__all__ = ["connecting_failed", "is_error", "is_under", "send"]

_SMALL = 65_536
"""Bytes of a body that are written at once."""


def is_error(error: BaseException) -> bool:
    """Tell an error of aiohttp itself, which its bridge to httpx lets through.

    Args:
        error: What was raised.

    Returns:
        Whether it is one. It must not reach anybody: its repr has the request's headers, with the key.
    """
    return any(kind.__module__.partition(".")[0] == "aiohttp" for kind in type(error).__mro__)


def connecting_failed(error: BaseException) -> bool | None:
    """Tell what a time-out on connecting is: the bridge names whatever breaks a connection in the same way.

    Args:
        error: What was raised, as a time-out on connecting.

    Returns:
        True when there was no connection, False when one broke, None when it is what it says.
    """
    cause = error.__cause__
    if cause is None or not is_error(cause) or isinstance(cause, TimeoutError):
        return None
    return any(kind.__name__ == "ClientConnectorError" for kind in type(cause).__mro__)


def is_under(http_client: Any) -> bool:
    """Tell whether an HTTP client sends through aiohttp, and have that send each request once.

    It repeats GET, PUT and DELETE by itself when a connection breaks. There must be one layer of retries, and
    a DELETE of a rule by its position must not be sent twice.

    Args:
        http_client: The user's HTTP client, on a running event loop.

    Returns:
        Whether it does.
    """
    mounts: dict[Any, Any] = getattr(http_client, "_mounts", {})
    found = False
    transport: Any
    for transport in map(_innermost, (getattr(http_client, "_transport", None), *mounts.values())):
        if not type(transport).__module__.startswith("httpx_aiohttp"):
            continue
        found = True
        session: Any = getattr(transport, "client", None)
        if not hasattr(session, "_retry_connection"):
            # It makes its session when it is first needed, in the same way.
            session = transport.client = transport.get_client()
        session._retry_connection = False
        _hear(session)
    return found


def _innermost(transport: Any) -> Any:
    """Look through transports that are wrapped around another one."""
    for _ in range(8):
        parts: list[Any] = list(getattr(transport, "__dict__", {}).values())
        inner = next((part for part in parts if hasattr(part, "handle_async_request")), None)
        if inner is None:
            break
        transport = inner
    return transport


_sent: ContextVar[Callable[[], object] | None] = ContextVar("sent", default=None)
"""To be called when the request of the running task goes out."""


async def _headers_sent(session: object, context: object, params: object) -> None:
    sent = _sent.get()
    if sent is not None:
        sent()


def _hear(session: Any) -> None:
    """Have a session tell when a request goes out."""
    if any(_headers_sent in one.on_request_headers_sent for one in session.trace_configs):
        return
    from aiohttp import TraceConfig

    config = TraceConfig()
    config.on_request_headers_sent.append(_headers_sent)
    config.freeze()
    session.trace_configs.append(config)


async def send(http_client: Any, request: Any, attempt: Attempt) -> tuple[Any, bytes]:
    """Send a request and read the whole answer, with the time-outs kept.

    aiohttp forgets its own after an interim answer, and when a body breaks after its headers: it would wait
    for ever.

    Args:
        http_client: The user's HTTP client.
        request: What it built.
        attempt: What is sent.

    Returns:
        The response, and its decoded body.

    Raises:
        TimeoutError: The answer did not come, or stopped.
    """
    import asyncio

    token = _sent.set(attempt.sent)
    try:
        return await _send(http_client, request, attempt)
    except asyncio.CancelledError as error:
        # The frames below show the headers, with the key, to whoever prints variables.
        error.__context__ = None
        raise error.with_traceback(None) from None
    finally:
        _sent.reset(token)


async def _send(http_client: Any, request: Any, attempt: Attempt) -> tuple[Any, bytes]:
    import asyncio

    now = asyncio.get_running_loop().time
    silence = attempt.timeouts.read
    async with asyncio.timeout(_longest_start(attempt)) as limit:
        response = await http_client.send(request, stream=True, follow_redirects=False)
        try:
            limit.reschedule(None if silence is None else now() + silence)
            pieces: list[bytes] = []
            async for piece in response.aiter_bytes():
                pieces.append(piece)
                limit.reschedule(None if silence is None else now() + silence)
        finally:
            await response.aclose()
    return response, b"".join(pieces)


def _longest_start(attempt: Attempt) -> float | None:
    """Seconds until the headers are there at the latest, where what is sent takes no time of its own."""
    timeouts = attempt.timeouts
    parts = (timeouts.pool, timeouts.connect, timeouts.connect, timeouts.write, timeouts.read)
    if attempt.request.form or len(attempt.request.content or b"") > _SMALL:
        return None
    return None if None in parts else sum(part for part in parts if part is not None)
