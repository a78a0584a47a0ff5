"""Requests go out as they were asked for, and what came is recorded whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from msgspec import UNSET

from contract_tests.provider import receiving
from contract_tests.provider.api import Api, TargetUnreachableError, World
from contract_tests.provider.run import CouldNotRunError, Exchange, Finding, Run
from ntropy_client import document as documents
from ntropy_client.sandbox import ManualClock

KEYS = {"first": "good-key", "none": None, "invalid": "invalid-0"}


def api(answer: Callable[[httpx.Request], httpx.Response], base_url: str = "https://api.example.com") -> Api:
    """A caller whose server is a function."""
    client = httpx.Client(transport=httpx.MockTransport(answer), base_url=base_url)
    world = World(client=client, clock=ManualClock(), number=0)
    return Api(documents.load(), Run(), world, KEYS, part="probes", prefix="ct-", seed=1)


def fine(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"id": "b-1"}, headers={"X-Request-ID": "r"}, request=request)


@pytest.mark.parametrize(
    ("identity", "path"),
    [("a/b", "/v3/batches/a%2Fb"), ("ä b?", "/v3/batches/%C3%A4%20b%3F"), ("100%", "/v3/batches/100%25")],
)
def test_ids_are_encoded_and_recorded_as_sent(identity: str, path: str) -> None:
    """What a path looks like on the wire is what the record says, and it leads back to the operation."""
    exchange = api(fine).call("batches_get", path={"id": identity}, query={"limit": 5, "deep": True})
    assert exchange.path == path
    assert exchange.query == (("limit", "5"), ("deep", "true"))
    found = documents.load().match("GET", exchange.path)
    assert found is not None
    assert found[1] == {"id": identity}


def test_a_base_url_may_have_a_path() -> None:
    """What the base URL has of its own is sent, and is no part of the operation's path."""
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.raw_path.decode())
        return fine(request)

    exchange = api(answer, "https://api.example.com/proxy").call("batches_list")
    assert sent == ["/proxy/v3/batches"]
    assert (exchange.path, exchange.operation) == ("/v3/batches", "batches_list")


def test_the_key_is_sent_and_never_recorded() -> None:
    """Each label sends its key; the record has the label."""
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("x-api-key"))
        return fine(request)

    caller = api(answer)
    records = [caller.call("batches_list", key=label) for label in KEYS]
    assert seen == list(KEYS.values())
    assert [record.key for record in records] == list(KEYS)
    assert "good-key" not in repr(records)


def test_bodies_are_sent_as_given() -> None:
    """None is null, UNSET is no body, bytes go as they are; headers can be taken away."""
    caller = api(fine)
    assert caller.call("batches_create", body=None).request_body == b"null"
    nothing = caller.call("batches_create", body=UNSET)
    assert nothing.request_body == b""
    assert "content-type" not in nothing.request_headers
    raw = caller.call("batches_create", raw_body=b"{", headers={"content-type": None})
    assert raw.request_body == b"{"
    assert "content-type" not in raw.request_headers


def test_an_unknown_path_belongs_to_no_operation() -> None:
    """Any request can be sent; what the document knows is named."""
    caller = api(fine)
    assert caller.raw("PATCH", "/v3/batches/b-1").operation is None
    assert caller.raw("GET", "/v3/batches/b-1/results").operation == "batches_results"


def test_an_answer_429_is_waited_out() -> None:
    """The request is repeated after what Retry-After says; every answer is recorded and counted."""
    answers = iter(
        [httpx.Response(429, headers={"Retry-After": "3"}), httpx.Response(429), httpx.Response(200)]
    )
    caller = api(lambda request: next(answers))
    before = caller.now()
    assert caller.call("batches_list").status == 200
    assert (caller.now() - before).total_seconds() == pytest.approx(5)
    assert [exchange.status for exchange in caller.run.exchanges] == [429, 429, 200]
    assert (caller.run.repeated, caller.run.unrepeated) == (2, 0)


def test_endless_429_are_counted() -> None:
    """After some attempts the last answer is given as it is, and the run knows."""
    caller = api(lambda request: httpx.Response(429))
    assert caller.call("batches_list").status == 429
    assert caller.run.unrepeated == 1
    assert api(lambda request: httpx.Response(429)).call("batches_list", repeat=False).status == 429


@pytest.mark.parametrize(("header", "seconds"), [("nan", 1), ("-5", 0), ("soon", 1), ("2.5", 2.5)])
def test_an_odd_retry_after_is_read_for_what_it_is_worth(header: str, seconds: float) -> None:
    """What is no time to wait is taken as none at all."""
    answers = iter([httpx.Response(429, headers={"Retry-After": header}), httpx.Response(200)])
    caller = api(lambda request: next(answers))
    before = caller.now()
    assert caller.call("batches_list").status == 200
    assert (caller.now() - before).total_seconds() == pytest.approx(seconds)


@pytest.mark.parametrize("header", ["61", "Infinity", "1e9"])
def test_a_server_that_asks_for_much_patience_is_not_asked_again(header: str) -> None:
    """To come back sooner than was said would be no use, and to wait that long neither."""
    caller = api(lambda request: httpx.Response(429, headers={"Retry-After": header}))
    assert caller.call("batches_list").status == 429
    assert len(caller.run.exchanges) == caller.run.unrepeated == 1


def test_nothing_but_429_ends_the_run() -> None:
    """A server that refuses everything for now is not asked two thousand times."""
    throttled = True
    caller = api(lambda request: httpx.Response(429 if throttled else 200, headers={"Retry-After": "99"}))
    for _ in range(2):
        assert caller.call("batches_list").status == 429
    throttled = False
    caller.call("batches_list")
    throttled = True
    for _ in range(2):
        assert caller.call("batches_list").status == 429
    with pytest.raises(CouldNotRunError, match="429 again and again"):
        caller.call("batches_list")


def test_a_connection_that_breaks_is_made_again_for_what_only_reads() -> None:
    """A server may drop a connection; a write is not sent twice, since it may have been done."""
    breaking = iter([True, True, False, True, True, True, True])

    def answer(request: httpx.Request) -> httpx.Response:
        if next(breaking):
            raise httpx.RemoteProtocolError("disconnected", request=request)
        return fine(request)

    caller = api(answer)
    caller.world.clock = None
    caller.wait = lambda seconds: None  # type: ignore[method-assign]
    assert caller.call("batches_list").status == 200
    assert caller.run.broken == 2
    assert len(caller.run.exchanges) == 1
    with pytest.raises(TargetUnreachableError):
        caller.call("batches_create", body={})
    with pytest.raises(TargetUnreachableError):
        caller.call("batches_list")
    assert next(breaking, None) is None


def test_an_answer_without_end_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slowly or long a server talks, the run goes on."""

    class Endless(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b" " * 1000

    caller = api(lambda request: httpx.Response(200, stream=Endless()))
    monkeypatch.setattr(receiving, "LARGEST_ANSWER", 50_000)
    with pytest.raises(TargetUnreachableError, match="larger than 50,000 bytes"):
        caller.call("batches_list")
    monkeypatch.setattr(receiving, "LARGEST_ANSWER", 1 << 40)
    monkeypatch.setattr(receiving, "LONGEST_ANSWER", 0.01)
    with pytest.raises(TargetUnreachableError, match="not at its end"):
        caller.call("batches_list")
    assert caller.run.exchanges == []


def test_what_a_server_wants_remembered_is_not() -> None:
    """Cookies are neither sent back nor written down."""
    sent: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers.get("cookie"))
        return httpx.Response(200, headers={"set-cookie": "session=much-to-hide"})

    caller = api(answer)
    exchanges = [caller.call("batches_list") for _ in range(2)]
    assert sent == [None, None]
    assert "much-to-hide" not in repr([exchange.response_headers for exchange in exchanges])


def test_no_answer_is_no_exchange() -> None:
    """What could not be sent is not recorded, and the reason names the request."""

    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    caller = api(answer)
    with pytest.raises(TargetUnreachableError, match=r"api.example.com to GET /v3/batches: refused"):
        caller.call("batches_list")
    assert caller.run.exchanges == []


def test_waiting_steps_the_clock_of_the_sandbox() -> None:
    """Nobody sleeps where time can be told to pass; what never comes is waited for as long as said."""
    caller = api(fine)
    begun = caller.now()
    assert caller.until(lambda: (caller.now() - begun).total_seconds() > 30, timeout=60)
    begun = caller.now()
    assert not caller.until(lambda: False, timeout=60)
    assert (caller.now() - begun).total_seconds() == pytest.approx(60)


def test_ids_and_request_ids_never_repeat() -> None:
    """Several callers of one account share their counters."""
    caller = api(fine)
    other = Api(documents.load(), caller.run, caller.world, KEYS, part="rules", prefix="ct-", seed=1)
    ids = [each.new_id() for each in (caller, other, caller)]
    assert len(set(ids)) == 3
    assert all(each.startswith("ct-") for each in ids)
    sent = [each.call("batches_list").request_headers["x-request-id"] for each in (caller, other, caller)]
    assert len(set(sent)) == 3


def test_observers_see_every_exchange_in_order() -> None:
    """Whatever part sends it, each exchange passes each observer once, numbered."""
    caller = api(fine)
    seen: list[Exchange] = []

    def observe(exchange: Exchange) -> list[Finding]:
        seen.append(exchange)
        return []

    caller.run.observe("conformance", observe)
    for _ in range(3):
        caller.call("batches_list")
    assert [exchange.number for exchange in seen] == [1, 2, 3]
    assert caller.run.parts["conformance"].count == 3
    assert caller.run.parts["probes"].count == 3
