"""The sandbox is the same whatever calls it: many threads, an event loop, another process."""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from contract_tests.provider.sandboxed import User, transaction
from ntropy_client.sandbox import ManualClock, SandboxTransport, create_app

ROOT = Path(__file__).parents[2]


def test_threads_lose_nothing() -> None:
    """Requests of many threads at once all take effect, each id in the list once."""
    user = User()

    def work(number: int) -> None:
        user.create(f"own-{number}")
        user.create("shared", amount=number)
        user.batch([transaction(f"row-{number}-{item}") for item in range(3)])
        user.client.delete("/v3/transactions/shared")

    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(work, range(40)))
    user.clock.advance(1)
    batches = user.walk("/v3/batches")
    found = user.walk("/v3/transactions", limit=7)
    assert len(batches) == len(set(batches)) == 40
    rows = {f"row-{number}-{item}" for number in range(40) for item in range(3)}
    assert set(found) - {"shared"} == rows | {f"own-{number}" for number in range(40)}
    assert len(found) == len(set(found))


def test_a_large_answer_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """While results are written, the same key can go on with other things."""
    user = User()
    id = user.batch([transaction("row")])["id"]
    batches = user.app.state.sandbox.batches
    plain = batches.enriched

    def enriched(job: Any, view: Any) -> Iterator[Any]:
        with ThreadPoolExecutor(max_workers=1) as pool:
            assert pool.submit(user.create, "meanwhile").result(timeout=10)["id"] == "meanwhile"
        yield from plain(job, view)

    monkeypatch.setattr(batches, "enriched", enriched)
    assert [result["id"] for result in user.results(id)] == ["row"]
    assert user.ids("/v3/transactions") == ["meanwhile", "row"]


def test_a_running_event_loop_is_no_obstacle() -> None:
    """A synchronous client works within a coroutine, as it does over a socket."""

    async def work() -> int:
        return User().get("/v3/batches").status_code

    assert asyncio.run(work()) == 200


def test_an_asynchronous_client_sees_the_same() -> None:
    """httpx's own transport for applications gives the same answers."""
    user = User()
    user.create()

    async def work() -> httpx.Response:
        transport = httpx.ASGITransport(app=user.app)
        headers = {"X-Api-Key": "anybody", "X-Request-ID": "same"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://sandbox", headers=headers
        ) as client:
            with pytest.raises(httpx.RemoteProtocolError):
                await client.get("/v3/transactions/t-1", headers={"X-Ntropy-Sandbox-Fault": "cut"})
            return await client.get("/v3/transactions/t-1")

    answer = asyncio.run(work())
    same = user.client.get("/v3/transactions/t-1", headers={"X-Request-ID": "same"})
    assert (answer.content, answer.headers) == (same.content, same.headers)


def test_an_application_that_raises_is_a_500() -> None:
    """The transport lets no exception of the application through."""

    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError

    with httpx.Client(transport=SandboxTransport(broken), base_url="http://sandbox") as client:
        assert client.get("/").status_code == 500


@pytest.mark.parametrize("inside", [True, False])
def test_an_interruption_leaves_no_thread_behind(inside: bool) -> None:
    """Ctrl-C in the middle of a request comes out, and nothing is left that the process would wait for."""

    async def busy(scope: Scope, receive: Receive, send: Send) -> None:
        await run_in_threadpool(len, "a thread that waits for more")
        if inside:
            raise KeyboardInterrupt
        asyncio.get_running_loop().call_soon(_interrupt)
        await asyncio.sleep(60)

    before = set(threading.enumerate())
    client = httpx.Client(transport=SandboxTransport(busy), base_url="http://sandbox")
    with pytest.raises(KeyboardInterrupt):
        client.get("/v3/batches")
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=10)
        assert not thread.is_alive()


def _interrupt() -> None:
    raise KeyboardInterrupt


def test_the_clock_does_not_go_back() -> None:
    """Time that was told stays told."""
    with pytest.raises(ValueError, match="go back"):
        ManualClock().advance(-1)


# Some of everything, by two keys, with refusals between; printed as a digest of all that came back.
SEQUENCE = f"""
import sys
sys.path[:0] = {[str(ROOT), *(str(ROOT / name) for name in ("overrides", "generated"))]!r}
from contract_tests.provider.test_sandbox_transport import digest
print(digest(int(sys.argv[1])))
"""


def digest(seed: int) -> str:
    """Carry out a fixed sequence of requests on a new sandbox, and hash all answers."""
    app = create_app(seed=seed, clock=(clock := ManualClock()))
    seen = hashlib.sha256()
    for key in ("one", "two", "one", "invalid-one"):
        user = User(key, app=app, clock=clock)
        for number, description in enumerate(
            ["SQ *BLUE BOTTLE", "qwertz", "VENMO TO JANE DOE", "UBER LONDON"]
        ):
            answers = [
                user.post("/v3/transactions", transaction(f"{key}-{number}", description=description)),
                user.post("/v3/transactions", transaction(amount=-1, currency="x", date=7)),
                user.post(
                    "/v3/batches", {"operation": "POST /v3/transactions", "data": [transaction("b")] * number}
                ),
                user.client.post("/v3/bank_statements", files={"file": f"%PDF- {number}".encode()}),
                user.post(
                    "/v3/reports", {"transaction_id": "t", "description": description, "fields": [key]}
                ),
                user.post("/v3/webhooks", {"url": "http://receiver.invalid", "events": ["batches.error"]}),
                user.get("/v3/bank_statements", limit=2),
                user.get("/v3/reports", status="pending"),
                user.get("/v3/transactions", limit=3),
                user.get("/v3/batches", limit=2, status="completed"),
                user.client.put("/v3/batches"),
                user.client.delete(f"/v3/transactions/{key}-1"),
            ]
            clock.advance(0.2)
            for answer in answers:
                seen.update(repr((answer.status_code, answer.headers.multi_items(), answer.content)).encode())
    return seen.hexdigest()


def test_everything_follows_from_the_seed() -> None:
    """Two processes with different hash seeds give the same bytes, and another seed gives others."""
    digests: list[str] = []
    for seed, hash_seed in [(1, "1"), (1, "2")]:
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        command = [sys.executable, "-c", SEQUENCE, str(seed)]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        digests.append(done.stdout.strip())
    assert digests == [digest(1)] * 2
    assert digest(1) != digest(2)
