"""Exchanges are checked as they happen, and no call is the worse for it."""

from __future__ import annotations

import gc
import gzip
import json
import logging
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from ntropy_client import AsyncNtropy, ConfigurationError, Ntropy, conformance
from ntropy_client import document as documents
from ntropy_client.conformance._desk import Desk

KEY = "key-of-nobody/1"
BATCH = next(iter(documents.load().operations["batches_get"].examples(200).values()))
PATIENCE = 10.0

pytestmark = pytest.mark.anyio


class Seen:
    """What a callback was told, and where."""

    def __init__(self) -> None:
        self.drifts: list[conformance.Drift] = []
        self.threads: set[str] = set()

    def __call__(self, drift: conformance.Drift) -> None:
        self.drifts.append(drift)
        self.threads.add(threading.current_thread().name)

    @property
    def texts(self) -> list[str]:
        assert conformance.drain(PATIENCE)
        return [str(drift) for drift in self.drifts]


def answer(body: object = BATCH, **headers: str) -> httpx.Response:
    """An answer that is read as it comes, as from a connection."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    whole = {"X-Request-ID": "server-1", "Content-Type": "application/json"}
    whole.update({name.replace("_", "-"): value for name, value in headers.items()})
    return httpx.Response(200, headers=whole, stream=Slowly(content))


class Slowly(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body in pieces; with `breaks`, the last one does not come."""

    def __init__(self, content: bytes, *, breaks: bool = False) -> None:
        self._pieces = [content[start : start + 50] for start in range(0, len(content), 50)]
        self._breaks = breaks
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces[: -1 if self._breaks else None]
        if self._breaks:
            raise httpx.ReadError("reset")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def mock(response: httpx.Response) -> httpx.MockTransport:
    return httpx.MockTransport(lambda _: response)


def wait_for(event: threading.Event) -> None:
    assert event.wait(PATIENCE)


PAUSED = {**BATCH, "status": "paused"}
TOLD = "batches_get: 200, request server-1: /status: undocumented value"


def test_what_drifts_is_told_and_the_call_succeeds() -> None:
    """The client reads a new status; the callback hears of it, in another thread."""
    seen = Seen()
    http_client = conformance.watch(httpx.Client(transport=mock(answer(PAUSED))), seen)
    with Ntropy(KEY, http_client=http_client) as client:
        assert client.batches.get("b-1").status == "paused"
    assert seen.texts == [TOLD]
    assert threading.current_thread().name not in seen.threads


async def test_what_drifts_is_told_and_the_call_succeeds_async() -> None:
    """The same with an async client."""
    seen = Seen()
    http_client = conformance.watch(httpx.AsyncClient(transport=mock(answer(PAUSED))), seen)
    async with AsyncNtropy(KEY, http_client=http_client) as client:
        assert (await client.batches.get("b-1")).status == "paused"
    assert seen.texts == [TOLD]


def test_what_conforms_is_not_told() -> None:
    """Nobody is called for nothing."""
    seen = Seen()
    http_client = conformance.watch(httpx.Client(transport=mock(answer())), seen)
    Ntropy(KEY, http_client=http_client).batches.get("b-1")
    assert seen.texts == []


@pytest.mark.parametrize("read_before", [False, True])
def test_a_compressed_body_is_checked_as_it_was_meant(read_before: bool) -> None:
    """Also when a hook of the user's read it first, or the transport did."""
    seen = Seen()
    packed = gzip.compress(json.dumps(PAUSED).encode())
    response = answer(packed, Content_Encoding="gzip")
    if read_before:
        response.read()
    http_client = conformance.watch(httpx.Client(transport=mock(response)), seen)
    assert Ntropy(KEY, http_client=http_client).batches.get("b-1").status == "paused"
    assert seen.texts == [TOLD]


def test_a_request_that_drifts_is_told() -> None:
    """Both halves are checked."""
    seen = Seen()
    http_client = conformance.watch(httpx.Client(transport=mock(answer())), seen)
    http_client.get("https://api.test/v3/batches/b-1?page=2", headers={"X-Api-Key": KEY})
    assert seen.texts == [
        "batches_get: 200, request server-1: request: undocumented parameter page",
    ]


def test_hooks_of_the_user_stay() -> None:
    """They run as before, and after ours."""
    heard: list[int] = []
    seen = Seen()
    http_client = httpx.Client(
        transport=mock(answer(PAUSED)),
        event_hooks={"response": [lambda response: heard.append(len(response.read()))]},
    )
    Ntropy(KEY, http_client=conformance.watch(http_client, seen)).batches.get("b-1")
    assert heard == [len(json.dumps(PAUSED))]
    assert seen.texts == [TOLD]


def test_a_callback_that_raises_fails_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged, and the next exchange is checked all the same."""
    calls: list[conformance.Drift] = []

    def callback(drift: conformance.Drift) -> None:
        calls.append(drift)
        raise RuntimeError("the callback's own trouble")

    with caplog.at_level(logging.WARNING, "ntropy_client.conformance"):
        for _ in range(2):
            http_client = conformance.watch(httpx.Client(transport=mock(answer(PAUSED))), callback)
            assert Ntropy(KEY, http_client=http_client).batches.get("b-1").status == "paused"
        assert conformance.drain(PATIENCE)
    assert len(calls) == 2
    assert [record.message for record in caplog.records] == ["a check or its callback failed"] * 2
    assert KEY not in caplog.text


def test_an_answer_that_breaks_off_is_the_callers_error_only() -> None:
    """It is no exchange, and the stream is closed as ever."""
    seen = Seen()
    stream = Slowly(json.dumps(PAUSED).encode(), breaks=True)
    response = httpx.Response(200, headers={"Content-Type": "application/json"}, stream=stream)
    http_client = conformance.watch(httpx.Client(transport=mock(response)), seen)
    with pytest.raises(httpx.ReadError):
        http_client.get("https://api.test/v3/batches/b-1")
    assert stream.closed
    assert seen.texts == []


def test_an_answer_that_is_left_unread_is_not_checked() -> None:
    """Whoever streams and stops early keeps that freedom."""
    seen = Seen()
    http_client = conformance.watch(httpx.Client(transport=mock(answer(PAUSED))), seen)
    with http_client.stream("GET", "https://api.test/v3/batches/b-1") as response:
        next(response.iter_raw())
    assert seen.texts == []


def test_the_key_is_told_to_nobody() -> None:
    """Not even where a server echoes it into a field, a name or the path."""
    seen = Seen()
    body = {**BATCH, "status": KEY, "note": f"for {KEY}", KEY: 1}
    http_client = conformance.watch(httpx.Client(transport=mock(answer(body))), seen)
    Ntropy(KEY, http_client=http_client).batches.get(KEY)
    assert conformance.drain(PATIENCE)
    [drift] = seen.drifts
    assert len(drift.violations) == 3
    assert KEY not in repr(drift)
    assert KEY.replace("/", "%2F") not in repr(drift)
    assert KEY.replace("/", "~1") not in repr(drift)


@pytest.mark.parametrize("sample", [-0.1, 1.1, float("nan")])
def test_a_share_that_is_none_is_refused(sample: float) -> None:
    """At once, and not at the first call."""
    with pytest.raises(ConfigurationError, match="sample must be from 0 to 1"):
        conformance.watch(httpx.Client(), print, sample=sample)


def test_a_sample_is_taken_of_all_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as were asked for; with 0 none, with 1 all."""
    draws = iter([0.0, 0.099, 0.1, 0.5, 0.999])
    monkeypatch.setattr("ntropy_client.conformance._watch.random.random", lambda: next(draws))
    seen = Seen()
    http_client = conformance.watch(
        httpx.Client(transport=httpx.MockTransport(lambda _: answer(PAUSED))), seen, sample=0.1
    )
    for _ in range(5):
        http_client.get("https://api.test/v3/batches/b-1", headers={"X-Api-Key": KEY})
    assert len(seen.texts) == 2


def test_two_watchers_of_one_client_both_see() -> None:
    """Each with its own callback."""
    one, two = Seen(), Seen()
    http_client = httpx.Client(transport=mock(answer(PAUSED)))
    Ntropy(KEY, http_client=conformance.watch(conformance.watch(http_client, one), two)).batches.get("b-1")
    assert one.texts == two.texts == [TOLD]


def test_a_transport_raises_what_its_callback_raises() -> None:
    """So that a test fails where the drift is."""

    def refuse(drift: conformance.Drift) -> None:
        raise AssertionError(str(drift))

    http_client = httpx.Client(transport=conformance.CheckedTransport(mock(answer(PAUSED)), refuse))
    with pytest.raises(AssertionError, match="undocumented value"):
        Ntropy(KEY, http_client=http_client).batches.get("b-1")


async def test_a_transport_raises_what_its_callback_raises_async() -> None:
    """The same with an async client; what is not strictly wrong can be let through."""

    def refuse(drift: conformance.Drift) -> None:
        raise AssertionError(str(drift))

    strict = conformance.AsyncCheckedTransport(mock(answer(PAUSED)), refuse)
    with pytest.raises(AssertionError, match="undocumented value"):
        await AsyncNtropy(KEY, http_client=httpx.AsyncClient(transport=strict)).batches.get("b-1")
    lenient = conformance.AsyncCheckedTransport(
        mock(answer(PAUSED)), refuse, checker=conformance.Checker(strict=False)
    )
    batch = await AsyncNtropy(KEY, http_client=httpx.AsyncClient(transport=lenient)).batches.get("b-1")
    assert batch.status == "paused"


class TestTheDesk:
    def test_what_does_not_fit_is_left_out(self, caplog: pytest.LogCaptureFixture) -> None:
        """Memory is bounded: one job always fits, and what is dropped is said once."""
        desk, go, done = Desk(most=100), threading.Event(), list[int]()
        desk.take(20, partial(wait_for, go))
        for number in range(5):
            desk.take(40, partial(done.append, number))
        assert (desk.drain(0), desk.dropped) == (False, 3)
        go.set()
        assert desk.drain(PATIENCE)
        assert done == [0, 1]
        desk.take(500, partial(done.append, 500))
        assert desk.drain(PATIENCE)
        assert done == [0, 1, 500]
        assert [record.message for record in caplog.records] == [
            "exchanges come faster than they can be checked: some are left out"
        ]

    def test_nothing_is_kept_after_it_was_done(self) -> None:
        """A body that was checked is let go, also while nothing else comes."""

        class Body:
            pass

        desk, body, gone = Desk(), Body(), threading.Event()
        weakref.finalize(body, gone.set)

        def job(body: Any = body) -> None:
            assert body

        desk.take(1, job)
        del body, job
        assert desk.drain(PATIENCE)
        gc.collect()
        assert gone.wait(PATIENCE)


SCRIPT = """
import os, sys, httpx
from ntropy_client import Ntropy, conformance
body = {body!r}
def answer(request):
    return httpx.Response(200, content=body, headers={{"X-Request-ID": "s", "Content-Type": "application/json"}})
def told(drift):
    os.write(1, (str(drift) + chr(10)).encode())
client = Ntropy("k", http_client=conformance.watch(httpx.Client(transport=httpx.MockTransport(answer)), told))
client.batches.get("b-1")
{then}
"""


def run(then: str = "") -> list[str]:
    script = SCRIPT.format(body=json.dumps(PAUSED).encode(), then=then)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_a_short_process_hears_of_its_last_call() -> None:
    """What was taken is checked before the process ends."""
    assert run() == ["batches_get: 200, request s: /status: undocumented value"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_checks_for_itself() -> None:
    """A fork leaves the checking thread behind; the child begins its own."""
    then = """
conformance.drain()
child = os.fork()
if child:
    sys.exit(os.waitpid(child, 0)[1])
client.batches.get("b-2")
"""
    assert len(run(then)) == 2


def test_what_harms_comes_first() -> None:
    """A new value is read; a text in place of a number breaks a call, and is what is told in one line."""
    seen = Seen()
    body = {**BATCH, "status": "paused", "progress": "many"}
    http_client = conformance.watch(httpx.Client(transport=mock(answer(body))), seen)
    http_client.get("https://api.test/v3/batches/b-1", headers={"X-Api-Key": KEY})
    assert seen.texts == [
        "batches_get: 200, request server-1: /progress: is of type string, not integer and 1 more"
    ]
