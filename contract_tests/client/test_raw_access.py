"""Raw access: the whole answer, other defaults, and an HTTP client of one's own."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_api.request import Request

from .calls import FOUND, GET, Thing, client_of
from .conftest import KEY, HeldClock, Script, said
from .hostile import WAYS, Server, answer


def test_the_whole_answer(clock: HeldClock) -> None:
    """`send` gives value, status, headers, request id, attempts, seconds and the body."""
    client, _ = client_of(clock, said(200, FOUND, X_Request_ID="server-1"))
    response = client.send(GET)
    assert response.value == Thing("a", 3)
    assert (response.status_code, response.request_id, response.attempts) == (200, "server-1", 1)
    assert response.headers["x-request-id"] == "server-1"
    assert json.loads(response.content) == FOUND
    assert response.elapsed == 0


def test_the_sent_id_counts_when_the_server_gives_none(clock: HeldClock) -> None:
    """A request can always be named."""
    client, _ = client_of(clock, said(200, FOUND))
    assert client.send(GET).request_id == "sent-1"


def test_defaults_of_a_client_and_of_its_twin(clock: HeldClock) -> None:
    """`with_options` gives other defaults and leaves the first client as it was."""
    client, script = client_of(clock, said(200, FOUND), said(200, FOUND))
    client.with_options(headers={"X-More": "1"}).send(GET)
    client.send(GET)
    assert script.requests[0].headers["X-More"] == "1"
    assert "X-More" not in script.requests[1].headers


@pytest.mark.parametrize("given", [None, "batches_get", {"operation": "batches_get"}])
def test_what_is_no_request_is_named(clock: HeldClock, given: Any) -> None:
    """With what makes one."""
    client, script = client_of(clock)
    with pytest.raises(TypeError, match=r"send\(\) takes what ntropy_client\.operations makes"):
        client.send(given)
    assert script.requests == []


def test_a_request_id_is_for_one_request(clock: HeldClock) -> None:
    """As a default it would name them all, every page and poll."""
    client, _ = client_of(clock)
    with pytest.raises(api.ConfigurationError, match="request_id names one request"):
        client.with_options(request_id="mine")


@pytest.mark.parametrize(
    "options",
    [
        {"request_id": " a"},
        {"headers": {"X-Mine": "a "}},
        {"headers": {"X-Api-Key": "another"}},
        {"headers": {"X-Request-ID": "mine"}},
        {"headers": {"Content-Length": "3"}},
        {"headers": {"Content-Type": "text/plain"}},
        {"headers": {"HOST": "other.test"}},
        {"headers": {"transfer-encoding": "chunked"}},
        {"headers": {"X Mine": "a"}},
        {"headers": {"X-Mine": "a\r\nX-Evil: 1"}},
        {"headers": ["X-Mine"]},
    ],
)
def test_headers_that_cannot_work_are_refused(clock: HeldClock, options: dict[str, Any]) -> None:
    """Before anything is sent, by call and by client."""
    client, script = client_of(clock)
    with pytest.raises(api.ConfigurationError):
        client.send(GET, **options)
    with pytest.raises(api.ConfigurationError):
        client.with_options(**options)
    assert script.requests == []


def test_a_time_of_centuries_is_a_long_time(clock: HeldClock) -> None:
    """Not more than the system can count."""
    with Server(answer()) as server:
        for timeout in (1e10, api.Timeouts(1e10, None, 1e300, None)):
            for way in WAYS:
                result = way.call(server.url, GET, timeout=timeout, deadline=1e10)
                assert isinstance(result, api.Response), result


def test_headers_of_a_call_are_added_to_those_of_the_client(clock: HeldClock) -> None:
    """Neither takes the other's place, but for the same name."""
    client, script = client_of(clock, said(200, FOUND))
    client.with_options(headers={"X-Tenant": "a", "X-More": "1"}).send(GET, headers={"x-more": "2"})
    assert script.requests[0].headers["X-Tenant"] == "a"
    assert script.requests[0].headers.get_list("X-More") == ["2"]


def test_what_a_user_set_on_their_http_client_is_kept(clock: HeldClock) -> None:
    """Query parameters and headers of their own are sent beside ours."""
    script = Script([said(200, FOUND)])
    http = httpx.Client(
        transport=httpx.MockTransport(script),
        params={"tenant": "x"},
        headers={"User-Agent": "theirs", "Accept": "application/json; q=1"},
    )
    request: Request[Thing] = Request("l", "GET", "/v3/things", {200: (Thing,)}, (("cursor", "a b"),))
    api.Ntropy(KEY, base_url="https://api.test", http_client=http).send(request)
    (sent,) = script.requests
    assert dict(sent.url.params) == {"tenant": "x", "cursor": "a b"}
    assert sent.headers["User-Agent"] == "theirs"
    assert sent.headers["Accept"] == "application/json; q=1"


def test_a_user_s_hook_that_raises_for_statuses(clock: HeldClock) -> None:
    """The status is what it is, not a failure of the network."""
    script = Script([said(404, {"detail": "gone"})])

    def hook(response: httpx.Response) -> None:
        response.raise_for_status()

    http = httpx.Client(transport=httpx.MockTransport(script), event_hooks={"response": [hook]})
    with pytest.raises(api.NotFoundError):
        api.Ntropy(KEY, http_client=http).send(GET)
    assert len(script.requests) == 1


def test_a_sync_client_refuses_an_async_one_and_the_other_way_round() -> None:
    """The usual mistake is named."""
    with pytest.raises(api.ConfigurationError, match=r"httpx\.Client"):
        api.Ntropy(KEY, http_client=httpx.AsyncClient())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(api.ConfigurationError, match=r"httpx\.AsyncClient"):
        api.AsyncNtropy(KEY, http_client=httpx.Client())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_closed_client_says_so(clock: HeldClock) -> None:
    """A call after close is refused with what to do; the twin of an open client leaves it open."""
    with api.Ntropy(KEY) as client:
        client.with_options(retries=0).close()
        assert not client._transport.closed  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(api.NtropyError, match="closed"):
        client.send(GET)


def test_a_closed_client_on_another_http_client_says_so_too() -> None:
    """What was given is open still, and nothing goes out over it."""
    script = Script([])
    http = httpx.Client(transport=httpx.MockTransport(script))
    with api.Ntropy(KEY, http_client=http) as client:
        pass
    with pytest.raises(api.APIConnectionError, match="the client is closed"):
        client.send(GET)

    async def main() -> None:
        async with (
            httpx.AsyncClient(transport=httpx.MockTransport(script)) as async_http,
            api.AsyncNtropy(KEY, http_client=async_http) as async_client,
        ):
            await async_client.close()
            with pytest.raises(api.APIConnectionError, match="the client is closed"):
                await async_client.send(GET)

    asyncio.run(main())
    assert not http.is_closed
    assert script.requests == []


def test_a_closed_http_client_is_named(clock: HeldClock) -> None:
    """It is theirs, so they are told."""
    http = httpx.Client()
    http.close()
    with pytest.raises(api.NtropyError, match="http_client that was given is closed"):
        api.Ntropy(KEY, http_client=http).send(GET)


def test_a_user_s_http_client_is_never_closed() -> None:
    """It was theirs before and stays theirs, with its own headers."""
    script = Script([said(200, FOUND), said(200, FOUND)])
    http = httpx.Client(transport=httpx.MockTransport(script), headers={"X-Team": "payments"})
    with api.Ntropy(KEY, http_client=http) as client:
        client.send(GET)
    assert not http.is_closed
    assert script.requests[0].headers["X-Team"] == "payments"
