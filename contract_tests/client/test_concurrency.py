"""Concurrency: one client, many threads, tasks, event loops and processes."""

from __future__ import annotations

import asyncio
import copy
import gc
import pickle
import threading
import time
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_api import codec
from ntropy_client import document

from .calls import GET, together
from .conftest import KEY, said
from .hostile import Server, answer


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


@pytest.mark.parametrize("kind", [api.Ntropy, api.AsyncNtropy])
def test_a_client_travels_without_its_connections(kind: type[api.Ntropy] | type[api.AsyncNtropy]) -> None:
    """Settings and defaults are pickled and copied; the copy has connections of its own."""
    client = kind(KEY, region="eu", retries=7).with_options(deadline=3.5)
    for twin in (pickle.loads(pickle.dumps(client)), copy.copy(client)):
        assert repr(twin) == repr(client)
        assert twin._config == client._config
        assert twin._options == {"deadline": 3.5}
        assert twin._transport is not client._transport


def test_a_user_s_own_connections_do_not_travel() -> None:
    """It is said why, instead of losing them in silence."""
    client = api.Ntropy(KEY, http_client=httpx.Client())
    with pytest.raises(TypeError, match="http_client"):
        pickle.dumps(client)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_event_loops_that_are_over_are_let_go() -> None:
    """One client in many `asyncio.run` calls keeps the connections of the last one only."""
    with Server(answer()) as server:
        client = api.AsyncNtropy(KEY, base_url=server.url)

        async def once() -> None:
            assert (await client.send(GET)).value.size == 3

        for _ in range(5):
            asyncio.run(once())
        assert len(client._transport._own) == 1  # pyright: ignore[reportPrivateUsage]
        client._transport._own.clear()  # pyright: ignore[reportPrivateUsage]
        gc.collect()
