"""Concurrency over real connections: threads, tasks, forks, workers, and being closed under running calls."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_api import codec
from ntropy_api.request import Request

from .calls import DELETE, GET, POST, Thing, together
from .conftest import KEY, HeldClock, open_sockets
from .hostile import BROKEN, SILENT, WAYS, Play, Server, Way, Wire, answer
from .hostile.trust import authority, server_context

pytestmark = pytest.mark.usefixtures("no_socket_left")

every_way = pytest.mark.parametrize("way", WAYS, ids=str)
every_async_way = pytest.mark.parametrize("way", WAYS[1:], ids=str)
soak = pytest.mark.skipif(not os.environ.get("SOAK"), reason="takes minutes: SOAK=1 runs it")


def asking(id: str) -> Request[Thing]:
    return Request("things_get", "GET", f"/v3/things/{id}", {200: (Thing,)}, idempotent=True)


def echo(wire: Wire) -> None:
    """Answer with the id that was asked for."""
    id = wire.request().target.rpartition("/")[2]
    body = b'{"id": "%s"}' % id.encode()
    wire.say(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), body)


def moody(wire: Wire) -> None:
    """Answer most, and break off now and then."""
    sent = wire.request()
    id = sent.target.rpartition("/")[2]
    if sum(sent.request_id.encode()) % 5 == 0:
        wire.say(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")
        wire.reset()
        return
    body = b'{"id": "%s"}' % id.encode()
    wire.say(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), body)


class TestSharing:
    @pytest.mark.parametrize("play", [echo, moody])
    def test_thirty_two_threads(self, play: Play) -> None:
        """Each gets its own answers, also while connections of others break."""
        count = 32
        numbers = iter(range(10_000))
        with Server(play) as server, api.Ntropy(KEY, base_url=server.url, retries=30) as client:
            client._clock = HeldClock()  # pyright: ignore[reportPrivateUsage]

            def work() -> bool:
                ids = [f"t{next(numbers)}" for _ in range(6)]
                return [client.send(asking(id)).value.id for id in ids] == ids

            assert together(count, work) == [True] * count
            if play is echo:
                assert server.connections <= count
                assert server.taken == count * 6

    def test_connections_are_kept_for_as_many(self) -> None:
        """What was opened for thirty-two threads is there for the calls that follow."""
        barrier = threading.Barrier(32)

        def all_at_once(wire: Wire) -> None:
            wire.request()
            barrier.wait(5)
            wire.say(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + b'{"id": "a"}')

        with Server(all_at_once) as server, api.Ntropy(KEY, base_url=server.url) as client:
            together(32, lambda: client.send(asking("first")))
            together(32, lambda: client.send(asking("later")))
            assert (server.taken, server.connections) == (64, 32)

    @every_async_way
    @pytest.mark.parametrize("play", [echo, moody])
    def test_two_hundred_tasks(self, play: Play, way: Way) -> None:
        """Each gets its own answers, also while connections of others break."""

        async def main(url: str) -> None:
            http_client = way.http_client() if way.http_client else None
            async with api.AsyncNtropy(KEY, base_url=url, http_client=http_client, retries=30) as client:
                client._clock = HeldClock()  # pyright: ignore[reportPrivateUsage]

                async def work(number: int) -> bool:
                    ids = [f"t{number}-{turn}" for turn in range(2)]
                    return [(await client.send(asking(id))).value.id for id in ids] == ids

                assert await asyncio.gather(*map(work, range(200))) == [True] * 200
            if http_client is not None:
                await http_client.aclose()

        with Server(play) as server:
            asyncio.run(main(server.url))
            # Both have a hundred connections at most, and keep them.
            assert play is moody or (server.connections < 200 and server.taken == 400)

    def test_several_event_loops_at_once(self) -> None:
        """One async client in threads that each run a loop of their own."""
        with Server(echo) as server:
            client = api.AsyncNtropy(KEY, base_url=server.url)
            numbers = iter(range(100))

            async def main() -> bool:
                id = f"t{next(numbers)}"
                found = (await client.send(asking(id))).value.id
                # What belongs to this loop is closed here.
                own = client._transport._own.pop(asyncio.get_running_loop())  # pyright: ignore[reportPrivateUsage]
                await own.aclose()
                return found == id

            assert together(8, lambda: asyncio.run(main())) == [True] * 8


def in_child(work: Callable[[], object]) -> int:
    """Do something in a forked child, which must end soon; give its exit status."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            # A lock that nobody will release must not hang the tests.
            signal.alarm(5)
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


# Python 3.12 and later warn of forks beside threads, which is what is tried here.
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
class TestForks:
    def test_a_client_that_was_used_works_on_both_sides(self) -> None:
        """The child opens connections of its own, and the parent's stay as they are."""
        with Server(echo) as server, api.Ntropy(KEY, base_url=server.url) as client:
            client.send(asking("before"))

            def work() -> None:
                for id in ("c1", "c2"):
                    assert client.send(asking(id)).value.id == id
                client.close()

            assert in_child(work) == 0
            assert client.send(asking("after")).value.id == "after"
            assert server.connections == 2

    def test_an_async_client_works_on_both_sides(self) -> None:
        """The same, in event loops."""
        with Server(echo) as server:
            client = api.AsyncNtropy(KEY, base_url=server.url)

            async def ask(id: str) -> None:
                assert (await client.send(asking(id))).value.id == id
                own = client._transport._own.pop(asyncio.get_running_loop())  # pyright: ignore[reportPrivateUsage]
                await own.aclose()

            asyncio.run(ask("before"))
            assert in_child(lambda: asyncio.run(ask("child"))) == 0
            asyncio.run(ask("after"))

    def test_what_other_threads_hold_does_not_hold_up_the_child(self) -> None:
        """A fork in the very moment in which another thread opens connections, pays for a retry, or makes a
        decoder."""
        with Server(SILENT["nothing"], answer(503, {}), echo) as server:
            client = api.Ntropy(KEY, base_url=server.url)
            running = threading.Thread(target=lambda: _until_closed(client))
            running.start()
            while not server.taken:
                time.sleep(0.001)

            def work() -> None:
                client._clock = HeldClock()  # pyright: ignore[reportPrivateUsage]
                assert client.send(asking("c1")).attempts == 2
                assert codec.decoder(dict[str, bytes]) is not None
                client.close()

            locks: list[Any] = [client._transport._lock, client._budget._lock, codec._lock]  # pyright: ignore[reportPrivateUsage]
            together(1, lambda: [lock.acquire() for lock in locks])
            status = in_child(work)
            client._transport.forked()  # pyright: ignore[reportPrivateUsage]
            assert status == 0
            assert server.taken == 3
            codec._renew()  # pyright: ignore[reportPrivateUsage]
            server.over.set()
            running.join()


def _until_closed(client: api.Ntropy) -> None:
    with contextlib.suppress(api.NtropyError):
        client.send(GET, retries=0)


def _in_worker(client: api.Ntropy, id: str) -> tuple[int, str]:
    return os.getpid(), client.send(asking(id)).value.id


def _async_in_worker(client: api.AsyncNtropy, id: str) -> tuple[int, str]:
    async def main() -> str:
        async with client:
            return (await client.send(asking(id))).value.id

    return os.getpid(), asyncio.run(main())


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_worker_gets_a_client_that_works(kind: str) -> None:
    """A client is pickled to a process that shares nothing with this one."""
    with Server(echo) as server:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            if kind == "sync":
                with api.Ntropy(KEY, base_url=server.url) as client:
                    client.send(asking("here"))
                    process, found = pool.submit(_in_worker, client, "there").result()
            else:
                remote = api.AsyncNtropy(KEY, base_url=server.url)
                process, found = pool.submit(_async_in_worker, remote, "there").result()
    assert (process != os.getpid(), found) == (True, "there")


def check_closed(error: object, operation: str, *, unknown: bool) -> None:
    assert type(error) is api.APIConnectionError, error
    assert "the client was closed while the call ran" in str(error)
    assert (error.operation, error.attempts, error.outcome_unknown) == (operation, 1, unknown)


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("name", ["nothing", "half the headers", "half the body"])
class TestClosing:
    def test_running_calls_end_with_a_clear_error(
        self, name: str, tls: bool, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Threads that wait for an answer are woken at once, and told; nothing is repeated."""
        _trust(tmp_path, monkeypatch)
        with (
            Server(SILENT[name], tls=server_context() if tls else None) as server,
            api.Ntropy(KEY, base_url=server.url) as client,
            ThreadPoolExecutor(4) as pool,
        ):
            reads = [pool.submit(client.send, GET) for _ in range(2)]
            changes = [pool.submit(client.send, POST) for _ in range(2)]
            _wait_for(lambda: server.taken == 4)
            client.close()
            for call in reads:
                check_closed(call.exception(5), "things_get", unknown=False)
            for call in changes:
                check_closed(call.exception(5), "things_create", unknown=True)
            with pytest.raises(api.NtropyError, match="the client is closed"):
                client.send(GET)
            client.close()
            assert server.taken == 4

    @pytest.mark.parametrize("others", [False, True], ids=["alone", "others"])
    def test_running_tasks_end_with_a_clear_error(
        self, name: str, tls: bool, others: bool, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The same on an event loop."""
        _trust(tmp_path, monkeypatch)

        async def main() -> None:
            client = api.AsyncNtropy(KEY, base_url=server.url)
            calls: list[asyncio.Task[Any]] = [asyncio.create_task(client.send(POST))]
            if others:
                calls.append(asyncio.create_task(client.send(GET)))
            await asyncio.to_thread(_wait_for, lambda: server.taken == len(calls))
            await client.close()
            done, running = await asyncio.wait(calls, timeout=5)
            assert (len(done), len(running)) == (len(calls), 0)
            check_closed(calls[0].exception(), "things_create", unknown=True)
            if others:
                check_closed(calls[1].exception(), "things_get", unknown=False)
            with pytest.raises(api.NtropyError, match="the client is closed"):
                await client.send(GET)

        with Server(SILENT[name], tls=server_context() if tls else None) as server:
            asyncio.run(main())


def _trust(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    authority().cert_pem.write_to_path(str(folder / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))


def _wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.001)


def test_a_call_that_was_connecting_hears_of_the_end() -> None:
    """A connection that opens after `close` is not waited on."""
    opened = threading.Event()
    closed = threading.Event()

    with Server(SILENT["nothing"]) as server:
        client = api.Ntropy(KEY, base_url=server.url)
        real = client._transport._opened  # pyright: ignore[reportPrivateUsage]

        def slowly(stream: Any) -> None:
            opened.set()
            closed.wait(5)
            real(stream)

        client._transport._opened = slowly  # type: ignore[method-assign]  # pyright: ignore[reportPrivateUsage]
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(client.send, POST)
            opened.wait(5)
            client.close()
            closed.set()
            check_closed(call.exception(5), "things_create", unknown=True)


def test_a_pause_between_attempts_ends_in_the_same_way() -> None:
    """The attempt after the pause is not made."""
    with Server(answer(503, {})) as server:
        client = api.Ntropy(KEY, base_url=server.url)

        class Closing(HeldClock):
            def sleep(self, seconds: float, wake: object = None) -> None:
                client.close()

        client._clock = Closing()  # pyright: ignore[reportPrivateUsage]
        with pytest.raises(api.NtropyError, match="the client is closed"):
            client.send(GET)
        assert server.taken == 1


def test_a_signal_may_close_a_client_at_any_moment() -> None:
    """A handler that closes it within the first call, which sets everything up, waits for nothing."""
    script = """
import os, signal, threading, httpx
import ntropy_client as api
from ntropy_client import _transport
client = api.Ntropy("k", base_url="http://127.0.0.1:9", retries=0)
signal.signal(signal.SIGTERM, lambda *_: client.close())
made = httpx.Client
class Interrupted(made):
    def __init__(self, **settings):
        os.kill(os.getpid(), signal.SIGTERM)
        super().__init__(**settings)
_transport.httpx.Client = Interrupted
try:
    client.batches.get("a")
except api.APIConnectionError as error:
    print(error.attempts, "the client is closed" in str(error))
class Locked:
    def __init__(self, inner): self.inner, self.first = inner, True
    def __enter__(self):
        self.inner.__enter__()
        if not self.first: return
        self.first = False
        os.kill(os.getpid(), signal.SIGTERM)
    def __exit__(self, *more): self.inner.__exit__(*more)
other = client = api.Ntropy("k", base_url="http://127.0.0.1:9", retries=0)
other._transport._lock = Locked(other._transport._lock)
try:
    other.batches.get("a")
except api.APIConnectionError as error:
    print("over")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["0 True", "over"]


def _more_than(server: Server, taken: int) -> bool:
    return server.taken > taken


@pytest.mark.parametrize("asked", [None, "100"])
def test_a_call_that_pauses_is_woken(asked: str | None) -> None:
    """`close` does not wait for a pause to pass, and what is known of the first attempt is told."""
    headers = {} if asked is None else {"Retry_After": asked}
    with Server(answer(503, {}, **headers)) as server:
        for request in (GET, DELETE):
            client = api.Ntropy(KEY, base_url=server.url, retries=9)
            taken = server.taken
            with ThreadPoolExecutor(1) as pool:
                call = pool.submit(client.send, request)
                _wait_for(partial(_more_than, server, taken))
                client.close()
                error = call.exception(5)
            assert type(error) is api.APIConnectionError
            assert "the client is closed" in str(error) or "was closed" in str(error)
            assert error.attempts >= 1


@pytest.mark.anyio
async def test_a_task_that_pauses_is_woken() -> None:
    """The same on an event loop."""
    with Server(answer(503, {}, Retry_After="100")) as server:
        client = api.AsyncNtropy(KEY, base_url=server.url)
        call = asyncio.create_task(client.send(DELETE))
        await asyncio.to_thread(_wait_for, lambda: server.taken == 1)
        await asyncio.sleep(0.02)
        await client.close()
        done, _ = await asyncio.wait([call], timeout=5)
        assert done
        error = call.exception()
        assert type(error) is api.APIConnectionError
        assert (error.operation, error.attempts) == (DELETE.operation, 1)


def test_what_may_have_been_done_is_known_after_the_end(clock: HeldClock) -> None:
    """A call that is not repeated because the client was closed says what its first attempt may have done."""
    with Server(BROKEN["reset before the headers"]) as server:
        client = api.Ntropy(KEY, base_url=server.url)

        class Closing(HeldClock):
            def sleep(self, seconds: float, wake: object = None) -> None:
                client.close()

        client._clock = Closing()  # pyright: ignore[reportPrivateUsage]
        with pytest.raises(api.APIConnectionError, match="the client is closed") as caught:
            client.send(DELETE)
        assert (caught.value.attempts, caught.value.outcome_unknown) == (1, True)
        with pytest.raises(api.APIConnectionError, match="the client is closed") as after:
            client.send(DELETE)
        assert (after.value.attempts, after.value.outcome_unknown) == (0, False)


def test_a_client_of_one_s_own_goes_on() -> None:
    """Closing our client does not break calls on connections that are not ours."""
    asked = threading.Event()

    def late(wire: Wire) -> None:
        wire.request()
        asked.wait(5)
        wire.say(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"id": "a"}')

    with Server(late) as server, httpx.Client() as http_client, ThreadPoolExecutor(1) as pool:
        client = api.Ntropy(KEY, base_url=server.url, http_client=http_client)
        call = pool.submit(client.send, GET)
        _wait_for(lambda: server.taken == 1)
        client.close()
        asked.set()
        assert call.result(5).value == Thing("a")


def _many_calls(way: Way, url: str, count: int) -> None:
    """Make calls on one client, and hold what is open to what it was after the first ones."""
    before: set[str] = set()
    if not way.asynchronous:
        with api.Ntropy(KEY, base_url=url) as client:
            for number in range(count):
                client.send(GET, deadline=60 if number % 2 else None)
                if number == 5:
                    before = open_sockets()
            assert open_sockets() == before
        return

    async def main() -> None:
        nonlocal before
        http_client = way.http_client() if way.http_client else None
        async with api.AsyncNtropy(KEY, base_url=url, http_client=http_client) as client:
            for number in range(count):
                await client.send(GET, deadline=60 if number % 2 else None)
                if number == 5:
                    before = open_sockets()
            assert open_sockets() == before
        if http_client is not None:
            await http_client.aclose()

    asyncio.run(main())


def _many_clients(way: Way, url: str, count: int) -> None:
    """Use clients for one call, and hold each to leave nothing open; half of the sync ones are not closed."""
    if not way.asynchronous:
        # Both ends of a connection are in this process, and the server's end goes a moment later.
        before = len(open_sockets())
        for number in range(count):
            client = api.Ntropy(KEY, base_url=url)
            client.send(GET)
            if number % 2:
                client.close()
            del client
        gc.collect()  # httpx has cycles
        _wait_for(lambda: len(open_sockets()) <= before)
        return

    async def main() -> None:
        before = len(open_sockets())
        for _ in range(count):
            http_client = way.http_client() if way.http_client else None
            async with api.AsyncNtropy(KEY, base_url=url, http_client=http_client) as client:
                await client.send(GET)
            if http_client is not None:
                await http_client.aclose()
        await asyncio.to_thread(_wait_for, lambda: len(open_sockets()) <= before)

    asyncio.run(main())


@every_way
# A client that is not closed closes its socket when it goes, and Python says so.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
class TestLeaks:
    def test_calls_leave_nothing_open(self, way: Way) -> None:
        """Calls one after another go over one connection."""
        with Server(answer()) as server:
            _many_calls(way, server.url, 200)
            assert server.connections == 1

    def test_clients_leave_nothing_open(self, way: Way) -> None:
        """A client that is gone has no connections, closed or not."""
        with Server(answer()) as server:
            _many_clients(way, server.url, 20)

    @soak
    @pytest.mark.timeout(600)
    def test_ten_thousand_calls_and_a_thousand_clients(self, way: Way) -> None:
        """The same for a long time."""
        with Server(answer()) as server:
            _many_calls(way, server.url, 10_000)
            assert server.connections == 1
            _many_clients(way, server.url, 1_000)


def test_a_client_that_is_gone_is_gone() -> None:
    """What hears of forks keeps nothing alive."""
    import weakref

    client = api.Ntropy(KEY)
    transport = weakref.ref(client._transport)  # pyright: ignore[reportPrivateUsage]
    pickle.loads(pickle.dumps(client))
    del client
    assert transport() is None
