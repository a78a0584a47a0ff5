"""Behaviour that takes several steps, written once: generators that yield attempts and sleeps.

A flow never does anything itself. The drivers in `_drive` send what it yields, sleep as long as it says, and
hand back what came of each attempt.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast
from urllib.parse import quote, urlencode

from ntropy_api.request import Request

from ._config import as_timeouts, checked_key, checked_retries, checked_seconds
from ._errors import APIConnectionError, APITimeoutError, ConfigurationError, status_error
from ._exchange import Answer, Attempt, Failure, Outcome, Sleep, Step
from ._redact import blot, blot_text, plain, shown_headers
from ._response import Response, decode
from ._retry import RetryPolicy, decide, may_be_processed, retry_after
from ._version import __version__

if TYPE_CHECKING:
    from ntropy_api.request import RequestOptions

    from ._clock import Clock
    from ._config import Config
    from ._retry import RetryBudget

__all__ = ["Flow", "call", "check_values"]

T = TypeVar("T")
R = TypeVar("R")

Flow = Generator[Step, Outcome | None, R]

_logger = logging.getLogger("ntropy_client")
_USER_AGENT = f"ntropy-client/{__version__}"
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NO_BUDGET = "not repeated: this client's calls fail too often, and it spares the server"
_OURS = {
    "x-api-key": ": give api_key=",
    "x-request-id": ": give request_id=",
    "content-length": "",
    "content-type": "",
    "host": ": give base_url=",
    "transfer-encoding": "",
}


def call(
    request: Request[T], options: RequestOptions, config: Config, budget: RetryBudget, clock: Clock
) -> Flow[Response[T]]:
    """Send one request, with its retries.

    Args:
        request: What is asked.
        options: The call's options.
        config: The client's settings, for what the options leave open.
        budget: The client's allowance of retries.
        clock: Time, jitter and request ids.

    Returns:
        The flow; it returns the decoded answer.

    Raises:
        APIConnectionError: No whole answer came.
        APIStatusError: The API answered with an error.
        ResponseValidationError: The answer does not fit the document.
        ConfigurationError: An option that cannot work.
    """
    if not isinstance(request, Request):  # pyright: ignore[reportUnnecessaryIsInstance]
        kind = type(request).__name__
        raise TypeError(
            f"send() takes what ntropy_client.operations makes, such as batches_get(id), not {kind}"
        )
    retries = checked_retries(options["retries"]) if "retries" in options else config.retries
    policy = RetryPolicy(retries, request.idempotent)
    timeouts = as_timeouts(options.get("timeout")) or config.timeouts
    key = config.key(options.get("api_key"))
    url = config.base_url + request.path
    if request.query:
        url = f"{url}?{urlencode(request.query, quote_via=quote)}"
    started = clock.monotonic()
    deadline = options.get("deadline")
    end = None if deadline is None else started + checked_seconds("deadline", deadline)
    more = _more_headers(options.get("headers"))
    request_id = _checked_id(options.get("request_id")) or clock.request_id()
    attempt, unknown = 0, False
    while True:
        attempt += 1
        headers = _headers(request, key, request_id, more)
        left = None if end is None else max(end - clock.monotonic(), 0.001)
        _logger.debug("%s: attempt %d, request %s", request.operation, attempt, request_id)
        outcome = yield Attempt(request, url, headers, timeouts, left)
        if outcome is None:
            raise AssertionError("an attempt has an outcome")
        if isinstance(outcome, Failure):
            outcome = replace(outcome, message=plain(blot_text(outcome.message, key)))
            if outcome.kind == "connect":
                where = f"no connection to {config.base_url}"
                outcome = replace(outcome, message=outcome.message.replace("no connection", where, 1))
            elif outcome.kind == "timeout" and end is not None and clock.monotonic() >= end - 0.01:
                passed = f"{outcome.message}: the deadline of {deadline:g} s has passed"
                outcome = replace(outcome, message=passed)
        elapsed = clock.monotonic() - started
        asked = None
        if isinstance(outcome, Answer):
            answered_id = plain(blot_text(outcome.headers.get("X-Request-ID") or request_id, key))
            _log_answer(request, outcome, answered_id, elapsed, key)
            if 200 <= outcome.status_code <= 299:
                budget.refill()
                value = decode(request, outcome, answered_id, key)
                return Response(
                    value,
                    outcome.status_code,
                    outcome.headers,
                    answered_id,
                    attempt,
                    elapsed,
                    outcome.content,
                    key,
                )
            asked = retry_after(outcome)
        else:
            answered_id = request_id
            _logger.debug(
                "%s: %s, after %.3f s, request %s", request.operation, outcome.message, elapsed, request_id
            )
        unknown = unknown or (may_be_processed(outcome) and request.method != "GET")
        delay = decide(outcome, attempt, policy, jitter=clock.jitter(), asked=asked)
        late = delay is not None and end is not None and clock.monotonic() + delay >= end
        if delay is None or late:
            _fail(request, outcome, answered_id, attempt, asked, key, unknown)
        if not budget.spend():
            _fail(request, outcome, answered_id, attempt, asked, key, unknown, _NO_BUDGET)
        _logger.info(
            "%s: %s, attempt %d in %.2f s, request %s",
            request.operation,
            outcome.status_code if isinstance(outcome, Answer) else outcome.message,
            attempt + 1,
            delay,
            answered_id,
        )
        yield Sleep(delay)
        # A request id names one request.
        request_id = clock.request_id()


def _checked_id(request_id: str | None) -> str | None:
    if request_id is None or _is_header_text(request_id):
        return request_id
    raise ConfigurationError(
        "request_id must be printable ASCII, without blanks at its ends: it travels in a header"
    )


def check_values(options: RequestOptions) -> None:
    """Refuse options that cannot work, before any call.

    Args:
        options: Defaults of a client.

    Raises:
        ConfigurationError: An option that cannot work; the message says which.
    """
    if "retries" in options:
        checked_retries(options["retries"])
    as_timeouts(options.get("timeout"))
    deadline = options.get("deadline")
    if deadline is not None:
        checked_seconds("deadline", deadline)
    if "request_id" in options:
        raise ConfigurationError("request_id names one request: give it with a call, not to with_options()")
    _more_headers(options.get("headers"))
    key = options.get("api_key")
    if key is not None:
        checked_key(key)


def _is_header_text(value: object) -> bool:
    # Blanks at an end are no part of what a header says.
    return (
        isinstance(value, str)
        and value != ""
        and value == value.strip()
        and value.isascii()
        and value.isprintable()
    )


def _more_headers(headers: object) -> dict[str, str]:
    """Check headers that a user adds; names in lower case."""
    if headers is None:
        return {}
    if not isinstance(headers, Mapping):
        raise ConfigurationError(
            f"headers must be a mapping of names and values, not {type(headers).__name__}"
        )
    found: dict[str, str] = {}
    for name, value in cast("Mapping[object, object]", headers).items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise ConfigurationError(f"headers: {name!r} is no name of a header")
        if name.lower() in _OURS:
            raise ConfigurationError(f"headers: {name} is set by the client{_OURS[name.lower()]}")
        if not _is_header_text(value):
            raise ConfigurationError(
                f"headers: the value of {name} must be printable ASCII text, without blanks at its ends"
            )
        found[name.lower()] = cast("str", value)
    return found


def _headers(request: Request[Any], key: str, request_id: str, more: Mapping[str, str]) -> dict[str, str]:
    headers = {"accept": "application/json", "user-agent": _USER_AGENT}
    if request.content is not None:
        headers["content-type"] = "application/json"
    headers.update(more)
    headers["x-api-key"] = key
    headers["x-request-id"] = request_id
    return headers


def _log_answer(request: Request[Any], answer: Answer, request_id: str, elapsed: float, key: str) -> None:
    if _logger.isEnabledFor(logging.DEBUG):
        _logger.debug(
            "%s: %d in %.3f s, request %s, %s",
            request.operation,
            answer.status_code,
            elapsed,
            request_id,
            shown_headers(answer.headers, key),
        )


def _fail(
    request: Request[Any],
    outcome: Outcome,
    request_id: str,
    attempt: int,
    asked: float | None,
    key: str,
    unknown: bool,
    more: str = "",
) -> NoReturn:
    """Raise what an outcome means that is not repeated; `unknown` speaks of all attempts."""
    if isinstance(outcome, Failure):
        raised = APITimeoutError if outcome.kind in ("timeout", "late") else APIConnectionError
        raise raised(
            f"{outcome.message}; {more}" if more else outcome.message,
            operation=request.operation,
            request_id=request_id,
            # What was held back was not sent.
            attempts=attempt - (outcome.kind in ("late", "refused")),
            outcome_unknown=unknown,
        )
    error = status_error(outcome.status_code)(
        operation=request.operation,
        path=request.path,
        status_code=outcome.status_code,
        content=blot(outcome.content, key),
        headers={name: blot_text(value, key) for name, value in outcome.headers.items()},
        request_id=request_id,
        attempts=attempt,
        retry_after=asked,
        hint=more or _hint(request, outcome, attempt),
    )
    error.outcome_unknown = unknown
    raise error


def _hint(request: Request[Any], answer: Answer, attempt: int) -> str:
    if answer.status_code == 404 and request.method == "DELETE" and attempt > 1:
        return "an earlier attempt of this call may have deleted it"
    if 300 <= answer.status_code <= 399:
        return "redirects are not followed: check the base URL"
    return ""
