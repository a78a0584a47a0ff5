"""What every operation has in common: the options of a call, and pages that keep their filters."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_client.document import Operation, load

from .cases import arguments
from .conftest import KEY, HeldClock, Script, said
from .hostile import WAYS, Server, Way, answer

OPERATIONS = list(load().operations.values())
LISTS = [one for one in OPERATIONS if any(parameter.name == "cursor" for parameter in one.parameters)]
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)


def method_of(client: api.Ntropy | api.AsyncNtropy, operation: Operation) -> Any:
    return getattr(getattr(client, operation.tag), operation.id.removeprefix(f"{operation.tag}_"))


def given(operation: Operation) -> dict[str, Any]:
    return arguments(operation, next(iter(operation.body_examples.values()), None))


def clients(script: Script) -> Iterator[api.Ntropy | api.AsyncNtropy]:
    transport = httpx.MockTransport(script)
    yield api.Ntropy(KEY, base_url="https://api.test", http_client=httpx.Client(transport=transport))
    http_client = httpx.AsyncClient(transport=transport)
    yield api.AsyncNtropy(KEY, base_url="https://api.test", http_client=http_client)


def done(value: Any) -> Any:
    """What a method gives, awaited where that is how it is had."""

    async def main() -> Any:
        return await value

    return asyncio.run(main()) if inspect.isawaitable(value) or isinstance(value, api.AsyncPages) else value


@every_operation
def test_the_options_of_a_call_reach_its_request(operation: Operation) -> None:
    """Key, request id, headers, time-outs, deadline and retries of one call, for every method of both clients."""
    script = Script([said(503) for _ in range(2)])
    for client in clients(script):
        client._clock = HeldClock()  # pyright: ignore[reportPrivateUsage]
        with pytest.raises(api.ServerError) as caught:
            done(
                method_of(client, operation)(
                    **given(operation),
                    api_key="theirs",
                    request_id="mine",
                    headers={"X-More": "1"},
                    timeout=api.Timeouts(3, 7, 7, 7),
                    deadline=4,
                    retries=0,
                )
            )
        assert (caught.value.attempts, caught.value.operation) == (1, operation.id)
    assert len(script.requests) == 2
    for sent in script.requests:
        names = ("X-Api-Key", "X-Request-ID", "X-More")
        assert [sent.headers[name] for name in names] == ["theirs", "mine", "1"]
        assert sent.extensions["timeout"] == {"connect": 3, "read": 4, "write": 4, "pool": 4}


@every_operation
def test_an_unknown_keyword_is_named(operation: Operation) -> None:
    """With the method that was called, before anything is sent."""
    script = Script([])
    word = f"{operation.tag}.{operation.id.removeprefix(f'{operation.tag}_')}"
    for client in clients(script):
        with pytest.raises(TypeError, match=rf"{word}\(\) got an unexpected keyword argument 'enable'"):
            done(method_of(client, operation)(**given(operation), enable=True))
    assert script.requests == []


@pytest.mark.parametrize("operation", LISTS, ids=lambda one: one.id)
def test_every_page_has_all_filters_of_the_first(operation: Operation) -> None:
    """Whatever was asked for at first, `limit` among it, for every list of both clients."""
    script = Script([said(200, {"data": [], "next_cursor": end}) for end in ("a", "b", None) * 2])
    filters = {name: value for name, value in given(operation).items() if name != "cursor"}
    for client in clients(script):
        pages = method_of(client, operation)(**filters)
        if isinstance(pages, api.AsyncPages):

            async def main(found: api.AsyncPages[Any] = pages) -> list[Any]:
                return [item async for item in found]

            assert asyncio.run(main()) == []
        else:
            assert list(pages) == []
    sent = [dict(request.url.params) for request in script.requests]
    assert len(filters) > 1 or "limit" in filters
    assert sent[0].keys() == filters.keys()
    assert sent == [sent[0], {**sent[0], "cursor": "a"}, {**sent[0], "cursor": "b"}] * 2


def moments_of(operation: Operation) -> list[str]:
    return [one.name for one in operation.parameters if one.schema.get("format") == "date-time"]


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if moments_of(one)], ids=lambda one: one.id)
def test_every_list_can_be_filtered_by_moments(operation: Operation) -> None:
    """By those of Python, for both clients."""
    script = Script([said(200, {"data": [], "next_cursor": None}) for _ in range(2)])
    moments = dict.fromkeys(moments_of(operation), dt.datetime(2024, 1, 2, 3, 4, 5))
    for client in clients(script):
        done(method_of(client, operation)(**given(operation) | moments))
    assert len(script.requests) == 2
    for sent in script.requests:
        assert [sent.url.params[name] for name in moments] == ["2024-01-02T03:04:05Z"] * len(moments)


def test_the_lists_that_moments_filter_are_found() -> None:
    """Transactions, batches, statements, account holders and reports."""
    assert {one.tag for one in OPERATIONS if moments_of(one)} == {
        "account_holders",
        "bank_statements",
        "batches",
        "reports",
        "transactions",
    }


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize(
    "moment", [dt.datetime(2024, 1, 2, 3, 4, 5), dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC)]
)
def test_moments_arrive_over_every_transport(way: Way, moment: dt.datetime) -> None:
    """As RFC 3339, and with their zone; one without means UTC."""
    page: dict[str, object] = {"data": [], "next_cursor": None}
    request = api.operations.transactions_list(created_after=moment)
    with Server(answer(200, page)) as server:
        result = way.call(server.url, request)
    assert isinstance(result, api.Response), result
    _, _, query = server.requests[0].target.partition("?")
    assert dict(httpx.QueryParams(query)) == {"created_after": "2024-01-02T03:04:05Z"}
