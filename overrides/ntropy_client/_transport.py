"""HTTP itself. The only module of the client that names httpx."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Lock
from typing import IO, TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import httpx

from ._errors import ConfigurationError, NtropyError
from ._exchange import Answer, Attempt, Failure, Outcome

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


class _UnreadableFileError(Exception):
    """A file that should be sent cannot be opened."""


class Transport:
    """Sends attempts over an httpx client of its own, or over the user's."""

    def __init__(self, http_client: httpx.Client | None = None) -> None:
        if http_client is not None and not isinstance(http_client, httpx.Client):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(f"http_client must be an httpx.Client, not {type(http_client).__name__}")
        self._given = http_client
        self._own: httpx.Client | None = None
        self._process = os.getpid()
        self._lock = Lock()
        self.closed = False

    @property
    def own(self) -> bool:
        """Whether the connections are this object's, to be closed by it."""
        return self._given is None

    def _client(self) -> httpx.Client:
        if self.closed:
            raise NtropyError(_CLOSED)
        if self._given is not None:
            if self._given.is_closed:
                raise NtropyError("the http_client that was given is closed")
            return self._given
        client = self._own
        # Connections must not be shared with a parent process.
        if client is not None and self._process == os.getpid():
            return client
        with self._lock:
            if self._own is None or self._process != os.getpid():
                with _settings_from_outside():
                    self._own, self._process = httpx.Client(follow_redirects=False), os.getpid()
            return self._own

    def exchange(self, attempt: Attempt) -> Outcome:
        """Send one attempt and read the whole answer."""
        client = self._client()
        try:
            with _payload(attempt) as payload:
                request = client.build_request(**_built(client, attempt), **payload)
                if attempt.time_left is None:
                    response = client.send(request, follow_redirects=False)
                    return _answer(response, response.content)
                return self._send_until(client, request, time.monotonic() + attempt.time_left)
        except httpx.HTTPStatusError as error:
            return _raised_by_hook(error)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, _UnreadableFileError) as error:
            return _failure(error)
        except RuntimeError as error:
            # httpx's word for a client that was closed under a running call.
            if not self.closed:
                raise
            raise NtropyError(_CLOSED) from error

    def _send_until(self, client: httpx.Client, request: httpx.Request, end: float) -> Outcome:
        """Read piece by piece: httpx bounds the silence between two pieces, not the whole."""
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            pieces: list[bytes] = []
            for piece in response.iter_bytes():
                pieces.append(piece)
                if time.monotonic() > end:
                    return Failure("timeout", "no whole answer in time", True)
            return _answer(response, b"".join(pieces))
        finally:
            response.close()

    def close(self) -> None:
        """Close the connections, unless they are the user's."""
        with self._lock:
            self.closed = True
            client, self._own = self._own, None
        if client is not None and self._process == os.getpid():
            client.close()


class AsyncTransport:
    """Sends attempts over one httpx client for each event loop, or over the user's."""

    def __init__(self, http_client: httpx.AsyncClient | None = None) -> None:
        if http_client is not None and not isinstance(http_client, httpx.AsyncClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(
                f"http_client must be an httpx.AsyncClient, not {type(http_client).__name__}"
            )
        self._given = http_client
        # Connections belong to the loop that opened them; notebooks run one loop after another.
        self._own: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()
        self._process = os.getpid()
        self._lock = Lock()
        self.closed = False

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
            if self._process != os.getpid():
                self._own, self._process = WeakKeyDictionary(), os.getpid()
            client = self._own.get(loop)
            if client is None:
                # A client keeps its loop alive, so those of loops that are over are let go by hand.
                for past in [one for one in self._own if one.is_closed()]:
                    del self._own[past]
                with _settings_from_outside():
                    client = self._own[loop] = httpx.AsyncClient(follow_redirects=False)
        return client

    async def exchange(self, attempt: Attempt) -> Outcome:
        """Send one attempt and read the whole answer."""
        import asyncio

        client = self._client()
        try:
            with _payload(attempt) as payload:
                request = client.build_request(**_built(client, attempt), **payload)
                async with asyncio.timeout(attempt.time_left):
                    response = await client.send(request, follow_redirects=False)
                return _answer(response, response.content)
        except httpx.HTTPStatusError as error:
            return _raised_by_hook(error)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, _UnreadableFileError) as error:
            return _failure(error)
        except RuntimeError as error:
            if not self.closed:
                raise
            raise NtropyError(_CLOSED) from error

    async def aclose(self) -> None:
        """Close the connections of the running loop, unless they are the user's."""
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


@contextmanager
def _payload(attempt: Attempt) -> Generator[dict[str, Any]]:
    """Give the body as httpx takes it; files are opened anew for each attempt and closed after it."""
    content, form = attempt.request.content, attempt.request.form
    if not form:
        yield {} if content is None else {"content": content}
        return
    data: dict[str, str] = {}
    files: list[tuple[str, tuple[str, IO[bytes], str]]] = []
    try:
        for name, part in form:
            if isinstance(part, str):
                data[name] = part
                continue
            try:
                files.append((name, (part.name, part.open(), part.media_type)))
            except OSError as error:
                raise _UnreadableFileError(f"the file cannot be read: {error}") from error
        yield {"data": data, "files": files}
    finally:
        for _, (_, stream, _) in files:
            stream.close()


def _built(client: httpx.Client | httpx.AsyncClient, attempt: Attempt) -> dict[str, Any]:
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
    if attempt.sent is not None:
        built["extensions"] = {"trace": _trace(client, attempt.sent)}
    if client.params:
        # httpx would replace the query of the address by the client's own.
        built["url"], _, _ = attempt.url.partition("?")
        built["params"] = list(attempt.request.query)
    return built


def _trace(client: httpx.Client | httpx.AsyncClient, sent: Callable[[], object]) -> Callable[..., Any]:
    """Hear of it when a connection is there and the request goes out; other transports may not tell."""

    def told(event: str, _: object) -> None:
        if event.endswith(".send_request_headers.started"):
            sent()

    async def told_async(event: str, more: object) -> None:
        told(event, more)

    return told_async if isinstance(client, httpx.AsyncClient) else told


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


def _answer(response: httpx.Response, content: bytes) -> Outcome:
    # Transports other than httpx's own may not notice a body that ends too soon.
    length = response.headers.get("Content-Length", "")
    if (
        length.isdecimal()
        and len(content) < int(length)
        and "Content-Encoding" not in response.headers
        and response.status_code not in _BODILESS
    ):
        return Failure("broken", f"the body ended after {len(content):,} of {int(length):,} bytes", True)
    return Answer(response.status_code, response.headers, content)


def _raised_by_hook(error: httpx.HTTPStatusError) -> Outcome:
    """A user's event hook raises for statuses: the status counts, whether or not the body was read."""
    try:
        content = error.response.content
    except httpx.ResponseNotRead:
        content = b""
    return Answer(error.response.status_code, error.response.headers, content)


def _failure(error: httpx.HTTPError | httpx.InvalidURL | OSError | _UnreadableFileError) -> Failure:
    text = str(error) or type(error).__name__
    if isinstance(error, _UnreadableFileError):
        return Failure("unsent", text, False)
    if isinstance(error, _UNSENDABLE):
        return Failure("unsent", f"the request cannot be sent: {text}", False)
    sent = not isinstance(error, _NOT_SENT)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        what = {
            "ConnectTimeout": "no connection in time",
            "PoolTimeout": "no free connection in time",
            "WriteTimeout": "the request could not be sent in time",
        }.get(type(error).__name__, "no answer in time")
        return Failure("timeout", what, sent)
    if not sent:
        return Failure("connect", f"no connection: {text}", False)
    return Failure("broken", f"the connection broke: {text}", True)
