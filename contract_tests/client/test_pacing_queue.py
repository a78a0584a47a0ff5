"""Pacing among many: the cap on what is enriched at once, one line for threads and tasks, and no way to get stuck."""

from __future__ import annotations

import asyncio
import copy
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_client import document
from ntropy_client.pacing import Pacer

from .calls import together
from .conftest import KEY, HeldClock, said
from .paced import TasksClock, asking, pacer_of

pytestmark = pytest.mark.anyio

BOTH: tuple[str, ...] = ("transactions_create", "batches_create")
FAST: dict[str, float] = dict.fromkeys(BOTH, 100_000.0)


class Gauge:
    """How many are inside at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now = self.most = self.all = 0

    def __enter__(self) -> None:
        with self.lock:
            self.now += 1
            self.all += 1
            self.most = max(self.most, self.now)

    def __exit__(self, *_: object) -> None:
        with self.lock:
            self.now -= 1


async def until(condition: Callable[[], bool]) -> None:
    """Let other tasks and threads go on until something holds."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came true"
        await asyncio.sleep(0.001)


def waiting(pacer: Pacer, operation: str | None = None) -> int:
    """How many stand in an operation's line; without one, how many wait for a permit to enrich."""
    (counts,) = pacer._counts.values()  # pyright: ignore[reportPrivateUsage]
    line = counts.enriching if operation is None else counts.lanes[operation].first
    assert line is not None
    return len(line._waiting)  # pyright: ignore[reportPrivateUsage]


class TestTheCap:
    def test_it_is_for_what_the_api_calls_enrichment(self, clock: HeldClock) -> None:
        """Single transactions and batches share ten places; nothing else takes one."""
        assert set(BOTH) < set(document.load().operations)
        pacer = pacer_of(clock)
        held = [pacer.turn(asking(BOTH[number % 2])) for number in range(10)]
        for turn in held:
            turn.__enter__()
        for operation in BOTH:
            with pytest.raises(TimeoutError), pacer.turn(asking(operation), 0.01):
                raise AssertionError("an eleventh")
        for operation in ("batches_get", "entities_resolve", "bank_statements_create"):
            with pacer.turn(asking(operation), 0.01):
                pass
        held[0].__exit__(None, None, None)
        with pacer.turn(asking("batches_create"), 0.01):
            pass

    def test_it_can_be_left_out(self, clock: HeldClock) -> None:
        """`concurrency=None` caps nothing."""
        pacer = pacer_of(clock, concurrency=None)
        for _ in range(20):
            pacer.turn(asking("batches_create"), 0.01).__enter__()
        assert clock.slept == []

    def test_threads_and_tasks_of_several_loops_share_it(self) -> None:
        """Threads and two event loops at once never have more calls under way than the cap, and all come through."""
        pacer = Pacer(rates=FAST, concurrency=3)
        gauge = Gauge()
        body = next(iter(document.load().operations["transactions_create"].examples(200).values()))

        def slow(_: httpx.Request) -> httpx.Response:
            with gauge:
                time.sleep(0.002)
            return said(200, body)

        async def async_slow(_: httpx.Request) -> httpx.Response:
            with gauge:
                await asyncio.sleep(0.002)
            return said(200, body)

        row = document.load().operations["transactions_create"].body_examples["full"]
        client = api.Ntropy(KEY, http_client=httpx.Client(transport=httpx.MockTransport(slow)), pacer=pacer)

        async def tasks() -> None:
            http = httpx.AsyncClient(transport=httpx.MockTransport(async_slow))
            async_client = api.AsyncNtropy(KEY, http_client=http, pacer=pacer)
            await asyncio.gather(*(async_client.transactions.create(**row) for _ in range(25)))

        kinds = iter([lambda: asyncio.run(tasks())] * 2 + [lambda: client.transactions.create(**row)] * 16)
        found = together(18, lambda: next(kinds)())
        assert [one for one in found if isinstance(one, BaseException)] == []
        assert (gauge.all, gauge.most, gauge.now) == (16 + 50, 3, 0)
        assert waiting(pacer) == 0

    @pytest.mark.parametrize("error", [RuntimeError("a hook fails"), KeyboardInterrupt()])
    async def test_a_call_that_fails_gives_its_place_back(self, error: BaseException) -> None:
        """Whatever is raised within a call, the next one finds the place free."""

        def fail(_: httpx.Request) -> httpx.Response:
            raise error

        pacer = Pacer(concurrency=1)
        row = document.load().operations["transactions_create"].body_examples["full"]
        client = api.Ntropy(KEY, http_client=httpx.Client(transport=httpx.MockTransport(fail)), pacer=pacer)
        http = httpx.AsyncClient(transport=httpx.MockTransport(fail))
        async_client = api.AsyncNtropy(KEY, http_client=http, pacer=pacer)
        with pytest.raises(type(error)):
            client.transactions.create(**row)
        with pytest.raises(type(error)):
            await async_client.transactions.create(**row)
        with pacer.turn(asking("transactions_create"), 0.01):
            pass

    def test_who_lacks_time_holds_no_place(self) -> None:
        """An operation that waits for its own limit does not keep another from enriching."""
        clock = TasksClock()
        pacer = pacer_of(clock, rates={"batches_create": 0.001}, concurrency=1)
        order: list[tuple[str, float]] = []

        async def call(operation: str) -> None:
            async with pacer.async_turn(asking(operation)):
                order.append((operation, clock.now - 1_000))

        async def main() -> None:
            await asyncio.gather(call("batches_create"), call("batches_create"), call("transactions_create"))

        asyncio.run(main())
        assert order == [
            ("batches_create", 0),
            ("transactions_create", 0),
            ("batches_create", pytest.approx(1_000.05)),
        ]

    async def test_the_limit_holds_when_a_place_comes_late(self, clock: HeldClock) -> None:
        """A request that goes out while another waits for a place counts: the other waits for time again, or gives up."""
        for timeout in (None, 0.5):
            pacer = pacer_of(clock, rates={"batches_create": 1}, concurrency=1)
            with pacer.turn(asking("batches_create")) as sent:
                assert sent is not None
            clock.now += 2
            with pacer.turn(asking("transactions_create")):
                task = asyncio.create_task(enter(pacer, timeout))
                await until(lambda pacer=pacer: waiting(pacer) == 1)  # type: ignore[misc]
                sent()
            began = clock.now
            if timeout is None:
                await task
                assert clock.now - began == pytest.approx(1.05)
            else:
                with pytest.raises(TimeoutError):
                    await task
            with pacer.turn(asking("transactions_create"), 0):
                pass


class TestTheLine:
    def test_first_come_first_served(self) -> None:
        """Tasks and threads are served in the order in which they came; nobody overtakes, nobody starves."""
        pacer = Pacer(rates=FAST, concurrency=1)
        served: list[int] = []

        def call(number: int) -> None:
            with pacer.turn(asking("batches_create")):
                served.append(number)

        async def async_call(number: int) -> None:
            async with pacer.async_turn(asking("batches_create")):
                served.append(number)

        async def main() -> None:
            threads: list[threading.Thread] = []
            tasks: list[asyncio.Task[None]] = []
            with pacer.turn(asking("batches_create")):
                for number in range(20):
                    # The first waits for the place, the others in line behind it.
                    await until(
                        lambda: waiting(pacer, "batches_create") == max(0, len(threads) + len(tasks) - 1)
                    )
                    if number % 2:
                        threads.append(threading.Thread(target=call, args=(number,)))
                        threads[-1].start()
                    else:
                        tasks.append(asyncio.create_task(async_call(number)))
                    if number == 0:
                        await until(lambda: waiting(pacer) == 1)
                await until(lambda: waiting(pacer, "batches_create") == 19)
            await asyncio.gather(*tasks)
            await until(lambda: len(served) == 20)
            for thread in threads:
                thread.join()

        asyncio.run(main())
        assert served == list(range(20))

    def test_a_busy_operation_does_not_starve_another(self) -> None:
        """Of two operations that want the same places, each has its share, however many wait for one."""
        pacer = Pacer(rates=FAST, concurrency=1)
        served: list[str] = []

        async def call(operation: str) -> None:
            async with pacer.async_turn(asking(operation)):
                await asyncio.sleep(0)
                served.append(operation)

        async def main() -> None:
            many = [asyncio.create_task(call("transactions_create")) for _ in range(50)]
            await asyncio.sleep(0)
            await asyncio.gather(call("batches_create"), *many)

        asyncio.run(main())
        assert served.index("batches_create") <= 3
        assert len(served) == 51

    async def test_a_deadline_holds_in_line_too(self) -> None:
        """Who stands in line leaves it when its time is over, and the line goes on without it."""
        pacer = Pacer(rates=FAST, concurrency=1)
        with pacer.turn(asking("batches_create")):
            first = asyncio.create_task(enter(pacer, 10))
            await until(lambda: waiting(pacer) == 1)
            found = await asyncio.to_thread(together, 4, lambda: enter_in_thread(pacer, 0.05))
            with pytest.raises(TimeoutError):
                await enter(pacer, 0.05)
            assert [type(one) for one in found] == [TimeoutError] * 4
            assert (waiting(pacer), waiting(pacer, "batches_create")) == (1, 0)
        await first
        await enter(pacer, 1)

    async def test_a_deadline_may_be_far_away(self) -> None:
        """A time-out that is longer than any clock's end is waited for as if it were none."""
        pacer = Pacer(rates=FAST, concurrency=1)
        with pacer.turn(asking("batches_create")):
            thread = asyncio.create_task(asyncio.to_thread(enter_in_thread, pacer, 1e300))
            task = asyncio.create_task(enter(pacer, 1e300))
            await until(lambda: waiting(pacer) + waiting(pacer, "batches_create") == 2)
        await asyncio.gather(thread, task)


async def enter(pacer: Pacer, timeout: float | None = None, operation: str = "batches_create") -> None:
    async with pacer.async_turn(asking(operation), timeout):
        pass


def enter_in_thread(pacer: Pacer, timeout: float | None = None) -> None:
    with pacer.turn(asking("batches_create"), timeout):
        pass


class StuckClock(HeldClock):
    """A held clock on which sleeps of tasks do not end until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.free = asyncio.Event()

    async def async_sleep(self, seconds: float, wake: object = None) -> None:
        await self.free.wait()
        self.sleep(seconds)


class TestGivingUp:
    @pytest.mark.parametrize("where", ["in line", "for a place", "for time"])
    async def test_a_cancelled_task_holds_nobody_up(self, where: str) -> None:
        """A task that is cancelled while it waits, for whatever, leaves no gap: those behind it come through."""
        clock = StuckClock()
        pacer = pacer_of(clock, rates={**FAST, "batches_get": 1}, concurrency=1)
        if where == "for time":
            await enter(pacer, operation="batches_get")
            tasks = [asyncio.create_task(enter(pacer, operation="batches_get")) for _ in range(4)]
            await until(lambda: waiting(pacer, "batches_get") == 3)
            tasks[0].cancel()
            clock.free.set()
            await asyncio.wait(tasks, timeout=5)
            assert [task.cancelled() for task in tasks] == [True, False, False, False]
            await asyncio.gather(*tasks[1:])
            return
        with pacer.turn(asking("batches_create")):
            tasks = [asyncio.create_task(enter(pacer)) for _ in range(4)]
            await until(lambda: waiting(pacer, "batches_create") == 3)
            gone = tasks[0 if where == "for a place" else 2]
            gone.cancel()
            with pytest.raises(asyncio.CancelledError):
                await gone
        await asyncio.wait_for(asyncio.gather(*(task for task in tasks if task is not gone)), 5)
        await enter(pacer, 1)

    @pytest.mark.parametrize("operation", ["batches_create", "batches_get"])
    async def test_a_task_cancelled_as_its_turn_comes_passes_it_on(self, operation: str) -> None:
        """A turn that was given to a task in the moment of its cancelling goes to the next."""
        pacer = Pacer(rates={**FAST, "batches_get": 1e5}, concurrency=1)
        if operation == "batches_create":
            turn = pacer.turn(asking(operation))
            turn.__enter__()
            task = asyncio.create_task(enter(pacer))
            await until(lambda: waiting(pacer) == 1)
            behind = asyncio.create_task(enter(pacer, 5))
            await until(lambda: waiting(pacer, operation) == 1)
            turn.__exit__(None, None, None)
        else:
            await enter(pacer, operation=operation)
            (counts,) = pacer._counts.values()  # pyright: ignore[reportPrivateUsage]
            first = counts.lanes[operation].first
            assert list(first.take(pacer._clock, None)) == []  # pyright: ignore[reportPrivateUsage]
            task = asyncio.create_task(enter(pacer, operation=operation))
            await until(lambda: waiting(pacer, operation) == 1)
            behind = asyncio.create_task(enter(pacer, 5, operation))
            await until(lambda: waiting(pacer, operation) == 2)
            first.give()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await behind
        await enter(pacer, 1, operation)

    def test_an_interrupted_thread_holds_nobody_up(self) -> None:
        """A thread whose sleep is interrupted leaves the line, and its turn to others."""

        class Interrupted(HeldClock):
            interrupted = True

            def sleep(self, seconds: float, wake: object = None) -> None:
                if self.interrupted:
                    raise KeyboardInterrupt
                super().sleep(seconds)

        clock = Interrupted()
        pacer = pacer_of(clock, rates={"batches_create": 1}, concurrency=1)
        enter_in_thread(pacer)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                enter_in_thread(pacer)
        clock.interrupted = False
        enter_in_thread(pacer, 2)
        assert clock.slept == [pytest.approx(1.05)]

    def test_a_loop_that_ends_early_holds_nobody_up(self) -> None:
        """Tasks that an event loop leaves behind at its end wait for nothing more."""
        pacer = Pacer(rates=FAST, concurrency=1)

        async def main() -> None:
            for _ in range(3):
                asyncio.get_running_loop().create_task(enter(pacer))
            await until(lambda: "batches_create" in lanes() and waiting(pacer, "batches_create") == 2)

        def lanes() -> dict[str, Any]:
            (counts,) = pacer._counts.values()  # pyright: ignore[reportPrivateUsage]
            return counts.lanes

        with pacer.turn(asking("batches_create")):
            asyncio.run(main())
        with pacer.turn(asking("batches_create"), 1):
            pass


class TestOtherProcesses:
    @pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
    @pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
    def test_a_child_begins_anew(self, clock: HeldClock) -> None:
        """After a fork the child waits for nothing that its parent holds, not even for a lock of another thread."""
        pacer = pacer_of(clock, rates={"batches_create": 1}, concurrency=1)
        turn = pacer.turn(asking("batches_create"))
        turn.__enter__()
        (counts,) = pacer._counts.values()  # pyright: ignore[reportPrivateUsage]
        lane = counts.lanes["batches_create"]
        assert counts.enriching is not None
        locks: list[Any] = [counts.enriching._lock, lane.first._lock, lane.window._lock]  # pyright: ignore[reportPrivateUsage]
        held, done = threading.Event(), threading.Event()

        def hold() -> None:
            for lock in locks:
                lock.acquire()
            held.set()
            done.wait(20)
            for lock in locks:
                lock.release()

        thread = threading.Thread(target=hold)
        thread.start()
        held.wait(20)
        child = os.fork()
        if child == 0:
            signal.alarm(10)
            try:
                with pacer.turn(asking("batches_create"), 0):
                    turn.__exit__(None, None, None)
                os._exit(1 if clock.slept else 0)
            finally:
                os._exit(2)
        try:
            _, status = os.waitpid(child, 0)
        finally:
            done.set()
            thread.join()
        assert os.waitstatus_to_exitcode(status) == 0

    def test_a_pickle_has_the_settings_and_begins_anew(self) -> None:
        """A pacer travels with its settings, alone or in a client; what it has counted stays behind."""
        pacer = Pacer(rates={"batches_get": 1}, concurrency=2)
        client = api.Ntropy(KEY, pacer=pacer)
        for _ in range(2):
            pacer.turn(asking("batches_create")).__enter__()
        with pacer.turn(asking("batches_get")):
            pass
        travelled = pickle.loads(pickle.dumps(client))._config.pacer
        for other in (pickle.loads(pickle.dumps(pacer)), copy.deepcopy(pacer), copy.copy(pacer), travelled):
            assert repr(other) == repr(pacer)
            clock = HeldClock()
            other._clock = clock
            with other.turn(asking("batches_get"), 0), other.turn(asking("batches_create"), 0):
                assert clock.slept == []
            with pytest.raises(TimeoutError), other.turn(asking("batches_get"), 0.5):
                pass
