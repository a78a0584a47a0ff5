"""What the client's tests share: a clock that is held, and a server that says what it is told to."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
import pytest

from ntropy_client._clock import Clock

KEY = "held-by-tests"


class HeldClock(Clock):
    """Time that passes only in sleeps; what was slept is on record."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []
        self.ids = 0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float, wake: object = None) -> None:
        self.slept.append(seconds)
        self.now += seconds

    async def async_sleep(self, seconds: float, wake: object = None) -> None:
        self.sleep(seconds)

    def jitter(self) -> float:
        return 1.0

    def request_id(self) -> str:
        self.ids += 1
        return f"sent-{self.ids}"


Said = httpx.Response | BaseException | Callable[[httpx.Request], httpx.Response]


class Script:
    """A server that gives its answers in order and keeps what it was asked."""

    def __init__(self, answers: Sequence[Said]) -> None:
        self._answers: Iterator[Said] = iter(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        answer = next(self._answers, None)
        if answer is None:
            raise AssertionError(f"one request too many: {request.method} {request.url}")
        if isinstance(answer, BaseException):
            raise answer
        return answer(request) if callable(answer) else answer


def said(status: int, body: Any = None, **headers: str) -> httpx.Response:
    """Make an answer; a dict or list is sent as JSON, bytes as they are."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if isinstance(body, bytes):
        return httpx.Response(status, content=body, headers=named)
    return (
        httpx.Response(status, headers=named)
        if body is None
        else httpx.Response(status, json=body, headers=named)
    )


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    proxies = [f"{scheme}_PROXY" for scheme in ("HTTP", "HTTPS", "ALL", "NO")]
    names = ["NTROPY_API_KEY", "NTROPY_BASE_URL", "SSL_CERT_FILE", "SSL_CERT_DIR", *proxies]
    for name in (*names, *map(str.lower, proxies)):
        monkeypatch.delenv(name, raising=False)


def open_sockets() -> set[str]:
    """Give the sockets that this process has open. Nothing is collected first: what waits for that is open."""
    found: set[str] = set()
    for number in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{number}")
        except FileNotFoundError:
            continue
        if target.startswith("socket:"):
            found.add(target)
    return found


@pytest.fixture
def no_socket_left() -> Iterator[None]:
    """Hold a test to leave no socket open; those that an event loop closes get a moment."""
    before = open_sockets()
    yield
    for _ in range(50):
        if open_sockets() <= before:
            return
        time.sleep(0.01)
    assert open_sockets() <= before
