"""Answers over a real connection: broken off, odd, of no use, or meant for somebody else."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

import ntropy_client as api
from ntropy_api.request import Request

from .calls import DELETE, FOUND, GET, POST, Thing
from .conftest import KEY
from .hostile import BROKEN, ODD, WAYS, Play, QuickClock, Result, Server, Way, Wire, answer, read_then, well

pytestmark = pytest.mark.usefixtures("no_socket_left")

every_way = pytest.mark.parametrize("way", WAYS, ids=str)
AT_POSITION: Request[None] = Request("rules_delete", "DELETE", "/v3/rules/0", {204: (None,)})

# What aiohttp does not take for an answer, as a proxy and a server may differ about where it ends.
REFUSED = {"aiohttp": {"chunks beside a length"}}
# What aiohttp waits on in vain, so that only a time-out ends it: test_timeouts_hostile.py has it.
WAITED_ON = "chunks of no size"


def of_each(plays: dict[str, Play]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("play", [pytest.param(play, id=name) for name, play in plays.items()])


def value_of(result: Result) -> Any:
    """What a call gave; an error in place of it is raised."""
    if isinstance(result, Exception):
        raise result
    return result.value


def check_broken(result: Result, *, operation: str, request_id: str, attempts: int, unknown: bool) -> None:
    """It is our error for a broken connection, with all that it should know, and nothing behind it."""
    assert type(result) is api.APIConnectionError, result
    assert (result.operation, result.request_id) == (operation, request_id)
    assert (result.attempts, result.outcome_unknown) == (attempts, unknown)
    assert (result.__cause__, result.__context__) == (None, None)
    assert KEY not in repr(result) + str(result)


@pytest.mark.parametrize(
    ("play", "way"),
    [
        pytest.param(play, way, id=f"{name}-{way}")
        for name, play in BROKEN.items()
        for way in WAYS
        if (name, way.name) != (WAITED_ON, "aiohttp")
    ],
)
class TestBroken:
    def test_a_read_that_breaks_is_repeated(self, play: Play, way: Way) -> None:
        """What breaks off is never a success: the call is made again, under another request id."""
        clock = QuickClock()
        with Server(play, answer()) as server:
            result = way.call(server.url, GET, clock=clock)
        assert value_of(result) == Thing("a", 3)
        assert isinstance(result, api.Response)
        assert (result.attempts, server.taken, len(clock.slept)) == (2, 2, 1)
        assert result.request_id == "sent-2"
        assert [sent.request_id for sent in server.requests][-1] == "sent-2"
        assert {(sent.method, sent.target) for sent in server.requests} == {("GET", "/v3/things/a%2Fb")}

    def test_a_read_that_always_breaks_ends(self, play: Play, way: Way) -> None:
        """After its retries a call says what it was, and what came of it."""
        clock = QuickClock()
        with Server(play) as server:
            result = way.call(server.url, GET, clock=clock, retries=1)
        check_broken(result, operation="things_get", request_id="sent-2", attempts=2, unknown=False)
        assert (server.taken, len(clock.slept)) == (2, 1)

    def test_what_may_have_been_done_is_not_repeated(self, play: Play, way: Way) -> None:
        """A POST is sent once, and nobody knows what came of it."""
        clock = QuickClock()
        with Server(play, answer()) as server:
            result = way.call(server.url, POST, clock=clock)
        check_broken(result, operation="things_create", request_id="sent-1", attempts=1, unknown=True)
        assert (server.taken, clock.slept) == (1, [])
        assert all(sent.body == POST.content for sent in server.requests)

    def test_the_next_call_is_not_spoiled(self, play: Play, way: Way) -> None:
        """A broken connection is not used again."""
        with Server(play, answer()) as server:
            first, second = way.calls(server.url, (GET, {"retries": 0}), POST)
        assert isinstance(first, api.APIConnectionError)
        assert value_of(second) == Thing("a", 3)
        assert server.taken == 2
        name = next(name for name, broken in BROKEN.items() if broken is play)
        # A body that cannot be unpacked came whole.
        assert server.connections == 2 or "gzip" in name


@every_way
@pytest.mark.parametrize("name", ["reset before the headers", "closed before the headers", "body cut"])
class TestWhatMayBeRepeated:
    def test_a_deletion_is_repeated(self, name: str, way: Way) -> None:
        """What is gone is gone, however often it is asked for; that it may be gone is said."""
        with Server(BROKEN[name]) as server:
            result = way.call(server.url, DELETE, retries=1)
        check_broken(result, operation="things_delete", request_id="sent-2", attempts=2, unknown=True)
        assert [sent.method for sent in server.requests] == ["DELETE", "DELETE"]

    def test_a_deletion_by_position_is_not(self, name: str, way: Way) -> None:
        """A second one would delete what has moved up, so that no layer below may repeat it either."""
        with Server(BROKEN[name], answer(204, b"")) as server:
            result = way.call(server.url, AT_POSITION)
        check_broken(result, operation="rules_delete", request_id="sent-1", attempts=1, unknown=True)
        assert len(server.requests) == 1


@every_way
@of_each(ODD)
def test_an_odd_answer_is_an_answer(play: Play, way: Way) -> None:
    """The body is judged by itself; a connection that is sound stays in use."""
    name = next(name for name, odd in ODD.items() if odd is play)
    with Server(play) as server:
        first, second = way.calls(server.url, (GET, {"retries": 0}), (POST, {}))
    if name in REFUSED.get(way.name, ()):
        check_broken(first, operation="things_get", request_id="sent-1", attempts=1, unknown=False)
        return
    assert value_of(first) == value_of(second) == Thing("a", 3)
    assert server.taken == 2
    ends = any(word in name for word in ("without a length", "closes", "beside a length"))
    assert server.connections == (2 if ends else 1)


UNFIT: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "$"),
    "white space": (b" \r\n", "$"),
    "HTML": (b"<html>It works!</html>", "$"),
    "JSON cut short": (b'{"id": "a", "size', "$"),
    "two values": (b'{"id": "a"}{"id": "b"}', "$"),
    "UTF-16": ('{"id": "a"}'.encode("utf-16"), "$"),
    "Latin-1": ('{"id": "é"}'.encode("latin-1"), "$"),
    "null": (b"null", "$"),
    "another type": (b'{"id": "a", "size": "3"}', "$.size"),
    "a field missing": (b'{"size": 3}', "$"),
}


@every_way
@pytest.mark.parametrize("name", UNFIT)
def test_a_whole_answer_that_does_not_fit_keeps_its_body(name: str, way: Way) -> None:
    """It was paid for: it is not asked for again, and is in the error with its place and request id."""
    body, location = UNFIT[name]
    with Server(answer(200, body, X_Request_ID="server-1"), answer()) as server:
        first, second = way.calls(server.url, GET, POST)
    assert isinstance(first, api.ResponseValidationError)
    assert (first.operation, first.status_code, first.request_id) == ("things_get", 200, "server-1")
    assert (first.content, first.location) == (body, location)
    assert (first.__cause__, KEY in str(first)) == (None, False)
    assert value_of(second) == Thing("a", 3)
    assert server.taken == 2


@every_way
def test_a_length_too_short_ends_the_body(way: Way) -> None:
    """What lies beyond it is no part of this answer, and none of the next."""
    beyond = read_then(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n" + json.dumps(FOUND).encode())
    with Server(beyond, answer()) as server:
        first, second, third = way.calls(server.url, (GET, {"retries": 0}), (GET, {}), (POST, {}))
    if way.name == "aiohttp":
        check_broken(first, operation="things_get", request_id="sent-1", attempts=1, unknown=False)
    else:
        assert isinstance(first, api.ResponseValidationError)
        assert first.content == b'{"id": "a", '
    assert value_of(second) == value_of(third) == Thing("a", 3)


def _two(wire: Wire) -> None:
    wire.request()
    wire.say(well(b'{"id": "first"}') + well(b'{"id": "not asked for"}'))


def _two_in_chunks(wire: Wire) -> None:
    wire.request()
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    wire.say(head + b'f\r\n{"id": "first"}\r\n0\r\n\r\n' + well(b'{"id": "not asked for"}'))


@every_way
@pytest.mark.parametrize("play", [_two, _two_in_chunks])
class TestTwoAnswersToOneRequest:
    def test_nobody_gets_the_answer_of_another(self, play: Play, way: Way) -> None:
        """The second answer is not taken for that of the next call, which is made anew."""
        with Server(play, answer()) as server:
            first, second, third = way.calls(server.url, GET, GET, GET)
        assert value_of(first) == Thing("first")
        assert value_of(second) == value_of(third) == Thing("a", 3)
        assert server.connections == 2

    def test_a_change_is_not_said_to_be_done(self, play: Play, way: Way) -> None:
        """A POST gets its own answer, or it is said that nobody knows."""
        with Server(play, answer()) as server:
            first, second, third = way.calls(server.url, GET, POST, POST)
        assert value_of(first) == Thing("first")
        if isinstance(second, Exception):
            check_broken(second, operation="things_create", request_id="sent-2", attempts=1, unknown=True)
        else:
            assert value_of(second) == Thing("a", 3)
        assert value_of(third) == Thing("a", 3)


ERRORS: dict[str, tuple[int, bytes, type[api.APIStatusError], object]] = {
    "502 of a proxy": (502, b"<html>Bad gateway</html>", api.ServerError, None),
    "500 of nothing": (500, b"", api.ServerError, None),
    "520 with a number": (520, b"7", api.ServerError, None),
    "418 with words": (418, b'"a teapot"', api.APIStatusError, None),
    "422 with an object": (422, b'{"detail": {"a": 1}}', api.UnprocessableEntityError, {"a": 1}),
    "404 with a mark": (404, b'\xef\xbb\xbf{"detail": "no"}', api.NotFoundError, "no"),
    "400 in UTF-16": (400, '{"detail": "no"}'.encode("utf-16"), api.BadRequestError, "no"),
    "401 with an echo": (401, f'{{"detail": "{KEY}"}}'.encode(), api.AuthenticationError, "[redacted]"),
    "409 cut short": (409, b'{"detail": "n', api.ConflictError, None),
    "413 with bytes": (413, bytes(range(128, 256)), api.PayloadTooLargeError, None),
    "999 of another world": (999, b"{}", api.APIStatusError, None),
}


@every_way
@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_one_whatever_it_says(name: str, way: Way) -> None:
    """The class is that of the status; the connection goes on."""
    status, body, kind, detail = ERRORS[name]
    play = answer(status, body, reason="Whatever", Content_Type="text/html", X_Request_ID="server-1")
    with Server(play, answer()) as server:
        first, second = way.calls(server.url, (GET, {"retries": 0}), POST)
    assert type(first) is kind
    assert isinstance(first, api.APIStatusError)
    assert (first.status_code, first.detail, first.request_id) == (status, detail, "server-1")
    assert (first.operation, first.attempts) == ("things_get", 1)
    assert KEY not in str(first) + repr(first.content)
    assert value_of(second) == Thing("a", 3)
    assert (server.taken, server.connections) == (2, 1)


@every_way
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int, way: Way) -> None:
    """The key goes nowhere else: the other server hears nothing."""
    with Server(answer()) as other:
        moved = answer(status, b"", reason="Moved", Location=f"{other.url}/?key={KEY}")
        with Server(moved) as server:
            result = way.call(server.url, GET)
        assert isinstance(result, api.APIStatusError)
        assert "redirects are not followed" in str(result)
        assert KEY not in str(result) + str(result.headers)
        assert (server.taken, other.connections) == (1, 0)


@every_way
@pytest.mark.parametrize("length", [True, False])
def test_a_204_with_a_body_has_none(length: bool, way: Way) -> None:
    """It is a success, and what follows it is not the answer of the next call."""
    head = b"HTTP/1.1 204 No Content\r\n" + (b"Content-Length: 17\r\n" if length else b"")
    with Server(read_then(head + b'\r\n{"id": "deleted"}'), answer()) as server:
        first, second = way.calls(server.url, DELETE, GET)
    assert value_of(first) is None
    assert value_of(second) == Thing("a", 3)


@every_way
def test_a_change_after_a_204_with_a_body_is_not_lost(way: Way) -> None:
    """The connection that is out of step is not used for it."""
    head = b"HTTP/1.1 204 No Content\r\nContent-Length: 17\r\n"
    with Server(read_then(head + b'\r\n{"id": "deleted"}'), answer()) as server:
        _, second = way.calls(server.url, DELETE, POST)
    assert value_of(second) == Thing("a", 3)
    # aiohttp refuses such an answer, and a DELETE may be repeated.
    assert [sent.method for sent in server.requests if sent.method == "POST"] == ["POST"]


@every_way
@pytest.mark.parametrize("request_", [GET, POST], ids=["read", "change"])
def test_a_connection_that_was_closed_in_between_is_not_used(request_: Request[Thing], way: Way) -> None:
    """A server may close what is idle: the next call opens another connection, in one attempt."""

    closed: list[bool] = []

    def last(wire: Wire) -> None:
        answer()(wire)
        wire.close()
        closed.append(True)

    with Server(last, answer()) as server:
        first, second = way.calls(server.url, GET, lambda: closed, request_)
    assert value_of(first) == value_of(second) == Thing("a", 3)
    assert isinstance(second, api.Response)
    assert (second.attempts, server.taken, server.connections) == (1, 2, 2)


LARGE = json.dumps({"id": "a", "size": 3, "rest": "x" * 27_000_000}).encode()


@every_way
def test_twenty_seven_megabytes_cut_in_the_middle_are_read_again(way: Way) -> None:
    """The largest result is worth a second attempt, and half of it is no result."""

    def half(wire: Wire) -> None:
        wire.request()
        wire.say(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(LARGE), LARGE[: len(LARGE) // 2])
        wire.close()

    with Server(half, answer(200, LARGE)) as server:
        result = way.call(server.url, GET)
    assert value_of(result) == Thing("a", 3)
    assert isinstance(result, api.Response)
    assert (result.attempts, len(result.content)) == (2, len(LARGE))


@every_way
def test_nobody_listens(way: Way) -> None:
    """A refused connection is tried again for every call, and nothing was sent."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    clock = QuickClock()
    result = way.call(f"http://127.0.0.1:{port}", POST, clock=clock)
    assert type(result) is api.APIConnectionError
    assert (result.attempts, result.outcome_unknown, len(clock.slept)) == (3, False, 2)


@every_way
def test_nobody_there_speaks_tls(way: Way) -> None:
    """A server of plain HTTP under an https address got nothing that it could have carried out."""

    def plain(wire: Wire) -> None:
        wire.say(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        wire.close()

    with Server(plain) as server:
        result = way.call(server.url.replace("http", "https"), POST, retries=0)
    assert type(result) is api.APIConnectionError
    assert not result.outcome_unknown
    assert server.requests == []
