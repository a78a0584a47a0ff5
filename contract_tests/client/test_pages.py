"""Lists that come in pages."""

from __future__ import annotations

import asyncio
import copy
import pickle
from collections.abc import AsyncIterable
from typing import Any

import httpx
import msgspec
import pytest

import ntropy_client as api
from ntropy_api.pages import first_page
from ntropy_api.request import Request

from .conftest import KEY, HeldClock, Script, said
from .hostile import WAYS, Server, Way, Wire


class Body(msgspec.Struct):
    data: list[int]
    next_cursor: str | None = None


LIST: Request[Body] = Request(
    "things_list", "GET", "/v3/things", {200: (Body,)}, (("status", "done"), ("limit", "2")), idempotent=True
)
THREE: list[dict[str, Any]] = [
    {"data": [1, 2], "next_cursor": "a"},
    {"data": [], "next_cursor": "b"},
    {"data": [3], "next_cursor": None},
]

pytestmark = pytest.mark.anyio


def pages_of(
    clock: HeldClock, *bodies: dict[str, Any], request: Request[Body] = LIST, **options: Any
) -> tuple[api.Page[int], Script]:
    script = Script([said(200, body) for body in bodies])
    client = api.Ntropy(KEY, http_client=httpx.Client(transport=httpx.MockTransport(script)))
    client._clock = clock  # pyright: ignore[reportPrivateUsage]
    page: api.Page[int] = first_page(client, request, options)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    return page, script


def async_pages_of(
    clock: HeldClock, *bodies: dict[str, Any], **options: Any
) -> tuple[api.AsyncPages[int], Script]:
    script = Script([said(200, body) for body in bodies])
    client = api.AsyncNtropy(KEY, http_client=httpx.AsyncClient(transport=httpx.MockTransport(script)))
    client._clock = clock  # pyright: ignore[reportPrivateUsage]
    pages: api.AsyncPages[int] = api.AsyncPages(client, LIST, options)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    return pages, script


def test_every_item_comes_once_across_an_empty_page(clock: HeldClock) -> None:
    """An empty page with a cursor goes on; every page has all filters and a request id of its own."""
    page, script = pages_of(clock, *THREE, request_id="mine")
    assert list(page) == [1, 2, 3]
    assert [dict(sent.url.params) for sent in script.requests] == [
        {"status": "done", "limit": "2"},
        {"status": "done", "limit": "2", "cursor": "a"},
        {"status": "done", "limit": "2", "cursor": "b"},
    ]
    assert [sent.headers["X-Request-ID"] for sent in script.requests] == ["mine", "sent-1", "sent-2"]


async def test_every_item_comes_once_async(clock: HeldClock) -> None:
    """The same with `async for`; nothing is asked before it begins."""
    pages, script = async_pages_of(clock, *THREE, request_id="mine")
    assert script.requests == []
    assert [item async for item in pages] == [1, 2, 3]
    assert [sent.headers["X-Request-ID"] for sent in script.requests] == ["mine", "sent-1", "sent-2"]


def test_a_page_travels_without_its_client(clock: HeldClock) -> None:
    """A pickle has the page and its cursor, and neither connections nor the key; a copy goes on."""
    page, script = pages_of(clock, *THREE, api_key=KEY)
    content = pickle.dumps(page)
    assert KEY.encode() not in content
    twin = pickle.loads(content)
    assert (twin.data, twin.next_cursor, twin.request_id) == ([1, 2], "a", page.request_id)
    with pytest.raises(api.NtropyError, match=r"list again with cursor=its next_cursor"):
        list(twin)
    assert len(script.requests) == 1
    assert list(copy.copy(page)) == [1, 2, 3]


def test_a_last_page_that_travelled_is_whole(clock: HeldClock) -> None:
    """Where nothing follows, nothing is missed."""
    page, _ = pages_of(clock, THREE[2])
    assert list(pickle.loads(pickle.dumps(page))) == [3]


async def test_every_page_has_the_options_of_the_first(clock: HeldClock) -> None:
    """Key, headers and time-outs of a call are those of all its requests, sync and async."""
    options: dict[str, Any] = {"api_key": "another", "headers": {"X-Mine": "1"}, "timeout": 7}
    page, script = pages_of(clock, *THREE, **options)
    assert list(page) == [1, 2, 3]
    pages, async_script = async_pages_of(clock, *THREE, **options)
    assert [item async for item in pages] == [1, 2, 3]
    sent = [*script.requests, *async_script.requests]
    assert len(sent) == 6
    for one in sent:
        assert (one.headers["X-Api-Key"], one.headers["X-Mine"]) == ("another", "1")
        assert one.extensions["timeout"]["read"] == 7


def test_page_by_page(clock: HeldClock) -> None:
    """`by_page` gives each page with its data and cursor."""
    page, _ = pages_of(clock, *THREE)
    assert [(one.data, one.next_cursor) for one in page.by_page()] == [([1, 2], "a"), ([], "b"), ([3], None)]


async def test_awaited_it_is_the_first_page(clock: HeldClock) -> None:
    """`await list()` is a page, from which iteration goes on."""
    pages, script = async_pages_of(clock, *THREE)
    page = await pages
    assert (page.data, page.next_cursor) == ([1, 2], "a")
    assert len(script.requests) == 1
    assert [one.data async for one in page.by_page()] == [[1, 2], [], [3]]


def test_nothing_is_asked_that_is_not_needed(clock: HeldClock) -> None:
    """Who stops early pays for no further page."""
    page, script = pages_of(clock, *THREE)
    for item in page:
        if item == 2:
            break
    assert len(script.requests) == 1


@pytest.mark.parametrize("end", [None, ""])
def test_the_end_is_no_cursor_or_an_empty_one(clock: HeldClock, end: str | None) -> None:
    """Both end the list."""
    page, script = pages_of(clock, {"data": [1], "next_cursor": end})
    assert list(page) == [1]
    assert page.next_cursor is None
    assert len(script.requests) == 1


def test_a_cursor_that_comes_again_does_not_loop(clock: HeldClock) -> None:
    """It is told as a fault of the answer, after the items that came."""
    page, script = pages_of(clock, {"data": [1], "next_cursor": "a"}, {"data": [2], "next_cursor": "a"})
    seen: list[int] = []
    with pytest.raises(api.ResponseValidationError, match="came before") as caught:
        seen.extend(page)
    assert seen == [1, 2]
    assert caught.value.location == "$.next_cursor"
    assert len(script.requests) == 2


async def test_a_cursor_that_comes_again_does_not_loop_async(clock: HeldClock) -> None:
    """The same for the async client."""
    pages, _ = async_pages_of(clock, {"data": [1], "next_cursor": "a"}, {"data": [2], "next_cursor": "a"})
    seen: list[int] = []

    async def collect(items: AsyncIterable[int]) -> None:
        async for item in items:
            seen.append(item)

    with pytest.raises(api.ResponseValidationError, match="came before"):
        await collect(pages)
    assert seen == [1, 2]
    pages, _ = async_pages_of(clock, {"data": [3], "next_cursor": "a"}, {"data": [4], "next_cursor": "a"})
    with pytest.raises(api.ResponseValidationError, match="came before"):
        await collect(await pages)
    assert seen == [1, 2, 3, 4]


def test_a_kept_cursor_goes_on_and_is_not_followed_to_itself(clock: HeldClock) -> None:
    """A list can be resumed; a server that gives the same cursor back is not asked for ever."""
    page, script = pages_of(clock, {"data": [3], "next_cursor": "b"}, request=LIST.at("b"))
    with pytest.raises(api.ResponseValidationError):
        list(page)
    assert dict(script.requests[0].url.params)["cursor"] == "b"


def test_a_page_knows_the_request_it_came_of(clock: HeldClock) -> None:
    """Its request id is that of the answer, one for each page."""
    page, _ = pages_of(clock, *THREE)
    assert [one.request_id for one in page.by_page()] == ["sent-1", "sent-2", "sent-3"]


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.usefixtures("no_socket_left")
def test_who_stops_early_leaves_nothing_open(way: Way) -> None:
    """The connection of a page that was read is free for the next call."""

    def page(wire: Wire) -> None:
        number = len(wire.request().target)
        body = b'{"data": [1, 2], "next_cursor": "%s"}' % (b"x" * number)
        wire.say(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), body)

    with Server(page) as server:
        if way.asynchronous:

            async def main() -> None:
                http_client = way.http_client() if way.http_client else None
                async with api.AsyncNtropy(KEY, base_url=server.url, http_client=http_client) as client:
                    for _ in range(3):
                        pages: api.AsyncPages[int] = api.AsyncPages(client, LIST, {})  # pyright: ignore[reportArgumentType]
                        seen = 0
                        async for _ in pages:
                            seen += 1
                            if seen == 3:
                                break
                if http_client is not None:
                    await http_client.aclose()

            asyncio.run(main())
        else:
            with api.Ntropy(KEY, base_url=server.url) as client:
                for _ in range(3):
                    first: api.Page[int] = first_page(client, LIST, {})  # pyright: ignore[reportArgumentType]
                    for seen, _ in enumerate(first, 1):
                        if seen == 3:
                            break
        assert (server.connections, server.taken) == (1, 6)


def test_a_page_is_neither_counted_nor_indexed(clock: HeldClock) -> None:
    """A page is no list: its length would be that of one page of many."""
    page, _ = pages_of(clock, *THREE)
    assert not hasattr(page, "__len__")
    assert not hasattr(page, "__getitem__")
    assert repr(page) == "Page(2 items, next_cursor='a')"
