"""Exchanges of HTTP clients, checked as they happen."""

from __future__ import annotations

import atexit
import random
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import httpx

from ntropy_client._errors import ConfigurationError
from ntropy_client._redact import blot_text
from ntropy_client.conformance._checker import Checker, packaged
from ntropy_client.conformance._desk import Desk
from ntropy_client.conformance._violation import Violation

__all__ = ["AsyncCheckedTransport", "CheckedTransport", "Drift", "check_exchange", "drain", "watch"]

_desk = Desk()
_AT_EXIT = 2.0
"""Seconds that a process waits for its last checks."""

Client = TypeVar("Client", httpx.Client, httpx.AsyncClient)


@dataclass(frozen=True, slots=True)
class Drift:
    """An exchange that does not conform.

    Attributes:
        operation: Its id, such as ``batches_get``; None where the document has no such operation.
        method: Of the request.
        path: Of the request, percent-encoded, without the query.
        status: Of the response.
        request_id: Of the response's ``X-Request-ID``, else of the request's; None without either.
        violations: What does not conform, at least one. They show excerpts of data; the key is in none.
    """

    operation: str | None
    method: str
    path: str
    status: int
    request_id: str | None
    violations: tuple[Violation, ...]

    def __str__(self) -> str:
        # What harms users first.
        first, *others = sorted(self.violations, key=lambda one: one.additive)
        more = f" and {len(others)} more" if others else ""
        name = self.operation or f"{self.method} {self.path}"
        return f"{name}: {self.status}, request {self.request_id}: {first}{more}"


def check_exchange(
    response: httpx.Response, *, checker: Checker | None = None, base_path: str = ""
) -> Drift | None:
    """Check a response and its request.

    Args:
        response: It was read; its request is checked too, as far as its body is known.
        checker: With another document, or not strict; the packaged one, strictly, when None.
        base_path: What a proxy puts before the paths of the document, such as ``/ntropy``.

    Returns:
        What does not conform, None when everything does.

    Raises:
        ImportError: The extra `conformance` is not installed; the text says how to.
    """
    checker = packaged(True) if checker is None else checker
    request = response.request
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    path = path.removeprefix(base_path.rstrip("/"))
    found = checker.document.match(request.method, path)
    answer = (response.status_code, response.headers, response.content)
    if found is None:
        violations = checker.check(request.method, path, *answer)
    else:
        target = f"{path}?{query}" if query else path
        violations = [
            *checker.check_request(request.method, target, request.headers, _content(request)),
            *checker.check_operation(found[0], *answer),
        ]
    if not violations:
        return None
    key = request.headers.get("X-Api-Key", "")
    return Drift(
        None if found is None else found[0].id,
        request.method,
        blot_text(path, key),
        response.status_code,
        response.headers.get("X-Request-ID") or request.headers.get("X-Request-ID"),
        tuple(_blotted(violation, key) for violation in violations),
    )


def watch(
    http_client: Client,
    callback: Callable[[Drift], object],
    *,
    sample: float = 1.0,
    base_path: str = "",
    checker: Checker | None = None,
) -> Client:
    """Check exchanges of an HTTP client as they happen, such as a hundredth of them in production.

        client = Ntropy(http_client=conformance.watch(httpx.Client(), print, sample=0.01))

    A call is never failed and never waits: an exchange is checked after its answer was read, by a thread of
    its own, which also calls back. More than 64 MB that wait to be checked are left out. Answers that are
    not read to their end are not checked.

    Args:
        http_client: A client of httpx; a hook is added to it.
        callback: Called with each exchange that does not conform, in another thread. What it raises is logged.
        sample: The share of exchanges that are checked, from 0 to 1.
        base_path: What a proxy puts before the paths of the document, such as ``/ntropy``.
        checker: With another document, or not strict; the packaged one, strictly, when None.

    Returns:
        The same client.

    Raises:
        ImportError: The extra `conformance` is not installed; the text says how to.
        ConfigurationError: `sample` is no share.
    """
    if not 0 <= sample <= 1:
        raise ConfigurationError(f"sample must be from 0 to 1, not {sample!r}")
    checker = packaged(True) if checker is None else checker
    checker.prepare()
    one = _Watch(callback, sample, base_path, checker)
    hook = one.anotice if isinstance(http_client, httpx.AsyncClient) else one.notice
    hooks: dict[str, list[Any]] = http_client.event_hooks
    http_client.event_hooks = {**hooks, "response": [hook, *hooks["response"]]}
    return http_client


def drain(timeout: float | None = None) -> bool:
    """Wait until everything that `watch` saw so far was checked, as before a process ends or a test looks.

    Args:
        timeout: Seconds to wait at most; None for as long as it takes.

    Returns:
        Whether all was checked.
    """
    return _desk.drain(timeout)


atexit.register(drain, _AT_EXIT)


class _Checked:
    """What both transports are made of."""

    def __init__(
        self,
        transport: Any,
        callback: Callable[[Drift], object],
        *,
        base_path: str = "",
        checker: Checker | None = None,
    ) -> None:
        self._transport = transport
        self._callback = callback
        self._base_path = base_path
        self._checker = checker

    def _check(self, response: httpx.Response) -> httpx.Response:
        drift = check_exchange(response, checker=self._checker, base_path=self._base_path)
        if drift is not None:
            self._callback(drift)
        return response


class CheckedTransport(_Checked, httpx.BaseTransport):
    """A transport of httpx that checks every exchange, such as in tests: what the callback raises is raised.

    Args:
        transport: What sends, an ``httpx.BaseTransport``.
        callback: Called with each exchange that does not conform.
        base_path: What a proxy puts before the paths of the document, such as ``/ntropy``.
        checker: With another document, or not strict; the packaged one, strictly, when None.
    """

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and check it and its answer."""
        request.read()
        response: httpx.Response = self._transport.handle_request(request)
        response.request = request
        response.read()
        return self._check(response)

    def close(self) -> None:
        """Close what sends."""
        self._transport.close()


class AsyncCheckedTransport(_Checked, httpx.AsyncBaseTransport):
    """As `CheckedTransport`, for an ``httpx.AsyncClient``.

    Args:
        transport: What sends, an ``httpx.AsyncBaseTransport``.
        callback: Called with each exchange that does not conform, on the event loop.
        base_path: What a proxy puts before the paths of the document, such as ``/ntropy``.
        checker: With another document, or not strict; the packaged one, strictly, when None.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and check it and its answer."""
        await request.aread()
        response: httpx.Response = await self._transport.handle_async_request(request)
        response.request = request
        await response.aread()
        return self._check(response)

    async def aclose(self) -> None:
        """Close what sends."""
        await self._transport.aclose()


class _Copy(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that is kept as it is read, and handed over when it came to its end."""

    def __init__(self, stream: Any, ended: Callable[[bytes], None]) -> None:
        self._stream = stream
        self._ended = ended

    def __iter__(self) -> Iterator[bytes]:
        pieces: list[bytes] = []
        for piece in self._stream:
            pieces.append(piece)
            yield piece
        self._ended(b"".join(pieces))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces: list[bytes] = []
        async for piece in self._stream:
            pieces.append(piece)
            yield piece
        self._ended(b"".join(pieces))

    def close(self) -> None:
        self._stream.close()

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Watch:
    """What is done with the exchanges of one client. Nothing that happens here may fail a call."""

    def __init__(
        self, callback: Callable[[Drift], object], sample: float, base_path: str, checker: Checker
    ) -> None:
        self._callback = callback
        self._sample = sample
        self._base_path = base_path
        self._checker = checker

    def notice(self, response: httpx.Response) -> None:
        """Have a response checked once it was read, if it is in the sample."""
        if random.random() >= self._sample:
            return
        if response.is_stream_consumed:
            self._hand_over(response.status_code, response.headers, response.request, response.content)
        else:
            ended = partial(self._ended, response.status_code, response.headers, response.request)
            response.stream = _Copy(response.stream, ended)

    async def anotice(self, response: httpx.Response) -> None:
        """As `notice`."""
        self.notice(response)

    def _ended(self, status: int, headers: httpx.Headers, request: httpx.Request, raw: bytes) -> None:
        self._hand_over(status, headers, request, raw, is_raw=True)

    def _hand_over(
        self,
        status: int,
        headers: httpx.Headers,
        request: httpx.Request,
        content: bytes,
        *,
        is_raw: bool = False,
    ) -> None:
        if not is_raw:
            # It was decoded already.
            headers = httpx.Headers([pair for pair in headers.raw if pair[0].lower() != b"content-encoding"])

        def job() -> None:
            response = httpx.Response(status, headers=headers, content=content, request=request)
            drift = check_exchange(response, checker=self._checker, base_path=self._base_path)
            if drift is not None:
                self._callback(drift)

        _desk.take(len(content) + len(_content(request) or b""), job)


def _content(request: httpx.Request) -> bytes | None:
    try:
        return request.content
    except httpx.RequestNotRead:
        return None


def _blotted(violation: Violation, key: str) -> Violation:
    return replace(
        violation,
        message=blot_text(violation.message, key),
        actual=blot_text(violation.actual, key),
        pointer="/".join(_blotted_step(step, key) for step in violation.pointer.split("/")),
    )


def _blotted_step(step: str, key: str) -> str:
    plain = step.replace("~1", "/").replace("~0", "~")
    blotted = blot_text(plain, key)
    return step if blotted == plain else blotted.replace("~", "~0").replace("/", "~1")
