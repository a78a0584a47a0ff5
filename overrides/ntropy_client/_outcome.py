"""What came of an attempt, as HTTP has it."""

from __future__ import annotations

import time
from typing import Any

import httpx

from . import _aiohttp, _wire
from ._exchange import Answer, Failure, Outcome
from ._payload import UnreadableFileError

__all__ = ["CHANGED", "STALE", "answer", "failure", "is_of_http", "is_sound", "raised_by_hook", "received"]

STALE = Failure("broken", "the connection gave an answer that belongs to another request", True)
CHANGED = Failure("broken", "the file changed its size while it was sent", True)

# A request that failed in one of these ways never reached the server.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_UNSENDABLE = (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError)
_BODILESS = (204, 304)


def _stream(response: httpx.Response) -> Any:
    """What a connection that serves one request at a time reads and writes, where the transport tells."""
    extensions = response.extensions
    return None if extensions.get("http_version") == b"HTTP/2" else extensions.get("network_stream")


def is_sound(response: httpx.Response) -> bool:
    """Tell whether a response belongs to its request, before its body is read: then the connection is for others.

    Args:
        response: What came.

    Returns:
        False when it was there before the request was sent. A connection on which more will come than the
        response may have is ended, so that nobody takes that for an answer.
    """
    stream = _stream(response)
    if stream is None:
        return True
    if response.status_code in _BODILESS and response.headers.get("Content-Length", "0") != "0":
        _wire.hang_up(stream)
    return not _wire.is_stale(stream)


def received(response: httpx.Response, end: float | None = None) -> Outcome:
    """Read the body, by pieces where there is an end: transports may bound only the silence between two.

    Args:
        response: What came; it is closed.
        end: When the attempt has to end, by `time.monotonic`.

    Returns:
        The answer, or what is wrong with it.
    """
    try:
        if not is_sound(response):
            return STALE  # and close what was not read to its end
        if end is None:
            return answer(response, response.read())
        pieces: list[bytes] = []
        for piece in response.iter_bytes():
            pieces.append(piece)
            if time.monotonic() > end:
                return Failure("timeout", "no whole answer in time", True)
        return answer(response, b"".join(pieces))
    finally:
        response.close()


def answer(response: httpx.Response, content: bytes) -> Outcome:
    """Make an answer of a response, if it is whole.

    Args:
        response: What came.
        content: Its decoded body.

    Returns:
        The answer, or what is wrong with it.
    """
    # Transports other than httpx's own may not notice a body that ends too soon.
    encoded = "Content-Encoding" in response.headers
    length = response.headers.get("Content-Length", "")
    if (
        length.isdecimal()
        and len(content) < int(length)
        and not encoded
        and response.status_code not in _BODILESS
    ):
        return Failure("broken", f"the body ended after {len(content):,} of {int(length):,} bytes", True)
    if encoded and content and _is_cut(getattr(response, "_decoder", None)):
        return Failure("broken", "the compressed body is cut short", True)
    return Answer(response.status_code, response.headers, content)


def _is_cut(decoder: Any) -> bool:
    """Whether gzip or deflate did not come to its end, about which httpx says nothing."""
    return getattr(getattr(decoder, "decompressor", None), "eof", True) is False or any(
        _is_cut(one) for one in getattr(decoder, "children", ())
    )


def raised_by_hook(error: httpx.HTTPStatusError) -> Outcome:
    """Make an answer of what a user's event hook raises for statuses.

    Args:
        error: What it raised.

    Returns:
        The answer: the status counts, whether or not the body was read.
    """
    try:
        content = error.response.content
    except httpx.ResponseNotRead:
        content = b""
    return Answer(error.response.status_code, error.response.headers, content)


def is_of_http(error: Exception) -> bool:
    """Tell an error of the library that knows HTTP's grammar, which httpx lets through when a file that is sent
    does not have the size that it had.

    Args:
        error: What was raised.

    Returns:
        Whether it is one.
    """
    return type(error).__module__.partition(".")[0] == "h11"


def failure(
    error: httpx.HTTPError | httpx.InvalidURL | OSError | UnreadableFileError, *, closed: bool
) -> Failure:
    """Say in words of ours what went wrong.

    Args:
        error: What was raised.
        closed: Whether the client was closed meanwhile, by which whatever fails then fails.

    Returns:
        What came of the attempt.
    """
    text = str(error) or type(error).__name__
    if isinstance(error, UnreadableFileError):
        return Failure("unsent", text, False)
    if isinstance(error, _UNSENDABLE):
        return Failure("unsent", f"the request cannot be sent: {text}", False)
    connecting_failed = _aiohttp.connecting_failed(error) if isinstance(error, httpx.ConnectTimeout) else None
    sent = connecting_failed is False or not isinstance(error, _NOT_SENT)
    if closed:
        return Failure("closed", "the client was closed while the call ran", sent)
    if isinstance(error, httpx.TimeoutException | TimeoutError) and connecting_failed is None:
        what = {
            "ConnectTimeout": "no connection in time",
            "PoolTimeout": "no free connection in time",
            "WriteTimeout": "the request could not be sent in time",
        }.get(type(error).__name__, "no answer in time")
        return Failure("timeout", what, sent)
    if not sent:
        return Failure("connect", f"no connection: {text}", False)
    return Failure("broken", f"the connection broke: {text}", True)
