"""Settings of a client, from arguments and the environment."""

from __future__ import annotations

import asyncio
import copy
import gc
import json
import pickle
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_client import document
from ntropy_client._config import REGIONS

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


def test_a_closed_http_client_is_named(clock: HeldClock) -> None:
    """It is theirs, so they are told."""
    http = httpx.Client()
    http.close()
    with pytest.raises(api.NtropyError, match="http_client that was given is closed"):
        api.Ntropy(KEY, http_client=http).send(GET)


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


class _Found(BaseHTTPRequestHandler):
    """Answers every GET, and keeps the connection open."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = json.dumps(FOUND).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_event_loops_that_are_over_are_let_go() -> None:
    """One client in many `asyncio.run` calls keeps the connections of the last one only."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Found) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = api.AsyncNtropy(KEY, base_url=f"http://127.0.0.1:{server.server_port}")

        async def once() -> None:
            assert (await client.send(GET)).value.size == 3

        for _ in range(5):
            asyncio.run(once())
        assert len(client._transport._own) == 1  # pyright: ignore[reportPrivateUsage]
        client._transport._own.clear()  # pyright: ignore[reportPrivateUsage]
        gc.collect()
        server.shutdown()


def test_a_user_s_http_client_is_never_closed() -> None:
    """It was theirs before and stays theirs, with its own headers."""
    script = Script([said(200, FOUND), said(200, FOUND)])
    http = httpx.Client(transport=httpx.MockTransport(script), headers={"X-Team": "payments"})
    with api.Ntropy(KEY, http_client=http) as client:
        client.send(GET)
    assert not http.is_closed
    assert script.requests[0].headers["X-Team"] == "payments"
