"""Pacing: never above a documented limit in any one second, and no slower than it allows."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import httpx
import pytest

import ntropy_client as api
from ntropy_client import document, operations
from ntropy_client.pacing import Pacer
from ntropy_client.sandbox import ManualClock, SandboxTransport, create_app

from .conftest import HeldClock, said
from .paced import BATCH, TasksClock, asking, async_client_of, client_of, most_within, pacer_of

pytestmark = pytest.mark.anyio

PACED = [operation.id for operation in document.load().operations.values() if operation.rate_limit]


class TestTheLimit:
    @pytest.mark.parametrize(
        ("rate", "most", "within"), [(20, 20, 1), (100, 100, 1), (2.5, 2, 1), (0.5, 1, 2)]
    )
    def test_no_second_has_more_than_the_limit(
        self, clock: HeldClock, rate: float, most: int, within: float
    ) -> None:
        """However calls come, no window of one second has more than the limit, wherever it begins."""
        chance = random.Random(7)
        pacer = pacer_of(clock, rates={"batches_get": rate})
        sent: list[float] = []
        for _ in range(300):
            clock.now += chance.choice((0.0, 0.0, 0.0, 0.01, 0.3)) / rate
            with pacer.turn(asking("batches_get")):
                sent.append(clock.now)
        assert most_within(sent, within) == most

    def test_the_limit_is_used_to_the_full(self, clock: HeldClock) -> None:
        """As many as the limit go at once, and pacing costs no more than a twentieth of what is allowed."""
        pacer = pacer_of(clock)
        began = clock.now
        for number in range(200):
            with pacer.turn(asking("batches_get")):
                assert number >= 20 or clock.now == began
        assert 9.0 <= clock.now - began <= 9 * 1.051

    @pytest.mark.parametrize("operation", PACED)
    def test_every_documented_limit_is_kept(self, clock: HeldClock, operation: str) -> None:
        """The document's limit of each operation is the one that is kept."""
        pacer = pacer_of(clock)
        limit = int(document.load().operations[operation].rate_limit or 0)
        for number in range(limit + 1):
            assert clock.slept == [], number
            with pacer.turn(asking(operation)):
                pass
        assert sum(clock.slept) >= 1

    def test_tasks_keep_it_together(self) -> None:
        """Two hundred tasks of one loop send no more in any second than one would."""
        clock = TasksClock()
        pacer = pacer_of(clock)
        sent: list[float] = []

        async def call() -> None:
            async with pacer.async_turn(asking("batches_get")):
                sent.append(clock.now)

        async def main() -> None:
            await asyncio.gather(*(call() for _ in range(200)))

        asyncio.run(main())
        assert len(sent) == 200
        assert most_within(sent, 1) == 20
        assert sent[-1] - sent[0] <= 9 * 1.051

    def test_operations_are_paced_apart(self, clock: HeldClock) -> None:
        """An operation at its limit holds no other, and one without a limit is not held at all."""
        pacer = pacer_of(clock)
        for operation in ("batches_get", "batches_list"):
            for _ in range(20):
                with pacer.turn(asking(operation)):
                    pass
        for _ in range(500):
            with pacer.turn(asking("rules_list")):
                pass
        assert clock.slept == []

    async def test_clients_that_share_a_pacer_share_the_limit(self, clock: HeldClock) -> None:
        """The limit is the key's: several clients, sync and async, keep it together."""
        pacer = pacer_of(clock, rates={"batches_get": 2})
        one, _ = client_of(clock, pacer, said(200, BATCH))
        two, _ = async_client_of(clock, pacer, said(200, BATCH))
        three, _ = client_of(clock, pacer, said(200, BATCH))
        one.batches.get("a")
        await two.batches.get("a")
        assert clock.slept == []
        three.with_options(api_key="another").batches.get("a")
        assert sum(clock.slept) == pytest.approx(1.05)

    def test_repeats_count(self, clock: HeldClock) -> None:
        """A retry is one more request: it waits for its turn as a first attempt does."""
        pacer = pacer_of(clock, rates={"batches_get": 1})
        client, script = client_of(clock, pacer, said(503), said(200, BATCH))
        began = clock.now
        client.batches.get("a")
        assert len(script.requests) == 2
        assert clock.now - began == pytest.approx(1.05)


class TestSettings:
    def test_a_limit_can_be_another(self, clock: HeldClock) -> None:
        """`rates` replaces the document's limit, and gives one to an operation that has none."""
        pacer = pacer_of(clock, rates={"batches_get": 50, "rules_list": 1})
        for _ in range(50):
            with pacer.turn(asking("batches_get")):
                pass
        with pacer.turn(asking("rules_list")):
            pass
        assert clock.slept == []
        with pacer.turn(asking("rules_list")):
            assert sum(clock.slept) >= 1

    def test_a_high_limit_keeps_no_more_than_a_second(self, clock: HeldClock) -> None:
        """What was sent long ago is forgotten, however high the limit."""
        pacer = pacer_of(clock, rates={"batches_get": 1e9})
        for _ in range(5_000):
            clock.now += 0.01
            with pacer.turn(asking("batches_get")):
                pass
        (counts,) = pacer._counts.values()  # pyright: ignore[reportPrivateUsage]
        assert len(counts.lanes["batches_get"].window._sent) <= 110  # pyright: ignore[reportPrivateUsage]

    @pytest.mark.parametrize(
        ("settings", "said_of_it"),
        [
            ({"rates": {"batch_get": 1}}, "'batch_get' is no operation, did you mean 'batches_get'"),
            ({"rates": {7: 1}}, "7 is no operation"),
            ({"rates": {"batches_get": 0}}, "batches_get must have a positive number"),
            ({"rates": {"batches_get": -1}}, "not -1"),
            ({"rates": {"batches_get": float("nan")}}, "not nan"),
            ({"rates": {"batches_get": float("inf")}}, "not inf"),
            ({"rates": {"batches_get": 10**400}}, "not inf"),
            ({"rates": {"batches_get": 1e-300}}, "not 1e-300"),
            ({"rates": {"batches_get": True}}, "not True"),
            ({"rates": {"batches_get": "20"}}, "not '20'"),
            ({"rates": [("batches_get", 1)]}, "rates must be a mapping of operation ids, not list"),
            ({"concurrency": 0}, "concurrency must be a whole number from 1 on, or None, not 0"),
            ({"concurrency": -3}, "not -3"),
            ({"concurrency": 2.0}, "not 2.0"),
            ({"concurrency": True}, "not True"),
            ({"concurrency": "10"}, "not '10'"),
        ],
    )
    def test_what_cannot_work_is_refused(self, settings: dict[str, Any], said_of_it: str) -> None:
        """A misspelt operation or a number that makes no sense is named when the pacer is made."""
        with pytest.raises(api.ConfigurationError) as caught:
            Pacer(**settings)
        assert said_of_it in str(caught.value)

    def test_the_settings_can_be_seen(self) -> None:
        """A pacer shows how it was set up."""
        assert repr(Pacer(rates={"batches_get": 5})) == "Pacer(rates={'batches_get': 5.0}, concurrency=10)"


class TestAgainstTheSandbox:
    """The sandbox keeps the documented limits; its clock is the pacer's."""

    class BothClocks(HeldClock):
        def __init__(self) -> None:
            super().__init__()
            self.sandbox = ManualClock()

        def sleep(self, seconds: float, wake: object = None) -> None:
            super().sleep(seconds)
            self.sandbox.advance(seconds)

    async def test_a_hundred_calls_are_never_refused(self) -> None:
        """A hundred calls of an operation that is limited to ten a second meet no single 429."""
        clock = self.BothClocks()
        app = create_app(limits=True, clock=clock.sandbox)
        statuses: list[int] = []
        hooks = {"response": [lambda response: statuses.append(response.status_code)]}  # pyright: ignore[reportUnknownLambdaType, reportUnknownMemberType]

        async def note(response: httpx.Response) -> None:
            statuses.append(response.status_code)

        http = httpx.Client(transport=SandboxTransport(app), event_hooks=hooks)
        client = api.Ntropy("one", base_url="http://sandbox", http_client=http, pacer=pacer_of(clock))
        for _ in range(100):
            client.transactions.list(limit=1)
        async_http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), event_hooks={"response": [note]}
        )
        async with api.AsyncNtropy(
            "two", base_url="http://sandbox", http_client=async_http, pacer=pacer_of(clock)
        ) as async_client:
            for _ in range(100):
                await async_client.transactions.list(limit=1)
        await async_http.aclose()
        assert statuses == [200] * 200
        assert sum(clock.slept) == pytest.approx(2 * 9 * 1.05)

    def test_without_a_pacer_they_would_be(self) -> None:
        """The same calls without a pacer are refused: the sandbox does count."""
        app = create_app(limits=True, clock=ManualClock())
        http = httpx.Client(transport=SandboxTransport(app))
        client = api.Ntropy("one", base_url="http://sandbox", http_client=http, retries=0)
        request = operations.transactions_list(limit=1)
        for _ in range(10):
            client.send(request)
        with pytest.raises(api.RateLimitError):
            client.send(request)
