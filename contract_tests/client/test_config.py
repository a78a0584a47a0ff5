"""Settings of a client, from arguments and the environment."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import httpx
import pytest

import ntropy_client as api

from .conftest import KEY, HeldClock, Script, said
from .test_calls import FOUND, GET


def test_without_a_key_nothing_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing key is told before any request, with what to do."""
    with pytest.raises(api.ConfigurationError, match="NTROPY_API_KEY"):
        api.Ntropy()
    with pytest.raises(api.NtropyError, match="NTROPY_API_KEY"):
        api.AsyncNtropy()
    monkeypatch.setenv("NTROPY_API_KEY", "  ")
    with pytest.raises(ValueError, match="NTROPY_API_KEY"):
        api.Ntropy()


def test_key_and_address_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`Ntropy()` is enough where the environment is set."""
    monkeypatch.setenv("NTROPY_API_KEY", KEY + "\n")
    monkeypatch.setenv("NTROPY_BASE_URL", "http://127.0.0.1:8787/")
    script = Script([said(200, FOUND)])
    client = api.Ntropy(http_client=httpx.Client(transport=httpx.MockTransport(script)))
    client.send(GET)
    assert script.requests[0].headers["X-Api-Key"] == KEY
    assert str(script.requests[0].url) == "http://127.0.0.1:8787/v3/things/a%2Fb"


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, "https://api.ntropy.com"),
        ({"region": "us"}, "https://api.ntropy.com"),
        ({"region": "eu"}, "https://api.eu.ntropy.com"),
        ({"base_url": "http://localhost:1/prefix/"}, "http://localhost:1/prefix"),
    ],
)
def test_where_requests_go(settings: dict[str, str], address: str) -> None:
    """The US region, another region, or any address."""
    assert api.Ntropy(KEY, **settings).base_url == address  # type: ignore[arg-type]


def test_an_argument_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written in the code is what happens."""
    monkeypatch.setenv("NTROPY_API_KEY", "from-outside")
    monkeypatch.setenv("NTROPY_BASE_URL", "http://outside.test")
    assert api.Ntropy(KEY, region="eu").base_url == "https://api.eu.ntropy.com"
    script = Script([said(200, FOUND)])
    api.Ntropy(KEY, http_client=httpx.Client(transport=httpx.MockTransport(script))).send(GET)
    assert script.requests[0].headers["X-Api-Key"] == KEY


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"region": "mars"}, "us, eu"),
        ({"region": "us", "base_url": "http://x.test"}, "not both"),
        ({"base_url": "api.ntropy.com"}, "base_url must be an address"),
        ({"base_url": "ftp://x.test"}, "base_url must be an address"),
        ({"base_url": "http://x.test?y=1"}, "base_url must be an address"),
        ({"base_url": "http://x.test:port"}, "base_url must be an address"),
        ({"base_url": "http://user:pass@x.test"}, "user name or password"),
        ({"api_key": ""}, "empty"),
        ({"api_key": "schlüssel"}, "header"),
        ({"api_key": "two\nlines"}, "header"),
        ({"api_key": 7}, "api_key must be"),
        ({"retries": -1}, "retries"),
        ({"retries": 1.5}, "retries"),
        ({"timeout": -1}, "timeout"),
        ({"timeout": float("nan")}, "timeout"),
        ({"timeout": "5"}, "timeout"),
        ({"http_client": object()}, "httpx.Client"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(settings: dict[str, Any], word: str) -> None:
    """The error says which setting and what it may be, and shows no secret."""
    with pytest.raises(api.ConfigurationError, match=word) as caught:
        api.Ntropy(**{"api_key": KEY, **settings})
    assert "pass@" not in str(caught.value)
    assert "schl" not in str(caught.value)


def test_a_sync_client_refuses_an_async_one_and_the_other_way_round() -> None:
    """The usual mistake is named."""
    with pytest.raises(api.ConfigurationError, match=r"httpx\.Client"):
        api.Ntropy(KEY, http_client=httpx.AsyncClient())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(api.ConfigurationError, match=r"httpx\.AsyncClient"):
        api.AsyncNtropy(KEY, http_client=httpx.Client())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_key_may_be_fetched_for_each_call(clock: HeldClock) -> None:
    """A function gives the key anew each time, so keys can rotate."""
    keys = iter(["first", "second"])
    script = Script([said(200, FOUND), said(200, FOUND)])
    client = api.Ntropy(lambda: next(keys), http_client=httpx.Client(transport=httpx.MockTransport(script)))
    client.send(GET)
    client.send(GET)
    assert [sent.headers["X-Api-Key"] for sent in script.requests] == ["first", "second"]


@pytest.mark.parametrize("kind", [api.Ntropy, api.AsyncNtropy])
def test_a_client_travels_without_its_connections(kind: type[api.Ntropy] | type[api.AsyncNtropy]) -> None:
    """Settings and defaults are pickled and copied; the copy has connections of its own."""
    client = kind(KEY, region="eu", retries=7).with_options(request_id="mine")
    for twin in (pickle.loads(pickle.dumps(client)), copy.copy(client)):
        assert repr(twin) == repr(client)
        assert twin._config == client._config
        assert twin._options == {"request_id": "mine"}
        assert twin._transport is not client._transport


def test_a_user_s_own_connections_do_not_travel() -> None:
    """It is said why, instead of losing them in silence."""
    client = api.Ntropy(KEY, http_client=httpx.Client())
    with pytest.raises(TypeError, match="http_client"):
        pickle.dumps(client)


def test_a_closed_client_says_so(clock: HeldClock) -> None:
    """A call after close is refused with what to do; the twin of an open client leaves it open."""
    with api.Ntropy(KEY) as client:
        client.with_options(retries=0).close()
        assert not client._transport.closed  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(api.NtropyError, match="closed"):
        client.send(GET)


def test_a_user_s_http_client_is_never_closed() -> None:
    """It was theirs before and stays theirs, with its own headers."""
    script = Script([said(200, FOUND), said(200, FOUND)])
    http = httpx.Client(transport=httpx.MockTransport(script), headers={"X-Team": "payments"})
    with api.Ntropy(KEY, http_client=http) as client:
        client.send(GET)
    assert not http.is_closed
    assert script.requests[0].headers["X-Team"] == "payments"
