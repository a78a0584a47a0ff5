"""Time-outs: of each silence, and of a whole call."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

import ntropy_client as api

from .calls import FOUND, GET, client_of, failure_of
from .conftest import HeldClock, said


def test_time_outs_are_separate(clock: HeldClock) -> None:
    """Connect, read, write and pool each have their own."""
    client, script = client_of(clock, said(200, FOUND), timeout=api.Timeouts(1, 2, 3, 4))
    client.send(GET)
    assert script.requests[0].extensions["timeout"] == {"connect": 1, "read": 2, "write": 3, "pool": 4}


def test_they_have_defaults(clock: HeldClock) -> None:
    """Five seconds to connect, and a minute for the rest."""
    client, script = client_of(clock, said(200, FOUND))
    client.send(GET)
    assert script.requests[0].extensions["timeout"] == {"connect": 5, "read": 60, "write": 60, "pool": 60}


def test_no_time_out_of_a_call_is_the_client_s(clock: HeldClock) -> None:
    """`timeout=None` does not bring the defaults back."""
    client, script = client_of(clock, said(200, FOUND), timeout=5)
    client.send(GET, timeout=None)
    assert script.requests[0].extensions["timeout"]["read"] == 5


def test_a_deadline_ends_a_call_before_a_pause_that_is_too_long(clock: HeldClock) -> None:
    """The last error comes at once when the next attempt would be too late."""
    error = failure_of(clock, said(503, Retry_After="30"), deadline=10)
    assert isinstance(error, api.ServerError)
    assert clock.slept == []


def test_what_is_left_of_a_deadline_bounds_the_next_attempt(clock: HeldClock) -> None:
    """Time-outs never reach beyond the deadline."""
    client, script = client_of(clock, said(503, Retry_After="7"), said(200, FOUND))
    client.send(GET, deadline=10)
    assert [sent.extensions["timeout"]["read"] for sent in script.requests] == [10, 3]


class Trickling(httpx.SyncByteStream):
    """A body that comes byte by byte, of a transport that has no time-outs."""

    def __init__(self) -> None:
        self.given, self.closed = 0, False

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.005)
            self.given += 1
            yield b" "
        yield b'{"id": "a"}'

    def close(self) -> None:
        self.closed = True


def test_a_transport_of_others_that_trickles_is_given_up(clock: HeldClock) -> None:
    """A deadline is looked at between any two pieces, whatever brings them."""
    body = Trickling()
    client, _ = client_of(clock, httpx.Response(200, stream=body))
    with pytest.raises(api.APITimeoutError, match="no whole answer in time"):
        client.send(GET, deadline=0.05, retries=0)
    assert body.given < 100
    assert body.closed
