"""The ways to make a call: sync, async, and async on aiohttp. A test that passes one way has to pass all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import httpx_aiohttp

import ntropy_client as api
from ntropy_api.request import Request
from ntropy_client._clock import Clock

from ..conftest import KEY, open_sockets

__all__ = ["WAYS", "QuickClock", "Result", "Way", "on_aiohttp"]


class QuickClock(Clock):
    """Real time, but pauses between attempts are none, and only kept on record."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.ids = 0

    def sleep(self, seconds: float, wake: object = None) -> None:
        self.slept.append(seconds)

    async def async_sleep(self, seconds: float, wake: object = None) -> None:
        self.slept.append(seconds)

    def jitter(self) -> float:
        return 0.0

    def request_id(self) -> str:
        self.ids += 1
        return f"sent-{self.ids}"


Result = api.Response[Any] | Exception
Call = Request[Any] | tuple[Request[Any], dict[str, Any]] | Callable[[], object]
_PATIENCE = 2.0


@dataclass(frozen=True)
class Way:
    """One way to make calls.

    Args:
        name: Its name.
        asynchronous: Whether the calls are awaited.
        http_client: Makes the HTTP client to give; None to give none.
    """

    name: str
    asynchronous: bool = True
    http_client: Callable[..., httpx.AsyncClient] | None = None

    def __str__(self) -> str:
        return self.name

    def calls(
        self,
        url: str,
        *calls: Call,
        clock: Clock | None = None,
        **settings: Any,
    ) -> Sequence[Result]:
        """Make calls one after another on one client, and close it.

        Args:
            url: The server.
            *calls: Requests, with their options; a function is waited for until it gives something true.
            clock: Time and request ids.
            **settings: Settings of the client.

        Returns:
            What came of each call: the answer, or the error.
        """
        clock = clock or QuickClock()
        if self.asynchronous:
            return asyncio.run(self._async_calls(url, calls, clock, settings))
        with api.Ntropy(KEY, base_url=url, **settings) as client:
            client._clock = clock  # pyright: ignore[reportPrivateUsage]
            results: list[Result] = []
            for call in calls:
                if callable(call):
                    for _ in _until(call):
                        time.sleep(0.005)
                    continue
                request, options = call if isinstance(call, tuple) else (call, {})
                try:
                    results.append(client.send(request, **options))
                except Exception as error:
                    results.append(error)
            return results

    async def _async_calls(
        self,
        url: str,
        calls: Sequence[Call],
        clock: Clock,
        settings: dict[str, Any],
    ) -> Sequence[Result]:
        before = open_sockets()
        http_client = None if self.http_client is None else self.http_client()
        results: list[Result] = []
        async with api.AsyncNtropy(KEY, base_url=url, http_client=http_client, **settings) as client:
            client._clock = clock  # pyright: ignore[reportPrivateUsage]
            for call in calls:
                if callable(call):
                    for _ in _until(call):
                        await asyncio.sleep(0.005)
                    continue
                request, options = call if isinstance(call, tuple) else (call, {})
                try:
                    results.append(await client.send(request, **options))
                except Exception as error:
                    results.append(error)
        if http_client is not None:
            await http_client.aclose()
            for _ in range(100):
                # aiohttp closes what speaks TLS a little later, and so does the server its end.
                if open_sockets() <= before:
                    break
                await asyncio.sleep(0.01)
        return results

    def call(self, url: str, request: Request[Any], *, clock: Clock | None = None, **options: Any) -> Result:
        """Make one call; otherwise as `calls`."""
        return self.calls(url, (request, options), clock=clock)[0]


def _until(happened: Callable[[], object]) -> Iterator[None]:
    """Give turns to wait until something has happened."""
    end = time.monotonic() + _PATIENCE
    while not happened():
        assert time.monotonic() < end, "it does not happen"
        yield
    yield  # and for the other side to hear of it


def on_aiohttp(**settings: Any) -> httpx.AsyncClient:
    """Make the HTTP client that the extra ``[fast]`` is for."""
    return httpx_aiohttp.HttpxAiohttpClient(**settings)


WAYS = [Way("sync", asynchronous=False), Way("async"), Way("aiohttp", http_client=on_aiohttp)]
