"""Settings of a client, from arguments and the environment."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_client import document
from ntropy_client._config import REGIONS

from .calls import FOUND, GET
from .conftest import KEY, HeldClock, Script, said


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


def test_the_regions_are_the_document_s_servers() -> None:
    """Addresses are known in one place more than they should be; here they are held equal."""
    assert [server["url"] for server in document.load().raw["servers"]] == list(REGIONS.values())


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
        ({"base_url": "http://x.test?"}, "base_url must be an address"),
        ({"base_url": "http://x.test/p#"}, "base_url must be an address"),
        ({"base_url": "http://user:pass@[x"}, "user name or password"),
        ({"base_url": "https://api.ntropy.com/v3/"}, "ends in /v3, which every path begins with"),
        ({"pacer": 5}, "turn and async_turn"),
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
        ({"timeout": float("inf")}, "timeout"),
        ({"base_url": "http://.."}, "base_url must be an address"),
        ({"base_url": 5}, "base_url"),
        ({"region": []}, "region"),
        ({"http_client": object()}, "httpx.Client"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(settings: dict[str, Any], word: str) -> None:
    """The error says which setting and what it may be, and shows no secret."""
    with pytest.raises(api.ConfigurationError, match=word) as caught:
        api.Ntropy(**{"api_key": KEY, **settings})
    assert "pass@" not in str(caught.value)
    assert "schl" not in str(caught.value)


def test_a_key_may_be_fetched_for_each_call(clock: HeldClock) -> None:
    """A function gives the key anew each time, so keys can rotate."""
    keys = iter(["first", "second"])
    script = Script([said(200, FOUND), said(200, FOUND)])
    client = api.Ntropy(lambda: next(keys), http_client=httpx.Client(transport=httpx.MockTransport(script)))
    client.send(GET)
    client.send(GET)
    assert [sent.headers["X-Api-Key"] for sent in script.requests] == ["first", "second"]


@pytest.mark.parametrize(
    ("name", "value"), [("SSL_CERT_FILE", "/no/such/file"), ("ALL_PROXY", "nonsense://x")]
)
def test_an_environment_that_cannot_work_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Certificates and proxies that httpx refuses are our error, with what to look at."""
    monkeypatch.setenv(name, value)
    with pytest.raises(api.ConfigurationError, match="SSL_CERT_FILE and the proxy variables"):
        api.Ntropy(KEY).send(GET)
    with pytest.raises(api.ConfigurationError, match="SSL_CERT_FILE and the proxy variables"):
        asyncio.run(api.AsyncNtropy(KEY).send(GET))
