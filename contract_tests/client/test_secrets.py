"""Secrets: the key is sent, and is nowhere else."""

from __future__ import annotations

import logging
import pickle

import httpx
import pytest

import ntropy_client as api

from .calls import FOUND, POST, client_of, failure_of
from .conftest import KEY, HeldClock, said


def test_a_key_that_is_echoed_is_not_shown(clock: HeldClock) -> None:
    """Not in message, body, headers, repr, pickle."""
    echo = said(401, {"detail": f"unknown key {KEY}"}, X_Request_ID=f"id-{KEY}", X_Echo=KEY)
    error = failure_of(clock, echo)
    assert isinstance(error, api.AuthenticationError)
    for text in (str(error), repr(error), str(error.body), repr(error.content), str(error.headers)):
        assert KEY not in text
    assert KEY.encode() not in pickle.dumps(error)
    assert "[redacted]" in str(error)


def test_a_key_that_a_success_echoes_is_not_shown(clock: HeldClock, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in the error of a body that does not fit, nor in the log."""
    caplog.set_level(logging.DEBUG, logger="ntropy_client")
    echo = said(200, {"key": KEY}, X_Request_ID=f"id-{KEY}", Server=KEY)
    error = failure_of(clock, echo)
    assert isinstance(error, api.ResponseValidationError)
    for text in (str(error), repr(error.content), error.request_id, caplog.text):
        assert KEY not in text


def test_a_key_in_a_failure_is_not_shown(clock: HeldClock) -> None:
    """Not even when the network's own message holds it."""
    error = failure_of(clock, httpx.LocalProtocolError(f"Illegal header value {KEY}"), retries=0)
    assert KEY not in str(error)
    assert error.__cause__ is None


def test_logs_show_neither_key_nor_body(clock: HeldClock, caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG each call, at INFO each retry, with operation, status, delay and request id."""
    caplog.set_level(logging.DEBUG, logger="ntropy_client")
    client, _ = client_of(
        clock,
        said(503, X_Request_ID="server-1"),
        said(200, FOUND, Set_Cookie="session=1", X_Request_ID="server-2"),
    )
    client.send(POST)
    text = "\n".join(f"{record.levelname} {record.getMessage()}" for record in caplog.records)
    assert "INFO things_create: 503, attempt 2 in 0.50 s, request server-1" in text
    assert "DEBUG things_create: 200" in text
    assert "server-2" in text
    assert KEY not in text
    assert "session" not in text
    assert '"size"' not in text


def test_printing_a_client_shows_where_and_not_with_what(clock: HeldClock) -> None:
    """The region or the address, never the key."""
    assert repr(api.Ntropy(KEY, region="eu")) == "Ntropy(region='eu')"
    client, _ = client_of(clock)
    assert repr(client) == "Ntropy(base_url='https://api.test')"
    assert KEY not in repr(vars(client))
