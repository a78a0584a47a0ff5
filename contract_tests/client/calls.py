"""Calls for tests: a thing that can be read, made and deleted, and a client that talks to a script."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import msgspec
import pytest

import ntropy_client as api
from ntropy_api.request import Request

from .conftest import KEY, HeldClock, Said, Script

__all__ = ["DELETE", "FOUND", "GET", "POST", "Thing", "client_of", "failure_of", "together"]


class Thing(msgspec.Struct):
    id: str
    size: int = 0


GET: Request[Thing] = Request("things_get", "GET", "/v3/things/a%2Fb", {200: (Thing,)}, idempotent=True)
POST: Request[Thing] = Request("things_create", "POST", "/v3/things", {200: (Thing,)}, content=b'{"id":"a"}')
DELETE: Request[None] = Request("things_delete", "DELETE", "/v3/things/a", {204: (None,)}, idempotent=True)
FOUND = {"id": "a", "size": 3}


def client_of(clock: HeldClock, *answers: Said, **settings: Any) -> tuple[api.Ntropy, Script]:
    """Make a client whose requests are answered in order."""
    script = Script(answers)
    http = httpx.Client(transport=httpx.MockTransport(script))
    client = api.Ntropy(KEY, base_url="https://api.test", http_client=http, **settings)
    client._clock = clock  # pyright: ignore[reportPrivateUsage]
    return client, script


def failure_of(
    clock: HeldClock, *answers: Said, request: Request[Any] = GET, **options: Any
) -> api.NtropyError:
    """Give the error that a call ends in."""
    client, _ = client_of(clock, *answers)
    with pytest.raises(api.NtropyError) as caught:
        client.send(request, **options)
    return caught.value


def together(count: int, work: Any) -> list[Any]:
    """Run the same work in threads that begin at once; give what they return or raise."""
    barrier = threading.Barrier(count)
    results: list[Any] = []

    def run() -> None:
        barrier.wait()
        try:
            results.append(work())
        except BaseException as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
