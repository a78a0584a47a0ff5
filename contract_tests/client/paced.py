"""What the tests of pacing share: pacers and clients on a held clock, and how many were sent within a second."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

import ntropy_client as api
from ntropy_api.request import Request
from ntropy_client import document
from ntropy_client.pacing import Pacer

from .conftest import KEY, HeldClock, Said, Script

__all__ = ["BATCH", "TasksClock", "asking", "async_client_of", "client_of", "most_within", "pacer_of"]

BATCH = document.load().operations["batches_get"].examples(200)["completed"]


def asking(operation: str, *, rate: float | None = None) -> Request[Any]:
    """A request of an operation, for who only looks at its name and limit."""
    known = document.load().operations[operation]
    limit = known.rate_limit if rate is None else rate
    return Request(known.id, known.method, known.path, {200: (None,)}, rate_limit=limit)


def pacer_of(clock: HeldClock, **settings: Any) -> Pacer:
    pacer = Pacer(**settings)
    pacer._clock = clock  # pyright: ignore[reportPrivateUsage]
    return pacer


def client_of(clock: HeldClock, pacer: Any, *answers: Said) -> tuple[api.Ntropy, Script]:
    script = Script(answers)
    http = httpx.Client(transport=httpx.MockTransport(script))
    client = api.Ntropy(KEY, http_client=http, pacer=pacer)
    client._clock = clock  # pyright: ignore[reportPrivateUsage]
    return client, script


def async_client_of(clock: HeldClock, pacer: Any, *answers: Said) -> tuple[api.AsyncNtropy, Script]:
    script = Script(answers)
    http = httpx.AsyncClient(transport=httpx.MockTransport(script))
    client = api.AsyncNtropy(KEY, http_client=http, pacer=pacer)
    client._clock = clock  # pyright: ignore[reportPrivateUsage]
    return client, script


def most_within(times: list[float], seconds: float) -> int:
    """How many times lie within some window of so many seconds, both its ends included."""
    return max(sum(start <= time <= start + seconds for time in times) for start in times)


class TasksClock(HeldClock):
    """A held clock for many tasks: time goes on when nobody can do anything without it."""

    def __init__(self) -> None:
        super().__init__()
        self.wakes: list[float] = []

    async def async_sleep(self, seconds: float, wake: object = None) -> None:
        until = self.now + seconds
        self.wakes.append(until)
        try:
            while self.now < until:
                for _ in range(20):
                    await asyncio.sleep(0)
                if until == min(self.wakes):
                    self.now = max(self.now, until)
        finally:
            self.wakes.remove(until)
