"""Waiting for batches."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, ClassVar

import httpx
import pytest

import ntropy_client as api
from ntropy_client import document

from .conftest import KEY, HeldClock, Said, Script, said

pytestmark = pytest.mark.anyio


def batch(status: str, progress: int = 0, id: str = "b1", total: int = 10) -> httpx.Response:
    body = {
        "id": id,
        "operation": "POST /v3/transactions",
        "status": status,
        "created_at": "2024-01-01T00:00:00",
        "updated_at": "2024-01-01T00:00:00Z",
        "progress": progress,
        "total": total,
    }
    return said(200, body)


def results() -> httpx.Response:
    return said(200, document.load().operations["batches_results"].examples(200)["completed"])


def client_of(clock: HeldClock, *answers: Said) -> tuple[api.Ntropy, Script]:
    script = Script(answers)
    client = api.Ntropy(KEY, http_client=httpx.Client(transport=httpx.MockTransport(script)))
    client._clock = clock  # pyright: ignore[reportPrivateUsage]
    return client, script


def async_client_of(clock: HeldClock, *answers: Said) -> tuple[api.AsyncNtropy, Script]:
    script = Script(answers)
    client = api.AsyncNtropy(KEY, http_client=httpx.AsyncClient(transport=httpx.MockTransport(script)))
    client._clock = clock  # pyright: ignore[reportPrivateUsage]
    return client, script


def test_the_first_poll_is_at_once_and_pauses_grow_to_ten_seconds(clock: HeldClock) -> None:
    """A short job is not waited for long, a long one is not asked about often."""
    client, script = client_of(clock, *[batch("processing", n) for n in range(10)], batch("completed", 10))
    assert client.batches.wait("b1").status == "completed"
    assert clock.slept[:3] == [0.5, 0.75, 1.125]
    assert clock.slept[-1] == 10.0
    assert max(clock.slept) == 10.0
    assert len(script.requests) == 11


def test_a_status_nobody_knows_is_waited_on(clock: HeldClock) -> None:
    """Only `completed` ends a wait and only `error` fails it."""
    client, _ = client_of(clock, batch("paused"), batch("processing"), batch("completed"))
    assert client.batches.wait("b1").status == "completed"


def test_a_failed_batch_raises_with_the_batch(clock: HeldClock) -> None:
    """The error has the batch as it was last seen."""
    client, script = client_of(clock, batch("processing"), batch("error", 3))
    with pytest.raises(api.BatchFailedError, match="b1") as caught:
        client.batches.wait_for_results("b1")
    assert caught.value.resource.progress == 3
    assert len(script.requests) == 2


def test_a_wait_that_is_too_long_can_go_on(clock: HeldClock) -> None:
    """The time-out is kept to the second and carries id and last state."""
    client, _ = client_of(clock, *[batch("processing", 4)] * 20)
    started = clock.now
    with pytest.raises(api.WaitTimeoutError, match="b1 did not end within 7 s") as caught:
        client.batches.wait("b1", timeout=7)
    assert clock.now - started == pytest.approx(7)
    assert caught.value.id == "b1"
    assert caught.value.resource.progress == 4
    assert isinstance(caught.value, TimeoutError)


def test_no_time_is_one_poll(clock: HeldClock) -> None:
    """`timeout=0` looks once and never sleeps."""
    client, script = client_of(clock, batch("processing"))
    with pytest.raises(api.WaitTimeoutError):
        client.batches.wait("b1", timeout=0)
    assert (len(script.requests), clock.slept) == (1, [])
    done, _ = client_of(clock, batch("completed"))
    assert done.batches.wait("b1", timeout=0).status == "completed"


def test_the_one_poll_is_made_once(clock: HeldClock) -> None:
    """A failure is told then as it is, unless retries were asked for."""
    client, script = client_of(clock, *[said(503)] * 9)
    with pytest.raises(api.NtropyError):
        client.batches.wait("b1", timeout=0)
    assert (len(script.requests), clock.slept) == (1, [])
    with pytest.raises(api.NtropyError):
        client.batches.wait("b1", timeout=0, retries=1)
    assert len(script.requests) == 3


def test_no_end_waits_on(clock: HeldClock) -> None:
    """`timeout=None` has no end and bounds no poll."""
    client, script = client_of(clock, *[batch("processing")] * 500, batch("completed"))
    client.batches.wait("b1", timeout=None)
    assert clock.now > 1_000 + 4_000
    assert script.requests[-1].extensions["timeout"]["read"] == 60


def test_a_poll_never_outlasts_the_wait(clock: HeldClock) -> None:
    """A poll's own time-outs are cut to what is left."""
    client, script = client_of(clock, *[batch("processing")] * 20)
    with pytest.raises(api.WaitTimeoutError):
        client.batches.wait("b1", timeout=30)
    reads = [sent.extensions["timeout"]["read"] for sent in script.requests]
    assert reads[0] == 30
    assert reads == sorted(reads, reverse=True)
    assert reads[-1] == pytest.approx(0.1)


def test_a_server_that_hangs_in_a_poll_ends_in_time(clock: HeldClock) -> None:
    """The wait's time-out is told, not the poll's."""

    def hang(request: httpx.Request) -> httpx.Response:
        clock.now += request.extensions["timeout"]["read"]
        raise httpx.ReadTimeout("hangs")

    client, _ = client_of(clock, batch("processing", 2), hang)
    with pytest.raises(api.WaitTimeoutError) as caught:
        client.batches.wait("b1", timeout=20)
    assert caught.value.resource.progress == 2
    assert clock.now - 1_000 <= 20.01


def test_a_poll_that_fails_for_a_moment_is_repeated(clock: HeldClock) -> None:
    """A wait survives what a call survives."""
    client, _ = client_of(clock, said(503), batch("processing"), httpx.ReadError("reset"), batch("completed"))
    assert client.batches.wait("b1").status == "completed"


def test_a_wait_lasts_an_hour_unless_told_otherwise(clock: HeldClock) -> None:
    """Long enough for the largest batch, and not for ever."""
    client, _ = client_of(clock, *[batch("processing")] * 1_000)
    with pytest.raises(api.WaitTimeoutError, match="within 3600 s"):
        client.batches.wait("b1")
    assert clock.now - 1_000 == pytest.approx(3_600)


def test_failures_count_only_in_a_row(clock: HeldClock) -> None:
    """An answer in between begins anew."""
    down: list[Said] = [httpx.ConnectError("refused")] * 9
    client, _ = client_of(clock, *down, batch("processing"), *down, batch("completed"))
    assert client.batches.wait("b1", retries=0).status == "completed"


def test_a_time_out_of_a_wait_travels_with_its_words(clock: HeldClock) -> None:
    """To another process, such as out of a pool of them."""
    client, _ = client_of(clock, batch("processing"))
    with pytest.raises(api.WaitTimeoutError) as caught:
        client.batches.wait("b1", timeout=0)
    twin = pickle.loads(pickle.dumps(caught.value))
    assert str(twin) == str(caught.value) != ""
    assert twin.args == caught.value.args


def test_an_outage_of_minutes_does_not_end_a_wait(clock: HeldClock) -> None:
    """Polls that fail in a way that passes are not the job's failure, unless ten in a row do."""
    outage: list[Said] = [
        *[said(502)] * 6,
        said(429, None, Retry_After="200"),
        httpx.ConnectError("refused"),
    ]
    client, _ = client_of(
        clock, batch("processing"), *outage, *[httpx.ConnectError("refused")] * 2, batch("completed")
    )
    assert client.batches.wait("b1").status == "completed"
    down, script = client_of(clock, *[said(500)] * 100)
    with pytest.raises(api.ServerError):
        down.batches.wait("b1", timeout=None)
    assert len(script.requests) == 30
    slow, _ = client_of(clock, *[said(429, None, Retry_After="200")] * 100)
    with pytest.raises(api.WaitTimeoutError, match="no answer came"):
        slow.batches.wait("b1", timeout=3)


def test_what_the_server_asks_to_wait_is_waited_between_polls(clock: HeldClock) -> None:
    """A wait has the time that a single call has not; but no more than its own."""
    asked = [said(429, None, Retry_After="300")] * 9
    client, script = client_of(clock, *asked, batch("completed"))
    assert client.batches.wait("b1", timeout=3600, retries=0).status == "completed"
    assert clock.slept == [300] * 9
    assert len(script.requests) == 10


def test_many_batches_outlast_what_one_does(clock: HeldClock) -> None:
    """An outage is counted in rounds: twelve polls that fail within a moment are one."""
    down = [httpx.ConnectError("refused")] * 12 * 9
    client, _ = client_of(clock, *down, *[batch("completed", id=f"b{n}") for n in range(12)])
    found = client.batches.wait_all([f"b{n}" for n in range(12)], retries=0)
    assert [one.id for one in found] == [f"b{n}" for n in range(12)]
    gone, script = client_of(clock, *[httpx.ConnectError("refused")] * 12 * 11)
    with pytest.raises(api.APIConnectionError):
        gone.batches.wait_all([f"b{n}" for n in range(12)], timeout=None, retries=0)
    assert len(script.requests) == 120


def test_many_batches_end_in_time_too(clock: HeldClock) -> None:
    """In the middle of a round, to within a poll."""

    def slowly(request: httpx.Request) -> httpx.Response:
        clock.now += 0.1
        return batch("processing", id=request.url.path.rpartition("/")[2])

    client, script = client_of(clock, *[slowly] * 500)
    with pytest.raises(api.WaitTimeoutError, match="b9 did not end within 1 s"):
        client.batches.wait_all([f"b{n}" for n in range(200)], timeout=1)
    assert clock.now - 1_000 <= 1.2
    assert len(script.requests) <= 12


def test_many_batches_that_hang_end_in_time_too(clock: HeldClock) -> None:
    """Nothing is asked after the end; the one that was asked last is named."""

    def hang(request: httpx.Request) -> httpx.Response:
        clock.now += request.extensions["timeout"]["read"]
        raise httpx.ReadTimeout("hangs")

    client, script = client_of(clock, batch("processing", id="b0"), *[hang] * 500)
    with pytest.raises(api.WaitTimeoutError, match="b1 did not end within 5 s") as caught:
        client.batches.wait_all(["b0", "b1", "b2", "b3"], timeout=5)
    assert caught.value.resource is None
    assert len(script.requests) == 2
    assert clock.now - 1_000 == pytest.approx(5)


def test_results_come_within_the_wait_too(clock: HeldClock) -> None:
    """The last call has what is left of the time, and some seconds at least."""

    def hang(request: httpx.Request) -> httpx.Response:
        clock.now += request.extensions["timeout"]["read"]
        raise httpx.ReadTimeout("hangs")

    client, script = client_of(clock, batch("completed"), hang)
    with pytest.raises(api.WaitTimeoutError, match="b1 is completed, but its results did not come") as caught:
        client.batches.wait_for_results("b1", timeout=30)
    assert (caught.value.id, caught.value.resource.status) == ("b1", "completed")
    assert clock.now - 1_000 == pytest.approx(30)
    late, script = client_of(clock, batch("completed"), results())
    assert late.batches.wait_for_results("b1", timeout=0).status == "completed"
    assert script.requests[1].extensions["timeout"]["read"] == 10
    free, script = client_of(clock, batch("completed"), results())
    free.batches.wait_for_results("b1", timeout=None)
    assert script.requests[1].extensions["timeout"]["read"] == 60


def test_results_that_time_out_before_the_end_say_so(clock: HeldClock) -> None:
    """There is time left: it is the call that failed, as any other does."""

    def hang(request: httpx.Request) -> httpx.Response:
        clock.now += request.extensions["timeout"]["read"]
        raise httpx.ReadTimeout("hangs")

    client, _ = client_of(clock, batch("completed"), *[hang] * 3)
    with pytest.raises(api.APITimeoutError) as caught:
        client.with_options(timeout=5).batches.wait_for_results("b1", timeout=60)
    assert (caught.value.operation, caught.value.attempts) == ("batches_results", 3)


def test_a_bar_counts_nothing_below_nothing(clock: HeldClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """One job's nonsense does not take from another's rows."""
    Bar.made.clear()
    monkeypatch.setitem(sys.modules, "tqdm.auto", SimpleNamespace(tqdm=Bar))
    client, _ = client_of(
        clock,
        batch("completed", -5, "b1", total=-7),
        batch("completed", 8, "b2"),
    )
    client.batches.wait_all(["b1", "b2"], progress=True)
    assert Bar.made[0].shown == [(0, 0), (8, 10), (-1, 10)]


def test_a_bar_survives_whatever_a_server_says(clock: HeldClock, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers that no bar can show end no wait."""
    client, _ = client_of(
        clock, batch("processing", 10**300, total=10**400), batch("completed", -5, total=-7)
    )
    assert client.batches.wait("b1", progress=True).status == "completed"


def test_an_unknown_batch_is_told_at_once(clock: HeldClock) -> None:
    """A 404 ends the wait."""
    client, _ = client_of(clock, said(404, {"detail": "Batch with the provided id not found."}))
    with pytest.raises(api.NotFoundError):
        client.batches.wait("b1")


def test_options_reach_every_request_of_a_flow(clock: HeldClock) -> None:
    """Key and headers are those of the caller throughout; a request id names the first request only."""
    client, script = client_of(clock, batch("processing"), batch("completed"), results())
    client.batches.wait_for_results("b1", api_key="theirs", headers={"X-More": "1"}, request_id="mine")
    assert [sent.headers["X-Api-Key"] for sent in script.requests] == ["theirs"] * 3
    assert [sent.headers["X-More"] for sent in script.requests] == ["1"] * 3
    assert [sent.headers["X-Request-ID"] for sent in script.requests] == ["mine", "sent-1", "sent-2"]


ROW: Any = {
    "id": "t-1",
    "description": "SQ *BLUE BOTTLE",
    "date": "2024-05-01",
    "amount": 6.5,
    "entry_type": "outgoing",
    "currency": "USD",
}


def test_create_and_wait_is_one_call(clock: HeldClock) -> None:
    """Submit, wait, results."""
    client, script = client_of(clock, batch("processing"), batch("completed", 10), results())
    found = client.batches.create_and_wait([ROW], request_id="mine")
    assert found.results[0].id == "xbx8YP14g565Xk"
    assert [(sent.method, sent.url.path) for sent in script.requests] == [
        ("POST", "/v3/batches"),
        ("GET", "/v3/batches/b1"),
        ("GET", "/v3/batches/b1/results"),
    ]
    assert script.requests[0].headers["X-Request-ID"] == "mine"
    assert script.requests[1].headers["X-Request-ID"] != "mine"


@pytest.mark.parametrize("timeout", [-1, float("nan"), float("inf"), "5", 10**400, True])
def test_nothing_is_paid_for_a_wait_that_cannot_be(clock: HeldClock, timeout: Any) -> None:
    """A time-out that is none is refused before the batch is submitted."""
    client, script = client_of(clock)
    with pytest.raises(api.ConfigurationError, match="timeout"):
        client.batches.create_and_wait([ROW], timeout=timeout)
    assert script.requests == []


def test_nothing_is_paid_for_a_bar_that_cannot_be_drawn(
    clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing extra is named with the line that installs it, before the batch is submitted."""
    import sys

    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    client, script = client_of(clock)
    with pytest.raises(ImportError, match=r"pip install 'ntropy-client\[progress\]'"):
        client.batches.create_and_wait([ROW], progress=True)
    assert script.requests == []


@pytest.mark.parametrize(
    "fault", [said(404), said(200, b"<html>"), KeyboardInterrupt(), httpx.LocalProtocolError("no")], ids=repr
)
def test_whatever_ends_the_wait_a_paid_batch_is_named(clock: HeldClock, fault: Any) -> None:
    """Even Ctrl-C says which batch goes on."""
    answers = [batch("processing"), *[fault] * 10]
    client, _ = client_of(clock, *answers)
    with pytest.raises((api.NtropyError, KeyboardInterrupt)) as caught:
        client.batches.create_and_wait([ROW])
    assert caught.value.__notes__ == ["batch b1 was submitted: get it with batches.wait_for_results('b1')"]


def test_several_ids_are_not_one(clock: HeldClock) -> None:
    """A string is not taken for the ids of its letters."""
    client, script = client_of(clock)
    with pytest.raises(TypeError, match=r"give \['abc'\]"):
        client.batches.wait_all("abc")
    assert script.requests == []


def test_many_batches_are_asked_in_turn(clock: HeldClock) -> None:
    """Those that are done are asked no more; the order is the caller's."""
    client, script = client_of(
        clock, batch("processing", id="b1"), batch("completed", id="b2"), batch("completed", id="b1")
    )
    assert [one.id for one in client.batches.wait_all(["b1", "b2"])] == ["b1", "b2"]
    assert [sent.url.path[-2:] for sent in script.requests] == ["b1", "b2", "b1"]
    assert client.batches.wait_all([]) == []


def test_an_unknown_keyword_is_named(clock: HeldClock) -> None:
    """A single request's options make no sense for a wait."""
    client, script = client_of(clock)
    with pytest.raises(TypeError, match=r"batches\.wait\(\) got an unexpected keyword argument 'deadline'"):
        client.batches.wait("b1", deadline=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(api.ConfigurationError, match="timeout"):
        client.batches.wait("b1", timeout=-1)
    unknown: dict[str, Any] = {"deadline": 3}
    for call in (
        lambda: client.batches.wait_all(["b1"], **unknown),
        lambda: client.batches.wait_for_results("b1", **unknown),
        lambda: client.batches.create_and_wait(data=[], **unknown),
        lambda: client.bank_statements.wait("s1", **unknown),
        lambda: client.bank_statements.wait_for_results("s1", **unknown),
        lambda: client.with_options(dedline=3),  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    ):
        with pytest.raises(TypeError, match="got an unexpected keyword argument 'd"):
            call()
    assert script.requests == []


async def test_an_unknown_keyword_is_named_async(clock: HeldClock) -> None:
    """By every wait of the async client, with the method that was called."""
    client, script = async_client_of(clock)
    unknown: dict[str, Any] = {"deadline": 3}
    waits: dict[str, Callable[[], Awaitable[object]]] = {
        "batches.wait": lambda: client.batches.wait("b1", **unknown),
        "batches.wait_all": lambda: client.batches.wait_all(["b1"], **unknown),
        "batches.wait_for_results": lambda: client.batches.wait_for_results("b1", **unknown),
        "batches.create_and_wait": lambda: client.batches.create_and_wait(data=[ROW], **unknown),
        "bank_statements.wait": lambda: client.bank_statements.wait("s1", **unknown),
        "bank_statements.wait_for_results": lambda: client.bank_statements.wait_for_results("s1", **unknown),
    }
    for name, call in waits.items():
        with pytest.raises(TypeError, match=rf"{name}\(\) got an unexpected keyword argument 'deadline'"):
            await call()
    assert script.requests == []


def test_a_progress_bar_never_goes_back(clock: HeldClock, capsys: pytest.CaptureFixture[str]) -> None:
    """It shows rows of all rows, whatever a server says in between."""
    client, _ = client_of(
        clock, batch("processing", 4), batch("processing", 2), batch("processing", 8), batch("completed", 10)
    )
    client.batches.wait("b1", progress=True)
    shown = capsys.readouterr().err
    assert "10/10" in shown
    assert "2/10" not in shown


async def test_async_waits_alike(clock: HeldClock) -> None:
    """The same flow on an event loop."""
    client, script = async_client_of(clock, batch("processing"), batch("completed"), results())
    found = await client.batches.wait_for_results("b1", request_id="mine")
    assert found.total == 1
    assert clock.slept == [0.5]
    assert [sent.headers["X-Request-ID"] for sent in script.requests] == ["mine", "sent-1", "sent-2"]


async def test_options_reach_every_request_of_a_flow_async(clock: HeldClock) -> None:
    """Key and headers are those of the caller in every poll, and in what follows."""
    client, script = async_client_of(clock, batch("processing"), batch("completed"), results())
    await client.batches.wait_for_results("b1", api_key="theirs", headers={"X-More": "1"})
    assert [sent.headers["X-Api-Key"] for sent in script.requests] == ["theirs"] * 3
    assert [sent.headers["X-More"] for sent in script.requests] == ["1"] * 3


async def test_retries_and_time_outs_reach_every_request_of_a_flow(clock: HeldClock) -> None:
    """Retries are those of the call, time-outs those of the client, cut to what is left of the wait."""

    def answers() -> list[Said]:
        return [batch("processing"), batch("completed"), said(503)]

    client, script = client_of(clock, *answers())
    with pytest.raises(api.ServerError) as caught:
        client.with_options(timeout=7).batches.wait_for_results("b1", retries=0)
    assert (caught.value.operation, caught.value.attempts) == ("batches_results", 1)
    other, async_script = async_client_of(clock, *answers())
    with pytest.raises(api.ServerError) as caught:
        await other.with_options(timeout=7).batches.wait_for_results("b1", retries=0)
    assert (caught.value.operation, caught.value.attempts) == ("batches_results", 1)
    sent = [*script.requests, *async_script.requests]
    assert [one.extensions["timeout"]["read"] for one in sent] == [7] * 6


async def test_a_wait_that_is_too_long_async(clock: HeldClock) -> None:
    """The same error in the same time; no time is one poll."""
    client, script = async_client_of(clock, *[batch("processing", 4)] * 20)
    started = clock.now
    with pytest.raises(api.WaitTimeoutError) as caught:
        await client.batches.wait("b1", timeout=7)
    assert clock.now - started == pytest.approx(7)
    assert (caught.value.id, caught.value.resource.progress) == ("b1", 4)
    polls = len(script.requests)
    with pytest.raises(api.WaitTimeoutError):
        await client.batches.wait("b1", timeout=0)
    assert len(script.requests) == polls + 1


def test_a_wait_goes_on_in_another_process(clock: HeldClock) -> None:
    """All it takes is the id, which the error brings along wherever it is pickled to."""
    client, _ = client_of(clock, batch("processing"))
    with pytest.raises(api.WaitTimeoutError) as caught:
        client.batches.wait("b1", timeout=0)
    there = pickle.loads(pickle.dumps(caught.value))
    assert (there.id, there.resource.status) == ("b1", "processing")
    other, script = client_of(clock, batch("completed"), results())
    assert other.batches.wait_for_results(there.id).total == 1
    assert script.requests[0].url.path == "/v3/batches/b1"


class Bar:
    """A bar as tqdm draws it, in whatever it draws."""

    made: ClassVar[list[Bar]] = []

    def __init__(self, *, unit: str) -> None:
        self.unit, self.n, self.total = unit, 0, None
        self.shown: list[tuple[int, Any]] = []
        self.made.append(self)

    def update(self, count: int) -> None:
        self.n += count

    def refresh(self) -> None:
        self.shown.append((self.n, self.total))

    def close(self) -> None:
        self.shown.append((-1, self.total))


def test_a_notebook_gets_the_bar_of_a_notebook(clock: HeldClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar is what `tqdm.auto` has for the place, one for all batches; it grows only, and is closed."""
    Bar.made.clear()
    monkeypatch.setitem(sys.modules, "tqdm.auto", SimpleNamespace(tqdm=Bar))
    client, _ = client_of(
        clock,
        batch("processing", 4, "b1"),
        batch("processing", 1, "b2"),
        batch("processing", 2, "b1"),
        batch("error", 2, "b2"),
    )
    with pytest.raises(api.BatchFailedError):
        client.batches.wait_all(["b1", "b2"], progress=True)
    (bar,) = Bar.made
    assert bar.unit == " rows"
    assert [done for done, _ in bar.shown] == [4, 5, 5, 5, -1]
    assert bar.shown[-1] == (-1, 20)


def test_the_whole_of_a_bar_never_falls(clock: HeldClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a server says in between; it may grow."""
    Bar.made.clear()
    monkeypatch.setitem(sys.modules, "tqdm.auto", SimpleNamespace(tqdm=Bar))
    client, _ = client_of(
        clock,
        batch("processing", 4, total=10),
        batch("processing", 4, total=6),
        batch("processing", 8, total=12),
        batch("completed", 12, total=0),
    )
    client.batches.wait("b1", progress=True)
    assert [total for _, total in Bar.made[0].shown] == [10, 10, 12, 12, 12]


async def test_async_create_and_wait_and_wait_all(clock: HeldClock) -> None:
    """Every wait is there for both clients."""
    client, _ = async_client_of(
        clock, batch("processing"), batch("completed"), results(), batch("completed"), batch("error")
    )
    assert (await client.batches.create_and_wait([ROW])).total == 1
    assert (await client.batches.wait_all(["b1"]))[0].status == "completed"
    with pytest.raises(api.BatchFailedError):
        await client.batches.wait("b1")


def statement(status: str, error: Any = None) -> httpx.Response:
    body = {
        "id": "s1",
        "status": status,
        "created_at": "2024-01-01T00:00:00",
        "file": {"no_pages": 1, "size": 9},
        "name": "s.pdf",
    }
    return said(200, body if error is None else {**body, "error": error})


def statement_results() -> httpx.Response:
    return said(200, document.load().operations["bank_statements_results"].examples(200)["one_account"])


class TestStatements:
    """Statements are waited for as batches are."""

    def test_results_come_once_a_statement_is_read(self, clock: HeldClock) -> None:
        """Polls at once, then with growing pauses; the results last."""
        client, script = client_of(
            clock, statement("processing"), statement("queued"), statement("completed"), statement_results()
        )
        found = client.bank_statements.wait_for_results("s1", request_id="mine")
        assert found.accounts[0].transactions[0].id == "txn_001a2b3c"
        assert clock.slept == [0.5, 0.75]
        assert [sent.url.path for sent in script.requests[-2:]] == [
            "/v3/bank_statements/s1",
            "/v3/bank_statements/s1/results",
        ]
        ids = [sent.headers["X-Request-ID"] for sent in script.requests]
        assert ids[0] == "mine"
        assert len(set(ids)) == 4

    async def test_results_come_once_a_statement_is_read_async(self, clock: HeldClock) -> None:
        """The async client waits alike."""
        client, _ = async_client_of(
            clock, statement("processing"), statement("completed"), statement_results()
        )
        assert (await client.bank_statements.wait_for_results("s1")).accounts[0].number == "83721"
        client, _ = async_client_of(clock, statement("completed"))
        assert (await client.bank_statements.wait("s1")).status == "completed"

    @pytest.mark.parametrize(
        ("error", "words"),
        [
            ({"code": "invalid_bank_statement", "message": "No PDF"}, "No PDF (invalid_bank_statement)"),
            ({"code": "torn_page", "message": "Torn"}, "Torn (torn_page)"),
            (None, "no reason was given"),
        ],
    )
    def test_a_failed_statement_says_why(self, clock: HeldClock, error: Any, words: str) -> None:
        """Also when the server gives a reason nobody knows, or none."""
        client, script = client_of(clock, statement("error", error))
        with pytest.raises(api.BankStatementFailedError) as caught:
            client.bank_statements.wait_for_results("s1")
        assert words in str(caught.value)
        assert "s1" in str(caught.value)
        assert caught.value.resource.status == "error"
        assert len(script.requests) == 1

    def test_a_wait_that_is_too_long_can_go_on(self, clock: HeldClock) -> None:
        """The error has the id and the last state."""
        client, _ = client_of(clock, *[statement("processing")] * 9)
        with pytest.raises(api.WaitTimeoutError) as caught:
            client.bank_statements.wait("s1", timeout=2)
        assert caught.value.id == "s1"
        assert caught.value.resource.name == "s.pdf"

    def test_an_option_nobody_knows_is_named(self, clock: HeldClock) -> None:
        """With the method that was called."""
        client, _ = client_of(clock)
        with pytest.raises(TypeError, match=r"bank_statements\.wait.*dedline"):
            client.bank_statements.wait("s1", dedline=1)  # type: ignore[call-arg]  # pyright: ignore

    def test_progress_counts_the_statement(
        self, clock: HeldClock, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """There is no finer measure of it."""
        client, _ = client_of(clock, statement("processing"), statement("completed"))
        client.bank_statements.wait("s1", progress=True)
        assert "1/1" in capsys.readouterr().err


@pytest.mark.parametrize("tag", ["batches", "bank_statements"])
def test_both_clients_document_waiting_alike(tag: str) -> None:
    """What is written twice says the same."""
    sync, later = getattr(api.Ntropy(KEY), tag), getattr(api.AsyncNtropy(KEY), tag)
    for name in dir(sync):
        if "wait" in name:
            assert getattr(sync, name).__doc__ == getattr(later, name).__doc__
