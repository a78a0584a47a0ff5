"""Time-outs: of each silence, and of a whole call."""

from __future__ import annotations

import ntropy_client as api

from .calls import FOUND, GET, client_of, failure_of
from .conftest import HeldClock, said


def test_time_outs_are_separate(clock: HeldClock) -> None:
    """Connect, read, write and pool each have their own."""
    client, script = client_of(clock, said(200, FOUND), timeout=api.Timeouts(1, 2, 3, 4))
    client.send(GET)
    assert script.requests[0].extensions["timeout"] == {"connect": 1, "read": 2, "write": 3, "pool": 4}


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
