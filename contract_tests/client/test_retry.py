"""Whether and when a failed attempt is repeated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ntropy_client._exchange import Answer, Failure, FailureKind, Outcome
from ntropy_client._retry import RetryBudget, RetryPolicy, decide, retry_after

SAFE = RetryPolicy(retries=2, idempotent=True)
UNSAFE = RetryPolicy(retries=2, idempotent=False)


def status(code: int, **headers: str) -> Answer:
    return Answer(code, {name.replace("_", "-"): value for name, value in headers.items()}, b"")


def failed(kind: FailureKind, *, sent: bool) -> Failure:
    return Failure(kind, "test", may_be_processed=sent)


@pytest.mark.parametrize(
    ("outcome", "safe", "unsafe"),
    [
        (status(200), False, False),
        (status(302), False, False),
        (status(400), False, False),
        (status(401), False, False),
        (status(404), False, False),
        (status(409), False, False),
        (status(422), False, False),
        (status(423), False, False),
        (status(429), True, True),
        (status(500), True, False),
        (status(502), True, False),
        (status(503), True, True),
        (status(504), True, False),
        (status(520), True, False),
        (failed("connect", sent=False), True, True),
        (failed("timeout", sent=False), True, True),
        (failed("timeout", sent=True), True, False),
        (failed("broken", sent=True), True, False),
        (failed("unsent", sent=False), False, False),
    ],
    ids=repr,
)
def test_only_what_is_worth_it_and_safe_is_repeated(outcome: Outcome, safe: bool, unsafe: bool) -> None:
    """A call is repeated when it was turned away, or when repeating is safe."""
    assert (decide(outcome, 1, SAFE, jitter=0.5) is not None) is safe
    assert (decide(outcome, 1, UNSAFE, jitter=0.5) is not None) is unsafe


def test_attempts_are_retries_plus_one() -> None:
    """After the last allowed attempt there is no delay, but the end."""
    outcomes = [decide(status(503), attempt, SAFE, jitter=1.0) for attempt in (1, 2, 3)]
    assert outcomes == [0.5, 1.0, None]
    assert decide(status(503), 1, RetryPolicy(0, True), jitter=1.0) is None


def test_back_off_doubles_up_to_eight_seconds_with_full_jitter() -> None:
    """Delays are drawn from nothing up to a bound that doubles."""
    policy = RetryPolicy(retries=2_000, idempotent=True)
    bounds = [decide(status(503), attempt, policy, jitter=1.0) for attempt in (1, 2, 3, 4, 5, 6, 1_900)]
    assert bounds == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert decide(status(503), 3, policy, jitter=0.0) == 0.0
    assert decide(status(503), 3, policy, jitter=0.25) == 0.5


@pytest.mark.parametrize(("asked", "delay"), [(0.0, 0.0), (1.5, 1.5), (120.0, 120.0), (120.5, None)])
def test_the_server_says_how_long_unless_it_is_too_long(asked: float, delay: float | None) -> None:
    """What the server asks for is waited, up to two minutes; more ends the call."""
    assert decide(status(429), 1, SAFE, jitter=0.3, asked=asked) == delay


NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("3", 3.0),
        ("0.25", 0.25),
        ("-5", 0.0),
        ("99999", 99_999.0),
        ("Thu, 01 Jan 2026 00:00:30 GMT", 30.0),
        ("Wed, 31 Dec 2025 23:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_retry_after_is_read_in_every_form(header: str, seconds: float | None) -> None:
    """Seconds, fractions and HTTP dates are understood; garbage is as good as nothing."""
    assert retry_after(status(429, Retry_After=header), now=NOW) == seconds


def test_a_date_is_compared_with_the_server_s_own_clock() -> None:
    """A wrong clock on this side does not change the wait."""
    answer = status(429, Retry_After="Thu, 01 Jan 1998 00:00:30 GMT", Date="Thu, 01 Jan 1998 00:00:10 GMT")
    assert retry_after(answer) == timedelta(seconds=20).total_seconds()


def test_no_header_asks_for_nothing() -> None:
    """Without Retry-After the back-off decides."""
    assert retry_after(status(429)) is None


def test_the_budget_stops_a_storm_and_recovers_by_successes() -> None:
    """A hundred retries at most in an outage; five successes pay for one more."""
    budget = RetryBudget()
    assert sum(budget.spend() for _ in range(1_000)) == 100
    for _ in range(4):
        budget.refill()
    assert not budget.spend()
    budget.refill()
    assert budget.spend()
    for _ in range(5_000):
        budget.refill()
    assert budget.tokens == 500
