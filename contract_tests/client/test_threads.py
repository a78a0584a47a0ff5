"""One client, many threads."""

from __future__ import annotations

import threading
import time
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_api import codec
from ntropy_client import document

from .conftest import KEY, said


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


def test_decoders_are_built_one_at_a_time_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two built at once would crash the process."""
    building = 0
    most = 0
    built: list[Any] = []

    class Slow:
        def __init__(self, kind: Any) -> None:
            nonlocal building, most
            building += 1
            most = max(most, building)
            time.sleep(0.01)
            built.append(kind)
            building -= 1

    monkeypatch.setattr(codec, "Decoder", Slow)
    monkeypatch.setattr(codec, "_decoders", {})
    found = together(8, lambda: codec.decoder(dict[str, int]))
    together(4, lambda: codec.decoder(list[threading.Thread]))
    assert len({id(one) for one in found}) == 1
    assert most == 1
    assert built == [dict[str, int], list[threading.Thread]]


def test_thirty_two_threads_share_a_client() -> None:
    """First calls of all resources at once give each thread its answer."""
    page = document.load().operations["transactions_list"].examples(200)["page"]
    transport = httpx.MockTransport(lambda _: said(200, page))
    client = api.Ntropy(KEY, http_client=httpx.Client(transport=transport))
    found = together(32, lambda: client.transactions.list().data[0].id)
    assert found == ["xbx8YP14g565Xk"] * 32


def test_first_calls_at_once_open_one_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pool is made and lost."""
    made: list[httpx.Client] = []
    real = httpx.Client

    def slow(**settings: Any) -> httpx.Client:
        time.sleep(0.01)
        made.append(real(transport=httpx.MockTransport(lambda _: said(404)), **settings))
        return made[-1]

    monkeypatch.setattr(httpx, "Client", slow)
    client = api.Ntropy(KEY)
    found = together(8, lambda: client.batches.get("a"))
    assert [type(one) for one in found] == [api.NotFoundError] * 8
    assert len(made) == 1
