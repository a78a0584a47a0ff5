"""HTTP itself. Beside `_outcome`, the only module of the client that names httpx."""

from __future__ import annotations

import time
from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Event, Lock, RLock
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary, WeakSet

import httpx

from . import _aiohttp, _wire
from ._errors import ConfigurationError
from ._exchange import Attempt, Failure, Outcome
from ._fork import after_fork
from ._outcome import CHANGED, STALE, answer, failure, is_of_http, is_sound, raised_by_hook, received
from ._payload import UnreadableFileError, payload
from ._trace import AsyncTrace, trace

if TYPE_CHECKING:
    import asyncio

    from ntropy_api.request import Timeouts

__all__ = ["AsyncTransport", "HttpAsyncClient", "HttpClient", "Transport"]

C = TypeVar("C", httpx.Client, httpx.AsyncClient)

HttpClient = httpx.Client
HttpAsyncClient = httpx.AsyncClient

_CLOSED = "the client is closed: make calls inside its with block, or before close()"
_GIVEN_CLOSED = "the http_client that was given is closed"
_LARGE = 65_536
_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=100)


class _RefusedError(Exception):
    """There is nothing to send through."""


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
        # A signal's handler may close while its thread is in here.
        self._lock = RLock()
        self._own: httpx.Client | None = None
        self._running = 0
        self.over = Event()
        """Set when no call goes on."""
        self._streams: WeakSet[Any] = WeakSet()

    @property
    def own(self) -> bool:
        """Whether the connections are this object's, to be closed by it."""
        return self._given is None

    def _begin(self) -> httpx.Client:
        with self._lock:
            if self.closed:
                raise _RefusedError(_CLOSED)
            client = self._given or self._own
            if client is None:
                client = _made(httpx.Client)
                if self.closed:  # by a signal's handler meanwhile
                    client.close()
                    raise _RefusedError(_CLOSED)
                self._own = client
            elif client is self._given and client.is_closed:
                raise _RefusedError(_GIVEN_CLOSED)
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
        try:
            client = self._begin()
        except _RefusedError as error:
            return Failure("refused", str(error), False)
        try:
            with payload(attempt) as content:
                request = client.build_request(**_built(client, attempt, told), **content)
                if attempt.time_left is None:
                    return received(client.send(request, stream=True, follow_redirects=False))
                end = time.monotonic() + attempt.time_left
                with _wire.until(end):
                    return received(client.send(request, stream=True, follow_redirects=False), end)
        except httpx.HTTPStatusError as error:
            return raised_by_hook(error)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnreadableFileError) as error:
            return failure(error, closed=self.closed and self.own)
        except Exception as error:
            if not is_of_http(error):
                raise
            return CHANGED
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
        self.over.set()
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
        self._over: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Event] = WeakKeyDictionary()
        self._lock = Lock()

    @property
    def own(self) -> bool:
        """Whether the connections are this object's, to be closed by it."""
        return self._given is None

    def _client(self) -> httpx.AsyncClient:
        import asyncio

        if self.closed:
            raise _RefusedError(_CLOSED)
        if self._given is not None:
            if self._given.is_closed:
                raise _RefusedError(_GIVEN_CLOSED)
            return self._given
        loop = asyncio.get_running_loop()
        with self._lock:
            client = self._own.get(loop)
            if client is None:
                self._let_go_of_past()
                client = self._own[loop] = _made(httpx.AsyncClient)
        return client

    def _let_go_of_past(self) -> None:
        # A client keeps its loop alive, so those of loops that are over are let go by hand.
        for past in [one for one in self._own if one.is_closed()]:
            del self._own[past]

    async def exchange(self, attempt: Attempt) -> Outcome:
        """Send one attempt and read the whole answer."""
        import asyncio

        try:
            client = self._client()
        except _RefusedError as error:
            return Failure("refused", str(error), False)
        traced = attempt.sent is not None or attempt.time_left is not None or _is_large(attempt)
        told = AsyncTrace(attempt) if traced else None
        try:
            with payload(attempt) as content:
                request = client.build_request(**_built(client, attempt, told), **content)
                async with asyncio.timeout(attempt.time_left):
                    if self._given is not None and _aiohttp.is_under(self._given):
                        return answer(*await _aiohttp.send(client, request, attempt))
                    response = await client.send(request, stream=True, follow_redirects=False)
                    try:
                        if not is_sound(response):
                            return STALE
                        return answer(response, await response.aread())
                    finally:
                        await response.aclose()
        except httpx.HTTPStatusError as error:
            return raised_by_hook(error)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnreadableFileError) as error:
            # Others than httpx's own transports may say nothing of sending.
            unsent = told is not None and (told.connecting or (self.own and not told.sending))
            if unsent and isinstance(error, TimeoutError):
                return Failure("timeout", "no connection in time", False)
            return failure(error, closed=self.closed and self.own)
        except Exception as error:
            if is_of_http(error):
                return CHANGED
            if not _aiohttp.is_error(error):
                raise
            return Failure("broken", f"the connection broke: {error}", True)

    def over(self) -> asyncio.Event:
        """Give what is set when no call of the running loop goes on."""
        import asyncio

        with self._lock:
            event = self._over.setdefault(asyncio.get_running_loop(), asyncio.Event())
            if self.closed:
                event.set()
        return event

    async def aclose(self) -> None:
        """Close the connections of the running loop, unless they are the user's. Calls that run end in an error."""
        import asyncio

        loop = asyncio.get_running_loop()
        with self._lock:
            self.closed = True
            over = self._over.pop(loop, None)
        if over is not None:
            over.set()
        client = self._own.pop(loop, None)
        with self._lock:
            self._let_go_of_past()
        if client is not None:
            await client.aclose()


def _is_large(attempt: Attempt) -> bool:
    """Whether sending may take longer than the time-out for silence."""
    return bool(attempt.request.form) or len(attempt.request.content or b"") > _LARGE


def _made(kind: type[C]) -> C:
    """Make an HTTP client of our own, or name what of the environment makes httpx fail before any request."""
    # The API knows callers by their keys; a cookie would go from the calls of one to those of another.
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    try:
        return kind(follow_redirects=False, limits=_LIMITS, cookies=no_cookies)
    except (ValueError, httpx.InvalidURL):
        # Part of a proxy's password may be in what is said of its address.
        said = "the address of a proxy is none"
    except (OSError, ImportError) as error:
        said = str(error)
    raise ConfigurationError(
        f"the HTTP client cannot be set up, see SSL_CERT_FILE and the proxy variables: {said}"
    )


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
