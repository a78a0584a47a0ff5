"""HTTP itself. The only module of the client that names httpx."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

import httpx

from . import _aiohttp, _wire
from ._errors import ConfigurationError, NtropyError
from ._exchange import Answer, Attempt, Failure, Outcome
from ._fork import after_fork
from ._payload import UnreadableFileError, payload
from ._trace import AsyncTrace, trace

if TYPE_CHECKING:
    import asyncio

    from ntropy_api.request import Timeouts

__all__ = ["AsyncTransport", "HttpAsyncClient", "HttpClient", "Transport"]

HttpClient = httpx.Client
HttpAsyncClient = httpx.AsyncClient

# A request that failed in one of these ways never reached the server.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_UNSENDABLE = (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError)
_BODILESS = (204, 304)
_CLOSED = "the client is closed: make calls inside its with block, or before close()"
_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=100)
_STALE = Failure("broken", "the connection gave an answer that belongs to another request", True)


class Transport:
    """Sends attempts over an httpx client of its own, or over the user's."""

    def __init__(self, http_client: httpx.Client | None = None) -> None:
        if http_client is not None and not isinstance(http_client, httpx.Client):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(f"http_client must be an httpx.Client, not {type(http_client).__name__}")
        self._given = http_client
        self.closed = False
        self.forked()
        after_fork(self)

    def forked(self) -> None:
        """Begin with no connections, as in a child process, which must not use its parent's."""
        self._lock = Lock()
        self._own: httpx.Client | None = None
        self._running = 0
        self._streams: WeakSet[Any] = WeakSet()

    @property
    def own(self) -> bool:
        """Whether the connections are this object's, to be closed by it."""
        return self._given is None

    def _begin(self) -> httpx.Client:
        with self._lock:
            if self.closed:
                raise NtropyError(_CLOSED)
            client = self._given or self._own
            if client is None:
                with _settings_from_outside():
                    client = self._own = httpx.Client(follow_redirects=False, limits=_LIMITS)
            elif client is self._given and client.is_closed:
                raise NtropyError("the http_client that was given is closed")
            self._running += 1
        return client

    def _end(self) -> None:
        with self._lock:
            self._running -= 1
        if self.closed:
            self._let_go()

    def exchange(self, attempt: Attempt) -> Outcome:
        """Send one attempt and read the whole answer."""
        traced = self.own or attempt.sent is not None or attempt.time_left is not None
        told = trace(attempt, self._opened) if traced else None
        client = self._begin()
        try:
            with payload(attempt) as content:
                request = client.build_request(**_built(client, attempt, told), **content)
                if attempt.time_left is None:
                    return _received(client.send(request, stream=True, follow_redirects=False))
                end = time.monotonic() + attempt.time_left
                with _wire.until(end):
                    return _received(client.send(request, stream=True, follow_redirects=False), end)
        except httpx.HTTPStatusError as error:
            return _raised_by_hook(error)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnreadableFileError) as error:
            return _failure(error, closed=self.closed and self.own)
        finally:
            self._end()

    def _opened(self, stream: Any) -> None:
        with self._lock:
            self._streams.add(stream)
        if self.closed and self.own:
            _wire.hang_up(stream)

    def close(self) -> None:
        """Close the connections, unless they are the user's. Calls that run end in an error."""
        with self._lock:
            self.closed = True
            streams = list(self._streams) if self._running and self.own else []
        for stream in streams:
            _wire.hang_up(stream)
        self._let_go()

    def _let_go(self) -> None:
        # Not under a running call: another connection may get the number of a socket that it still reads.
        with self._lock:
            if self._running:
                return
            client, self._own = self._own, None
        if client is not None:
            client.close()


class AsyncTransport:
    """Sends attempts over one httpx client for each event loop, or over the user's."""

    def __init__(self, http_client: httpx.AsyncClient | None = None) -> None:
        if http_client is not None and not isinstance(http_client, httpx.AsyncClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(
                f"http_client must be an httpx.AsyncClient, not {type(http_client).__name__}"
            )
        self._given = http_client
        self.closed = False
        self.forked()
        after_fork(self)

    def forked(self) -> None:
        """Begin with no connections, as in a child process, which must not use its parent's."""
        # Connections belong to the loop that opened them; notebooks run one loop after another.
        self._own: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()
        self._lock = Lock()

    @property
    def own(self) -> bool:
        """Whether the connections are this object's, to be closed by it."""
        return self._given is None

    def _client(self) -> httpx.AsyncClient:
        import asyncio

        if self.closed:
            raise NtropyError(_CLOSED)
        if self._given is not None:
            if self._given.is_closed:
                raise NtropyError("the http_client that was given is closed")
            return self._given
        loop = asyncio.get_running_loop()
        with self._lock:
            client = self._own.get(loop)
            if client is None:
                # A client keeps its loop alive, so those of loops that are over are let go by hand.
                for past in [one for one in self._own if one.is_closed()]:
                    del self._own[past]
                with _settings_from_outside():
                    client = self._own[loop] = httpx.AsyncClient(follow_redirects=False, limits=_LIMITS)
        return client

    async def exchange(self, attempt: Attempt) -> Outcome:
        """Send one attempt and read the whole answer."""
        import asyncio

        client = self._client()
        told = None if attempt.sent is None and attempt.time_left is None else AsyncTrace(attempt)
        try:
            with payload(attempt) as content:
                request = client.build_request(**_built(client, attempt, told), **content)
                async with asyncio.timeout(attempt.time_left):
                    if self._given is not None and _aiohttp.is_under(self._given):
                        return _answer(*await _aiohttp.send(client, request, attempt))
                    response = await client.send(request, stream=True, follow_redirects=False)
                    try:
                        if _is_stale(response):
                            return _STALE
                        return _answer(response, await response.aread())
                    finally:
                        await response.aclose()
        except httpx.HTTPStatusError as error:
            return _raised_by_hook(error)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnreadableFileError) as error:
            if told is not None and told.connecting and isinstance(error, TimeoutError):
                return Failure("timeout", "no connection in time", False)
            return _failure(error, closed=self.closed and self.own)
        except Exception as error:
            if not _aiohttp.is_error(error):
                raise
            return Failure("broken", f"the connection broke: {error}", True)

    async def aclose(self) -> None:
        """Close the connections of the running loop, unless they are the user's. Calls that run end in an error."""
        import asyncio

        self.closed = True
        client = self._own.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.aclose()


@contextmanager
def _settings_from_outside() -> Generator[None]:
    """Name what makes httpx fail before any request: certificates and proxies of the environment."""
    try:
        yield
    except (OSError, ImportError, ValueError, httpx.InvalidURL) as error:
        raise ConfigurationError(
            f"the HTTP client cannot be set up, see SSL_CERT_FILE and the proxy variables: {error}"
        ) from error


def _built(
    client: httpx.Client | httpx.AsyncClient, attempt: Attempt, told: Callable[..., Any] | None
) -> dict[str, Any]:
    """Give what a request is built of, with the user's own settings kept."""
    headers = dict(attempt.headers)
    if client.headers.get("accept") != "*/*":
        headers.pop("accept", None)
    if not client.headers.get("user-agent", "").startswith("python-httpx"):
        headers.pop("user-agent", None)
    built: dict[str, Any] = {
        "method": attempt.request.method,
        "url": attempt.url,
        "headers": headers,
        "timeout": _timeout(attempt.timeouts, attempt.time_left),
    }
    if told is not None:
        built["extensions"] = {"trace": told}
    if client.params:
        # httpx would replace the query of the address by the client's own.
        built["url"], _, _ = attempt.url.partition("?")
        built["params"] = list(attempt.request.query)
    return built


def _timeout(timeouts: Timeouts, time_left: float | None) -> httpx.Timeout:
    def least(seconds: float | None) -> float | None:
        if time_left is None:
            return seconds
        return time_left if seconds is None else min(seconds, time_left)

    return httpx.Timeout(
        connect=least(timeouts.connect),
        read=least(timeouts.read),
        write=least(timeouts.write),
        pool=least(timeouts.pool),
    )


def _stream(response: httpx.Response) -> Any:
    """What a connection that serves one request at a time reads and writes, where the transport tells."""
    extensions = response.extensions
    return None if extensions.get("http_version") == b"HTTP/2" else extensions.get("network_stream")


def _is_stale(response: httpx.Response) -> bool:
    # Before the body is read: after that the connection is for others to use.
    stream = _stream(response)
    return stream is not None and _wire.is_stale(stream)


def _received(response: httpx.Response, end: float | None = None) -> Outcome:
    """Read the body, by pieces where there is an end: transports may bound only the silence between two."""
    try:
        if _is_stale(response):
            return _STALE  # and close what was not read to its end
        if end is None:
            return _answer(response, response.read())
        pieces: list[bytes] = []
        for piece in response.iter_bytes():
            pieces.append(piece)
            if time.monotonic() > end:
                return Failure("timeout", "no whole answer in time", True)
        return _answer(response, b"".join(pieces))
    finally:
        response.close()


def _answer(response: httpx.Response, content: bytes) -> Outcome:
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


def _raised_by_hook(error: httpx.HTTPStatusError) -> Outcome:
    """A user's event hook raises for statuses: the status counts, whether or not the body was read."""
    try:
        content = error.response.content
    except httpx.ResponseNotRead:
        content = b""
    return Answer(error.response.status_code, error.response.headers, content)


def _failure(
    error: httpx.HTTPError | httpx.InvalidURL | OSError | UnreadableFileError, *, closed: bool
) -> Failure:
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
