"""A turn: what a client does with a pacer, ours or any other: the moment of sending, deadlines, the protocol."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_api.request import Request
from ntropy_client import document
from ntropy_client._exchange import Attempt

from .conftest import KEY, HeldClock, said
from .hostile.ways import on_aiohttp
from .paced import BATCH, asking, async_client_of, client_of, most_within, pacer_of

pytestmark = pytest.mark.anyio


class LateTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Opens a connection for a while, then tells as httpx does that the request goes out."""

    def __init__(self, clock: HeldClock, opening: float) -> None:
        self.clock, self.opening = clock, opening
        self.sent: list[float] = []

    def _open(self) -> httpx.Response:
        self.clock.now += self.opening
        self.sent.append(self.clock.now)
        self.opening = 0.0
        return said(200, BATCH)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._open()
        if "trace" in request.extensions:
            request.extensions["trace"]("connection.connect_tcp.started", {})
            request.extensions["trace"]("http11.send_request_headers.started", {})
        return answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._open()
        await request.extensions["trace"]("http11.send_request_headers.started", {})
        return answer


class TestTheMomentOfSending:
    async def test_a_request_counts_when_it_goes_out(self, clock: HeldClock) -> None:
        """What is held up by opening a connection counts from when it was sent, not from its turn."""
        for asynchronous in (False, True):
            transport = LateTransport(clock, 0.9)
            pacer = pacer_of(clock, rates={"batches_get": 1})
            if asynchronous:
                async_client, _ = async_client_of(clock, pacer)
                async_client._transport._given = httpx.AsyncClient(transport=transport)  # pyright: ignore[reportPrivateUsage]
                for _ in range(3):
                    await async_client.batches.get("a")
            else:
                client, _ = client_of(clock, pacer)
                client._transport._given = httpx.Client(transport=transport)  # pyright: ignore[reportPrivateUsage]
                for _ in range(3):
                    client.batches.get("a")
            assert most_within(transport.sent, 1) == 1
            assert transport.sent[-1] - transport.sent[0] == pytest.approx(2.1)

    async def test_httpx_tells_when_that_is(self) -> None:
        """Over real connections, new and kept, and over aiohttp, the pacer hears of every request within its turn."""
        told: list[str] = []

        class Listening:
            @contextmanager
            def turn(self, request: Request[Any], timeout: float | None, /) -> Iterator[object]:
                yield lambda: told.append("sent")
                told.append("over")

            @asynccontextmanager
            async def async_turn(
                self, request: Request[Any], timeout: float | None, /
            ) -> AsyncIterator[object]:
                yield lambda: told.append("sent")
                told.append("over")

        with serving() as url:
            with api.Ntropy(KEY, base_url=url, pacer=Listening()) as client:
                for _ in range(2):
                    client.send(Request("rules_list", "GET", "/v3/rules", {204: (None,)}))
            async with api.AsyncNtropy(KEY, base_url=url, pacer=Listening()) as async_client:
                for _ in range(2):
                    await async_client.send(Request("rules_list", "GET", "/v3/rules", {204: (None,)}))
            async with (
                on_aiohttp() as http_client,
                api.AsyncNtropy(KEY, base_url=url, pacer=Listening(), http_client=http_client) as fast_client,
            ):
                for _ in range(2):
                    await fast_client.send(Request("rules_list", "GET", "/v3/rules", {204: (None,)}))
        assert told == ["sent", "over"] * 6

    def test_a_later_call_takes_the_place_of_the_earlier(self, clock: HeldClock) -> None:
        """A request that goes out twice, through a proxy, counts once and from the last time."""
        pacer = pacer_of(clock, rates={"batches_get": 2})
        with pacer.turn(asking("batches_get")) as sent:
            assert sent is not None
            for _ in range(5):
                clock.now += 0.1
                sent()
        with pacer.turn(asking("batches_get")):
            assert clock.slept == []
        with pacer.turn(asking("batches_get")):
            assert clock.slept == [pytest.approx(1.05)]


@contextmanager
def serving() -> Iterator[str]:
    """A server on loopback that has nothing to say; its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class TestDeadlines:
    async def test_a_turn_that_comes_too_late_is_refused_at_once(self, clock: HeldClock) -> None:
        """Nobody waits for a turn that lies beyond the deadline; the error has the operation, and nothing was sent."""
        pacer = pacer_of(clock, rates={"batches_get": 0.1})
        client, script = client_of(clock, pacer, said(200, BATCH))
        async_client, async_script = async_client_of(clock, pacer)
        client.batches.get("a")
        with pytest.raises(api.APITimeoutError, match=r"no turn within the deadline \(batches_get") as caught:
            client.batches.get("a", deadline=9)
        with pytest.raises(api.APITimeoutError) as async_caught:
            await async_client.batches.get("a", deadline=9)
        for error in (caught.value, async_caught.value):
            assert (error.operation, error.attempts, error.outcome_unknown) == ("batches_get", 0, False)
        assert (len(script.requests), len(async_script.requests), clock.slept) == (1, 0, [])

    async def test_waiting_for_a_turn_takes_from_the_deadline(self, clock: HeldClock) -> None:
        """What the pacer used up, the attempt no longer has."""
        pacer = pacer_of(clock, rates={"batches_get": 0.5})
        client, script = client_of(clock, pacer, said(200, BATCH), said(200, BATCH))
        async_client, async_script = async_client_of(clock, pacer, said(200, BATCH))
        client.batches.get("a", deadline=10)
        client.batches.get("a", deadline=10)
        await async_client.batches.get("a", deadline=10)
        left = [sent.extensions["timeout"]["read"] for sent in (*script.requests, *async_script.requests)]
        assert left == [10, pytest.approx(7.95), pytest.approx(7.95)]

    async def test_nothing_is_sent_after_the_deadline(self, clock: HeldClock) -> None:
        """A pacer that lets a call wait beyond its deadline cannot make it send after that."""

        class Slow:
            @contextmanager
            def turn(self, request: Request[Any], timeout: float | None, /) -> Iterator[None]:
                clock.now += 60
                yield

            @asynccontextmanager
            async def async_turn(
                self, request: Request[Any], timeout: float | None, /
            ) -> AsyncIterator[None]:
                clock.now += 60
                yield

        client, script = client_of(clock, Slow(), said(200, BATCH))
        async_client, async_script = async_client_of(clock, Slow())
        with pytest.raises(api.APITimeoutError, match="after the deadline"):
            client.batches.get("a", deadline=30)
        with pytest.raises(api.APITimeoutError, match="after the deadline"):
            await async_client.batches.get("a", deadline=30)
        assert script.requests == async_script.requests == []
        assert client.batches.get("a").id == BATCH["id"]

    async def test_trouble_of_a_pacer_is_its_own(self, clock: HeldClock) -> None:
        """A TimeoutError of a call without a deadline is no deadline: it comes out as it was raised."""

        class Broken:
            def turn(self, request: Request[Any], timeout: float | None, /) -> Any:
                raise TimeoutError("the store does not answer")

            async_turn = turn

        client, _ = client_of(clock, Broken())
        async_client, _ = async_client_of(clock, Broken())
        with pytest.raises(TimeoutError, match="the store") as caught:
            client.batches.get("a")
        with pytest.raises(TimeoutError, match="the store"):
            await async_client.batches.get("a")
        assert not isinstance(caught.value, api.NtropyError)

    def test_a_repeat_that_comes_too_late_hides_nothing(self, clock: HeldClock) -> None:
        """When only the repeat had no turn, the error says that the first attempt may have been carried out."""
        pacer = pacer_of(clock, rates={"transactions_create": 0.1})
        client, script = client_of(clock, pacer, said(500))
        body = document.load().operations["transactions_create"].body_examples["full"]
        with pytest.raises(api.APITimeoutError, match="may have been carried out") as caught:
            client.transactions.create(**body, deadline=5)
        assert (len(script.requests), caught.value.attempts) == (1, 1)
        assert caught.value.outcome_unknown

    def test_a_wait_for_a_batch_ends_in_time(self, clock: HeldClock) -> None:
        """The polls of a wait are paced, and the wait's time-out holds all the same."""
        running = {**BATCH, "status": "processing"}
        pacer = pacer_of(clock, rates={"batches_get": 0.25})
        client, script = client_of(clock, pacer, *[said(200, running)] * 20)
        began = clock.now
        with pytest.raises(api.WaitTimeoutError):
            client.batches.wait("a", timeout=30)
        assert 26 <= clock.now - began <= 30
        assert 5 <= len(script.requests) <= 8


# A pacer of one's own, as it would be written for a store that processes share; here, the store is a dict.
class Shared:
    def __init__(self, store: dict[str, list[float]], clock: HeldClock) -> None:
        self.store, self.clock = store, clock

    @contextmanager
    def turn(self, request: Request[Any], timeout: float | None, /) -> Iterator[None]:
        sent = self.store.setdefault(request.operation, [])
        while request.rate_limit and sum(t > self.clock.now - 1 for t in sent) >= request.rate_limit:
            self.clock.sleep(0.05)
        sent.append(self.clock.now)
        yield

    @asynccontextmanager
    async def async_turn(self, request: Request[Any], timeout: float | None, /) -> AsyncIterator[None]:
        with self.turn(request, timeout):
            yield


class TestOthers:
    async def test_a_pacer_of_ten_lines_will_do(self, clock: HeldClock) -> None:
        """What processes share fits in: two methods, no base class, and both clients use it."""
        store: dict[str, list[float]] = {}
        one, _ = client_of(clock, Shared(store, clock), *[said(200, BATCH)] * 30)
        two, _ = async_client_of(clock, Shared(store, clock), *[said(200, BATCH)] * 30)
        for _ in range(30):
            one.batches.get("a")
            await two.batches.get("a")
        assert len(store["batches_get"]) == 60
        assert most_within(store["batches_get"], 0.99) == 20

    def test_a_semaphore_is_a_turn(self, clock: HeldClock) -> None:
        """Whatever can be entered is a turn, such as an engine's own semaphore."""

        class Capped:
            def __init__(self) -> None:
                self.slots = threading.Semaphore(1)
                self.asked: list[float | None] = []

            def turn(self, request: Request[Any], timeout: float | None, /) -> threading.Semaphore:
                self.asked.append(timeout)
                return self.slots

            def async_turn(self, request: Request[Any], timeout: float | None, /) -> Any:
                raise NotImplementedError

        pacer = Capped()
        client, script = client_of(clock, pacer, said(503), said(200, BATCH), said(404))
        client.batches.get("a", deadline=5)
        with pytest.raises(api.NotFoundError):
            client.batches.get("a")
        assert pacer.asked == [5, 4.5, None]
        assert len(script.requests) == 3
        # Nor does it matter that what entering a semaphore gives is no function.
        client._transport._given = httpx.Client(transport=LateTransport(clock, 0.0))  # pyright: ignore[reportPrivateUsage]
        assert client.batches.get("a").id == BATCH["id"]
        assert pacer.slots.acquire(blocking=False)

    def test_without_a_pacer_nothing_is_done_for_it(
        self, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A client without one loads nothing of it, and sends attempts as they were made."""
        code = "import sys, ntropy_client as n; n.Ntropy('k').batches; print(*sys.modules)"
        loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        ours = {"pacing", "_permits", "_window"}
        assert not {f"ntropy_client.{name}" for name in ours} & set(loaded.stdout.split())
        client, _ = client_of(clock, None, said(200, BATCH))
        attempts: list[Attempt] = []
        real: Callable[[Attempt], Any] = client._transport.exchange  # pyright: ignore[reportPrivateUsage]

        def exchange(attempt: Attempt) -> Any:
            attempts.append(attempt)
            return real(attempt)

        monkeypatch.setattr(client._transport, "exchange", exchange)  # pyright: ignore[reportPrivateUsage]
        client.batches.get("a")
        assert attempts[0].sent is None
