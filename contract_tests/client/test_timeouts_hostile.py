"""Time-outs over a real connection: silence has an end, and so has a call as a whole."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_api.request import Request
from ntropy_client import operations

from .calls import DELETE, GET, POST, Thing
from .conftest import KEY
from .hostile import SILENT, WAYS, Play, QuickClock, Result, Server, Way, Wire, answer, well
from .hostile.trust import authority, server_context

pytestmark = pytest.mark.usefixtures("no_socket_left")

every_way = pytest.mark.parametrize("way", WAYS, ids=str)
SILENCE = 0.2
DEADLINE = 0.15
LARGE: Request[Thing] = Request(
    "things_create", "POST", "/v3/things", {200: (Thing,)}, content=b'"%s"' % (b"x" * 20_000_000)
)


def check_late(
    result: Result, *, operation: str = "things_get", attempts: int = 1, unknown: bool = False
) -> api.APITimeoutError:
    """It is our error for what took too long, with all that it should know, and nothing behind it."""
    assert type(result) is api.APITimeoutError, result
    assert (result.operation, result.request_id) == (operation, f"sent-{attempts}")
    assert (result.attempts, result.outcome_unknown) == (attempts, unknown)
    assert (result.__cause__, result.__context__, KEY in str(result)) == (None, None, False)
    return result


def silence(way: Way, play: Play, read: float = SILENCE) -> api.Timeouts:
    """Give time-outs of which only that for silence is short.

    What aiohttp forgets after an interim answer ends when all of them are over.
    """
    if way.name == "aiohttp" and play is SILENT["only a continue"]:
        # Twice that for connecting: to connect, and to speak TLS.
        return api.Timeouts(read / 5, read / 4, read / 100, read / 5)
    return api.Timeouts(5, read, 5, 5)


@every_way
@pytest.mark.parametrize("play", [pytest.param(play, id=name) for name, play in SILENT.items()])
class TestSilence:
    def test_a_read_is_repeated(self, play: Play, way: Way) -> None:
        """A server that stops at any point is left, and asked again on another connection."""
        with Server(play, answer()) as server:
            result = way.call(server.url, GET, timeout=silence(way, play))
        assert isinstance(result, api.Response), result
        assert (result.value, result.attempts) == (Thing("a", 3), server.taken)
        # On a busy machine an honest answer may come too late once more.
        assert server.taken in (2, 3)
        assert server.connections == server.taken

    def test_a_change_is_not(self, play: Play, way: Way) -> None:
        """A POST whose answer stops is sent once, and nobody knows what came of it."""
        with Server(play, answer()) as server:
            result = way.call(server.url, POST, timeout=silence(way, play))
        check_late(result, operation="things_create", unknown=True)
        assert server.taken == 1

    def test_a_call_ends_with_its_retries(self, play: Play, way: Way) -> None:
        """The last silence is told, with how often it was tried."""
        with Server(play) as server:
            result = way.call(server.url, DELETE, timeout=silence(way, play, 0.1), retries=1)
        check_late(result, operation="things_delete", attempts=2, unknown=True)
        assert server.taken <= 2


def test_what_aiohttp_forgets_to_end_is_ended() -> None:
    """A body that breaks after its headers is left at the latest when the time-out for silence is over."""

    def play(wire: Wire) -> None:
        wire.request()
        wire.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        time.sleep(0.02)
        wire.say(b"no size\r\n")

    with Server(play, answer()) as server:
        result = WAYS[2].call(server.url, GET, timeout=SILENCE)
    assert isinstance(result, api.Response), result
    assert server.taken == result.attempts
    assert result.attempts in (2, 3)


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_PAD = b'{"id": "a", "size": 3, "rest": "%s"}' % (b"x" * 400)
_DRIPPED = {
    "the headers": well(_PAD, _HEAD + b"X-Pad: " + b"x" * 400 + b"\r\n"),
    "lines of headers": _HEAD + b"X: y\r\n" * 100 + b"Content-Length: 2\r\n\r\n{}",
    "interim answers": b"HTTP/1.1 100 Continue\r\n\r\n" * 20 + well(_PAD, _HEAD),
}
_DRIPPED_BODIES = {
    "the body": _HEAD + b"Content-Length: %d\r\n\r\n" % len(_PAD),
    "a body of its own end": _HEAD + b"Connection: close\r\n\r\n",
    "chunks": _HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
}


def dripping(name: str) -> Play:
    """Make a play that never keeps silent for long, and needs two seconds for its answer."""

    def play(wire: Wire) -> None:
        wire.request()
        if name in _DRIPPED:
            wire.drip(_DRIPPED[name], pause=0.005)
        else:
            wire.say(_DRIPPED_BODIES[name])
            wire.drip(b"1\r\nx\r\n" * 70 if name == "chunks" else _PAD, pause=0.005)
        wire.close()

    return play


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have our own authority trusted, as the environment says it."""
    authority().cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


@every_way
@pytest.mark.parametrize("name", [*_DRIPPED, *_DRIPPED_BODIES])
class TestDeadline:
    def test_an_answer_that_trickles_is_given_up(self, name: str, way: Way) -> None:
        """A deadline bounds the whole call, however busy the server looks."""
        with Server(dripping(name)) as server:
            check_late(way.call(server.url, GET, deadline=DEADLINE))
        assert server.taken <= 1
        assert server.dripped < 400

    def test_on_a_connection_that_was_open(self, name: str, way: Way) -> None:
        """It does not matter which call opened the connection, nor that others had no deadline."""
        with Server(answer(), dripping(name), answer()) as server:
            first, second, third = way.calls(server.url, GET, (GET, {"deadline": DEADLINE}), POST)
        assert isinstance(first, api.Response)
        assert isinstance(second, api.APITimeoutError)
        assert isinstance(third, api.Response)
        assert server.dripped < 400
        assert server.connections == 2

    @pytest.mark.usefixtures("trusted")
    def test_over_tls(self, name: str, way: Way) -> None:
        """Encryption hides nothing from the deadline."""
        with Server(dripping(name), tls=server_context()) as server:
            check_late(way.call(server.url, GET, deadline=0.2))
        assert server.dripped < 400


# aiohttp hands all of a body to the event loop, which goes on sending after the call was given up.
@pytest.mark.parametrize("way", WAYS[:2], ids=str)
class TestSending:
    def test_an_upload_that_is_hardly_read_is_given_up(self, way: Way) -> None:
        """A deadline bounds sending too, however busy the server looks."""

        def sip(wire: Wire) -> None:
            wire.sip(1_000, 100_000)
            wire.close()

        # Much more than the system takes for itself: sent to its end, it is sipped five hundred times.
        larger = replace(LARGE, content=b'"%s"' % (b"x" * 60_000_000))
        with Server(sip) as server:
            result = way.call(server.url, larger, deadline=DEADLINE)
            sipped = server.sipped
        check_late(result, operation="things_create", unknown=True)
        assert sipped < 200

    def test_a_large_body_may_take_longer_than_the_longest_silence(self, way: Way) -> None:
        """`write` bounds the silence between two pieces, and not how long a slow line takes."""

        def steadily(wire: Wire) -> None:
            wire.request(pause=0.002)
            wire.say(well())

        with Server(steadily) as server:
            result = way.call(server.url, LARGE, timeout=api.Timeouts(1, 60, 0.3, 1))
        assert isinstance(result, api.Response), result
        assert result.elapsed > 0.3
        assert result.attempts == 1

    def test_an_upload_that_is_not_read_is_given_up(self, way: Way) -> None:
        """`write` is the longest silence while sending."""
        with Server(lambda wire: wire.hang()) as server:
            result = way.call(server.url, LARGE, timeout=api.Timeouts(1, 60, DEADLINE, 1))
        error = check_late(result, operation="things_create", unknown=True)
        assert "could not be sent in time" in str(error)
        assert server.requests == []


@every_way
class TestEveryPhase:
    def test_silence_alone_is_not_a_reason(self, way: Way) -> None:
        """Without a deadline a slow answer is read to its end, longer than the time-out for silence."""

        def play(wire: Wire) -> None:
            wire.request()
            wire.drip(well(b'{"id": "a", "size": 3}' + b" " * 200), pause=0.001)

        with Server(play) as server:
            result = way.call(server.url, GET, timeout=api.Timeouts(1, SILENCE, 1, 1), retries=0)
        assert isinstance(result, api.Response), result

    def test_a_deadline_bounds_all_attempts_together(self, way: Way) -> None:
        """Retries go on only while there is time."""
        clock = QuickClock()
        with Server(SILENT["nothing"]) as server:
            timeout = api.Timeouts(1, 0.05, 1, 1)
            result = way.call(server.url, GET, clock=clock, deadline=0.18, timeout=timeout, retries=100)
        assert isinstance(result, api.APITimeoutError)
        # The deadline may end the last attempt before it has reached the server.
        assert result.attempts - 1 <= server.taken <= result.attempts <= 4
        assert result.attempts == len(clock.slept) + 1

    def test_a_deadline_that_is_long_changes_nothing(self, way: Way) -> None:
        """An answer in time is an answer, of however many pieces."""
        with Server(answer(200, b'{"id": "a", "size": 3}' + b" " * 300_000)) as server:
            result = way.call(server.url, GET, deadline=60)
        assert isinstance(result, api.Response)
        assert len(result.content) > 300_000


@pytest.fixture
def deaf() -> Iterator[str]:
    """An address where connections are neither taken nor refused."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@every_way
class TestConnecting:
    def test_it_has_a_time_out_of_its_own(self, deaf: str, way: Way) -> None:
        """Nothing was sent, so that every call may be made again."""
        clock = QuickClock()
        result = way.call(deaf, POST, clock=clock, timeout=api.Timeouts(0.05, 60, 60, 60), retries=1)
        error = check_late(result, operation="things_create", attempts=2)
        assert "no connection in time" in str(error)
        assert len(clock.slept) == 1

    def test_a_deadline_bounds_it(self, deaf: str, way: Way) -> None:
        """It is known that nothing was sent, but for aiohttp, which does not tell."""
        error = way.call(deaf, POST, deadline=0.05)
        check_late(error, operation="things_create", unknown=way.name == "aiohttp")


class Busy:
    """A play that takes as long as it is told."""

    def __init__(self) -> None:
        self.begun, self.over = threading.Event(), threading.Event()

    def play(self, wire: Wire) -> None:
        wire.request()
        self.begun.set()
        self.over.wait(5)
        wire.say(well())


@pytest.fixture
def busy() -> Busy:
    return Busy()


class TestPool:
    """A free connection of the pool has a time-out of its own, and waiting for one sends nothing."""

    WAITING = api.Timeouts(5, 5, 5, 0.05)

    def test_sync(self, busy: Busy) -> None:
        """The call that waits in vain says so."""
        limits = httpx.Limits(max_connections=1)
        with (
            Server(busy.play) as server,
            httpx.Client(limits=limits) as http_client,
            api.Ntropy(KEY, base_url=server.url, http_client=http_client) as client,
            ThreadPoolExecutor(1) as pool,
        ):
            first = pool.submit(client.send, GET)
            busy.begun.wait(5)
            with pytest.raises(api.APITimeoutError, match="no free connection in time") as caught:
                client.send(POST, timeout=self.WAITING, retries=0)
            busy.over.set()
            assert first.result(5).value == Thing("a", 3)
            assert not caught.value.outcome_unknown
            assert server.taken == 1

    def test_async(self, busy: Busy) -> None:
        """The same on an event loop."""

        async def main(url: str) -> None:
            limits = httpx.Limits(max_connections=1)
            async with (
                httpx.AsyncClient(limits=limits) as http_client,
                api.AsyncNtropy(KEY, base_url=url, http_client=http_client) as client,
            ):
                first = asyncio.create_task(client.send(GET))
                await asyncio.to_thread(busy.begun.wait, 5)
                with pytest.raises(api.APITimeoutError, match="no free connection in time") as caught:
                    await client.send(POST, timeout=self.WAITING, retries=0)
                busy.over.set()
                assert (await first).value == Thing("a", 3)
                assert not caught.value.outcome_unknown

        with Server(busy.play) as server:
            asyncio.run(main(server.url))
            assert server.taken == 1

    @pytest.mark.usefixtures("trusted")
    def test_waiting_for_one_takes_from_the_deadline(self) -> None:
        """What is left for connecting and for TLS is cut to what waiting has left over."""
        seen: dict[str, float] = {}

        class Slow(httpx.HTTPTransport):
            """Takes its time before it connects, as a full pool does."""

            def handle_request(self, request: httpx.Request) -> httpx.Response:
                threading.Event().wait(0.1)
                trace = request.extensions["trace"]

                def told(event: str, more: dict[str, Any]) -> None:
                    trace(event, more)
                    if event.endswith((".connect_tcp.started", ".start_tls.started")):
                        seen[event] = more["timeout"]

                request.extensions["trace"] = told
                return super().handle_request(request)

        with (
            Server(answer(), tls=server_context()) as server,
            httpx.Client(transport=Slow()) as http_client,
            api.Ntropy(KEY, base_url=server.url, http_client=http_client) as client,
        ):
            client.send(GET, deadline=5)
        assert seen["connection.start_tls.started"] < seen["connection.connect_tcp.started"] < 4.91


@every_way
@pytest.mark.parametrize("play", [SILENT["nothing"], dripping("the headers"), dripping("chunks")])
def test_a_wait_ends_in_time_whatever_a_poll_does(play: Play, way: Way) -> None:
    """A server that hangs or trickles in the middle of a poll does not hold up the wait."""
    with Server(play) as server:
        if way.asynchronous:

            async def main() -> None:
                http_client = way.http_client() if way.http_client else None
                async with api.AsyncNtropy(KEY, base_url=server.url, http_client=http_client) as client:
                    with pytest.raises(api.WaitTimeoutError) as caught:
                        await client.batches.wait("b1", timeout=DEADLINE)
                assert (caught.value.id, caught.value.resource) == ("b1", None)
                if http_client is not None:
                    await http_client.aclose()

            asyncio.run(main())
        else:
            with (
                api.Ntropy(KEY, base_url=server.url) as client,
                pytest.raises(api.WaitTimeoutError) as caught,
            ):
                client.batches.wait("b1", timeout=DEADLINE)
            assert (caught.value.id, caught.value.resource) == ("b1", None)
        assert server.dripped < 400
    assert {sent.target for sent in server.requests} <= {operations.batches_get("b1").path}
