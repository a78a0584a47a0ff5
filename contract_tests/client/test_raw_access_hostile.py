"""Raw access over real connections: proxies, certificates, another transport, and tracing."""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import httpx_aiohttp
import pytest
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import set_tracer_provider

import ntropy_client as api
from ntropy_api.request import Request
from ntropy_client.conformance import AsyncCheckedTransport
from ntropy_client.document import load

from .calls import GET, POST, Thing
from .conftest import KEY
from .hostile import WAYS, QuickClock, Server, Way, Wire, answer, well
from .hostile.trust import authority, server_context
from .test_resources import STRANGE

pytestmark = pytest.mark.usefixtures("no_socket_left")

every_way = pytest.mark.parametrize("way", WAYS, ids=str)
README = (Path(__file__).parents[2] / "README.md").read_text()
AT_POSITION: Request[None] = Request("rules_delete", "DELETE", "/v3/rules/0", {204: (None,)})
ORIGIN = "http://api.internal.test"
TUNNELLED = "https://localhost:9"


def wrapped() -> httpx.AsyncBaseTransport:
    """Give aiohttp's transport within one that checks what passes."""
    return AsyncCheckedTransport(httpx_aiohttp.AiohttpTransport(), print)


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have our own authority trusted, as the environment says it."""
    path = str(tmp_path / "authority.pem")
    authority().cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", path)
    return path


def tunnel(wire: Wire) -> None:
    """Open a tunnel, and be what is at its end."""
    wire.request()
    wire.say(b"HTTP/1.1 200 Connection established\r\n\r\n")
    wire.secure(server_context())
    answer()(wire)
    wire.close()


@every_way
class TestProxies:
    """Proxies of the environment are used, and what goes wrong with them is ours."""

    def test_a_request_goes_through_it(self, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
        """The proxy is asked for the whole address, with all headers."""
        with Server(answer()) as proxy:
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            result = way.call(ORIGIN, POST)
        assert isinstance(result, api.Response), result
        (sent,) = proxy.requests
        assert (sent.target, sent.body) == (f"{ORIGIN}/v3/things", POST.content)
        assert sent.headers["x-api-key"] == KEY

    @pytest.mark.usefixtures("trusted")
    def test_tls_goes_through_a_tunnel(self, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
        """The proxy sees an address and no key; the certificate is the server's."""
        with Server(tunnel) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            result = way.call(TUNNELLED, GET)
        assert isinstance(result, api.Response), result
        opening, inside = proxy.requests
        assert (opening.method, opening.target) == ("CONNECT", "localhost:9")
        assert KEY not in str(opening)
        assert (inside.target, inside.headers["x-api-key"]) == ("/v3/things/a%2Fb", KEY)

    def test_exceptions_are_kept(self, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is not to go through it does not."""
        with Server(answer()) as server, Server(answer()) as proxy:
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
            result = way.call(server.url, GET)
        assert isinstance(result, api.Response), result
        assert proxy.requests == []

    # What aiohttp tells its bridge.
    @pytest.mark.filterwarnings(
        "ignore:BasicAuth is:DeprecationWarning", "ignore:.*proxy_auth:DeprecationWarning"
    )
    @pytest.mark.parametrize("status", [403, 407, 502])
    def test_a_tunnel_that_is_refused_sent_nothing(
        self, way: Way, status: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Every call may be made again; a proxy's password is as secret as a key."""
        caplog.set_level(logging.DEBUG, logger="ntropy_client")
        clock = QuickClock()
        with Server(answer(status, b"no", reason="No")) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//user:passw0rd@"))
            result = way.call(TUNNELLED, POST, clock=clock)
        assert type(result) is api.APIConnectionError
        assert (result.attempts, result.outcome_unknown, len(clock.slept)) == (3, False, 2)
        assert [sent.method for sent in proxy.requests] == ["CONNECT"] * 3
        assert "passw0rd" not in str(result) + repr(result) + caplog.text

    def test_a_change_is_sent_through_it_once(self, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
        """A proxy that breaks may have passed it on; no layer repeats it."""

        def gone(wire: Wire) -> None:
            wire.request()
            wire.close()

        with Server(gone) as proxy:
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            result = way.call(ORIGIN, AT_POSITION)
        assert type(result) is api.APIConnectionError
        assert (result.outcome_unknown, len(proxy.requests)) == (True, 1)

    def test_a_proxy_that_is_not_there(self, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is as if the server were not there."""
        with Server(answer()) as gone:
            url = gone.url
        monkeypatch.setenv("HTTP_PROXY", url)
        result = way.call(ORIGIN, POST, retries=0)
        assert type(result) is api.APIConnectionError
        assert not result.outcome_unknown

    @pytest.mark.parametrize("where", ["tunnel", "answer"])
    @pytest.mark.usefixtures("trusted")
    def test_a_deadline_holds_through_it(self, way: Way, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whether the proxy trickles, or the server behind it."""

        def play(wire: Wire) -> None:
            wire.request()
            if where == "tunnel":
                wire.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Pad: y\r\n" * 40 + b"\r\n", pause=0.005)
            wire.say(b"HTTP/1.1 200 OK\r\n\r\n")
            wire.secure(server_context())
            wire.request()
            wire.drip(well(head=b"HTTP/1.1 200 OK\r\n" + b"X-Pad: y\r\n" * 40), pause=0.005)

        with Server(play) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            result = way.call(TUNNELLED, GET, deadline=0.15)
        assert type(result) is api.APITimeoutError, result
        assert proxy.dripped < 400


@every_way
class TestCertificates:
    """Whom to trust is the environment's to say, or that of a client of one's own."""

    @pytest.mark.usefixtures("trusted")
    def test_an_authority_of_the_environment(self, way: Way) -> None:
        """`SSL_CERT_FILE` is read."""
        with Server(answer(), tls=server_context()) as server:
            result = way.call(server.url, POST)
        assert isinstance(result, api.Response), result

    def test_nobody_else_is_trusted(self, way: Way) -> None:
        """A certificate of an unknown authority gets no request, and so no key."""
        with Server(answer(), tls=server_context()) as server:
            result = way.call(server.url, POST, retries=0)
        assert type(result) is api.APIConnectionError, result
        assert not result.outcome_unknown
        assert "certificate" in str(result).lower()
        assert server.requests == []


def test_an_authority_of_one_s_own_client() -> None:
    """`verify=` of an HTTP client that is given is kept, as is the client's proxy."""
    context = ssl.create_default_context()
    authority().configure_trust(context)
    with (
        Server(tunnel) as proxy,
        httpx.Client(verify=context, proxy=proxy.url) as http_client,
        api.Ntropy(KEY, base_url=TUNNELLED, http_client=http_client) as client,
    ):
        assert client.send(GET).value == Thing("a", 3)
        assert proxy.requests[0].method == "CONNECT"


class TestAnotherTransport:
    """aiohttp carries what httpx carries."""

    @pytest.mark.parametrize("id", STRANGE)
    def test_an_id_arrives_as_it_was_encoded(self, id: str) -> None:
        """No layer reads an address anew, and finds another route in it."""
        request = api.operations.transactions_get(id)
        cursor = "a+b/c=&d e%2F" + id
        listing = api.operations.transactions_list(cursor=cursor)
        with Server(answer(404, {})) as server:
            for way in WAYS:
                way.calls(server.url, request, listing)
        paths = [load().match("GET", sent.target) for sent in server.requests[::2]]
        assert [match and match[1] for match in paths] == [{"id": id}] * len(WAYS)
        queries = [httpx.QueryParams(sent.target.partition("?")[2]) for sent in server.requests[1::2]]
        assert [dict(query) for query in queries] == [{"cursor": cursor}] * len(WAYS)

    def test_what_a_user_set_is_kept(self) -> None:
        """Headers and hooks of their own."""
        heard: list[int] = []

        async def hook(response: httpx.Response) -> None:
            heard.append(response.status_code)

        async def main(url: str) -> None:
            async with (
                httpx_aiohttp.HttpxAiohttpClient(
                    headers={"X-Team": "payments"}, event_hooks={"response": [hook]}
                ) as http_client,
                api.AsyncNtropy(KEY, base_url=url, http_client=http_client) as client,
            ):
                await client.send(GET)
                await client.close()
                assert not http_client.is_closed

        with Server(answer()) as server:
            asyncio.run(main(server.url))
        assert heard == [200]
        assert server.requests[0].headers["x-team"] == "payments"

    @pytest.mark.parametrize("transport_of", [lambda: None, httpx_aiohttp.AiohttpTransport, wrapped])
    def test_a_session_that_others_use_too(self, transport_of: Callable[[], Any]) -> None:
        """A bare transport is as good as the client that comes with it, also where another is around it."""

        async def main(url: str) -> Any:
            transport = transport_of()
            async with (
                httpx.AsyncClient(transport=transport) as http_client,
                api.AsyncNtropy(KEY, base_url=url, http_client=http_client) as client,
            ):
                try:
                    return await client.send(AT_POSITION, retries=5)
                except api.NtropyError as error:
                    return error

        def gone(wire: Wire) -> None:
            wire.request()
            wire.close()

        with Server(gone) as server:
            error = asyncio.run(main(server.url))
        assert isinstance(error, api.APIConnectionError)
        assert (error.outcome_unknown, len(server.requests)) == (True, 1)


class TestHooks:
    """Hooks of a user's own that raise for statuses, before anything of the body is read."""

    def test_the_status_counts(self) -> None:
        """It is told as it would be without them, and a failure that passes is repeated."""
        with (
            Server(answer(503, {}), answer(404, {"detail": "gone"})) as server,
            httpx.Client(event_hooks={"response": [httpx.Response.raise_for_status]}) as http_client,
            api.Ntropy(KEY, base_url=server.url, http_client=http_client) as client,
        ):
            client._clock = QuickClock()  # pyright: ignore[reportPrivateUsage]
            with pytest.raises(api.NotFoundError) as caught:
                client.send(GET)
        assert caught.value.attempts == len(server.requests) == 2

    @pytest.mark.parametrize("way", [way for way in WAYS if way.asynchronous], ids=str)
    def test_the_status_counts_async(self, way: Way) -> None:
        """The same on an event loop."""

        async def hook(response: httpx.Response) -> None:
            response.raise_for_status()

        async def main(url: str) -> api.NotFoundError:
            async with (
                (way.http_client or httpx.AsyncClient)(event_hooks={"response": [hook]}) as http_client,
                api.AsyncNtropy(KEY, base_url=url, http_client=http_client) as client,
            ):
                client._clock = QuickClock()  # pyright: ignore[reportPrivateUsage]
                with pytest.raises(api.NotFoundError) as caught:
                    await client.send(GET)
                return caught.value

        with Server(answer(503, {}), answer(404, {"detail": "gone"})) as server:
            error = asyncio.run(main(server.url))
        assert error.attempts == len(server.requests) == 2


def block(word: str) -> str:
    """Give the one example of the README that has a word."""
    found = [text for text in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if word in text]
    assert len(found) == 1, word
    return str(found[0])


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    """Have what is traced on record; a process has one provider of tracers."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    set_tracer_provider(provider)
    return exporter


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> Iterator[InMemorySpanExporter]:
    """Trace as the README has it, and not beyond the test."""
    exporter.clear()
    exec(block("HTTPXClientInstrumentor"), {})
    yield exporter
    HTTPXClientInstrumentor().uninstrument()


class TestTracing:
    """OpenTelemetry's own instrumentation of httpx sees every attempt."""

    @pytest.mark.parametrize("way", WAYS[:2], ids=str)
    def test_each_attempt_is_a_span(self, way: Way, spans: InMemorySpanExporter) -> None:
        """With its status, and the server can go on with the trace; no key in it."""
        with Server(answer(503, {"detail": KEY}, X_Echo=KEY), answer()) as server:
            result = way.call(server.url, GET)
        assert isinstance(result, api.Response), result
        found = spans.get_finished_spans()
        assert [dict(span.attributes or {})["http.status_code"] for span in found] == [503, 200]
        assert KEY not in "".join(span.to_json() for span in found)
        traces = [sent.headers["traceparent"].split("-")[2] for sent in server.requests]
        assert traces == [f"{span.context.span_id:016x}" for span in found if span.context]

    def test_a_client_on_aiohttp_is_named(self, spans: InMemorySpanExporter) -> None:
        """What is no transport of httpx's own is traced when its client is told."""

        async def main(url: str) -> None:
            async with (
                httpx_aiohttp.HttpxAiohttpClient() as http_client,
                api.AsyncNtropy(KEY, base_url=url, http_client=http_client) as client,
            ):
                HTTPXClientInstrumentor().instrument_client(http_client)
                await client.send(GET)

        with Server(answer()) as server:
            asyncio.run(main(server.url))
        assert len(spans.get_finished_spans()) == 1
        assert "traceparent" in server.requests[0].headers


class TestReadme:
    """What the README prints about HTTP clients works as printed."""

    def test_a_client_with_a_proxy_and_an_authority(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Both are used."""
        monkeypatch.chdir(tmp_path)
        authority().cert_pem.write_to_path("ca.pem")
        monkeypatch.setenv("NTROPY_API_KEY", KEY)
        monkeypatch.setenv("NTROPY_BASE_URL", TUNNELLED)
        with Server(tunnel) as proxy:
            code = block("ca.pem").replace("http://proxy.internal:3128", proxy.url)
            names: dict[str, Any] = {"httpx": httpx, "ssl": ssl, "Ntropy": api.Ntropy}
            exec(code, names)
            assert names["client"].send(GET).value == Thing("a", 3)
            names["http_client"].close()
        assert [sent.method for sent in proxy.requests] == ["CONNECT", "GET"]

    def test_a_client_on_aiohttp(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The extra's few lines."""
        monkeypatch.setenv("NTROPY_API_KEY", KEY)
        found: list[Any] = []
        names: dict[str, Any] = {
            "httpx_aiohttp": httpx_aiohttp,
            "AsyncNtropy": api.AsyncNtropy,
            "print": found.append,
        }
        body = load().operations["batches_get"].examples(200)["completed"]
        with Server(answer(200, body)) as server:
            monkeypatch.setenv("NTROPY_BASE_URL", server.url)
            code = "".join(f"    {line}\n" for line in block("httpx_aiohttp").splitlines())
            exec(f"async def main():\n{code}", names)
            asyncio.run(names["main"]())
        assert found == ["completed"]
