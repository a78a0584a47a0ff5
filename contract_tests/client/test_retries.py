"""Whether and when a failed attempt is repeated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ntropy_client as api
from ntropy_client._exchange import Answer, Failure, FailureKind, Outcome
from ntropy_client._retry import RetryBudget, RetryPolicy, decide, retry_after
from ntropy_client.document import Operation, load

from .calls import DELETE, FOUND, GET, POST, client_of, failure_of
from .cases import arguments
from .conftest import HeldClock, said

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
        (failed("closed", sent=True), False, False),
        (failed("closed", sent=False), False, False),
        (failed("late", sent=False), False, False),
    ],
    ids=repr,
)
def test_only_what_is_worth_it_and_safe_is_repeated(outcome: Outcome, safe: bool, unsafe: bool) -> None:
    """A call is repeated when it was turned away, or when repeating is safe."""
    assert (decide(outcome, 1, SAFE, jitter=0.5) is not None) is safe
    assert (decide(outcome, 1, UNSAFE, jitter=0.5) is not None) is unsafe


SAFE_TO_REPEAT = {"rules_replace", "categories_set", "categories_reset", "transactions_create"}


@pytest.mark.parametrize("operation", load().operations.values(), ids=lambda operation: operation.id)
def test_an_operation_is_repeated_where_that_is_safe(operation: Operation, clock: HeldClock) -> None:
    """Every GET and DELETE but that of a rule by its position, and four that name what they replace."""
    safe = operation.method in ("GET", "DELETE") and operation.id != "rules_delete"
    safe = safe or operation.id in SAFE_TO_REPEAT
    client, script = client_of(clock, *[httpx.ReadTimeout("slow")] * 3, retries=2)
    method = getattr(getattr(client, operation.tag), operation.id.removeprefix(f"{operation.tag}_"))
    with pytest.raises(api.APITimeoutError) as caught:
        method(**arguments(operation, next(iter(operation.body_examples.values()), None)))
    assert len(script.requests) == caught.value.attempts == (3 if safe else 1)
    assert caught.value.outcome_unknown is (operation.method != "GET")
    assert caught.value.operation == operation.id


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
        ("9" * 30, float("9" * 30)),
        ("  7 ", 7.0),
        ("+5", 5.0),
        ("-0.5", 0.0),
        ("Thursday, 01-Jan-26 00:00:30 GMT", 30.0),
        ("Thu Jan  1 00:00:30 2026", 30.0),
        ("Thu, 01 Jan 2026 01:00:30 +0100", 30.0),
        ("1e3", None),
        ("3, 5", None),
        ("\u0663", None),
        (f"Thu, {'9' * 30} Jan 2026 00:00:30 GMT", None),
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


WORDS = [
    "Thu,",
    "01",
    "Jan",
    "2026",
    "00:00:30",
    "25:61:61",
    "GMT",
    "+99999999",
    "(",
    '"',
    "-",
    "9" * 30,
    "٣",
    "\0",
]


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=30))
def test_no_header_is_a_trap(text: str) -> None:
    """Whatever a server says about time, it is a number of seconds, or nothing."""
    for headers in ({"Retry_After": text}, {"Retry_After": "Thu, 01 Jan 2026 00:00:30 GMT", "Date": text}):
        seconds = retry_after(status(429, **headers))
        assert seconds is None or seconds >= 0


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


class TestCalls:
    """The same as callers see it."""

    def test_a_failure_that_passes_is_not_seen(self, clock: HeldClock) -> None:
        """Two failures and a success are a success, in three attempts with fresh request ids."""
        client, script = client_of(clock, said(503), httpx.ConnectError("refused"), said(200, FOUND))
        response = client.send(GET, request_id="mine")
        assert response.attempts == 3
        assert clock.slept == [0.5, 1.0]
        assert [sent.headers["X-Request-ID"] for sent in script.requests] == ["mine", "sent-1", "sent-2"]

    def test_attempts_are_retries_plus_one_and_nothing_is_slept_after_the_last(
        self, clock: HeldClock
    ) -> None:
        """Retries are counted exactly."""
        error = failure_of(clock, *[said(503)] * 4, retries=3)
        assert isinstance(error, api.ServerError)
        assert error.attempts == 4
        assert len(clock.slept) == 3
        assert "4 attempts" in str(error)

    def test_no_retries_on_request(self, clock: HeldClock) -> None:
        """`retries=0` is one attempt."""
        failure_of(clock, said(503), retries=0)
        assert clock.slept == []

    @pytest.mark.parametrize(
        "fault", [httpx.ReadTimeout("slow"), httpx.ReadError("reset"), httpx.RemoteProtocolError("cut")]
    )
    def test_what_may_have_been_done_is_not_repeated(self, clock: HeldClock, fault: Exception) -> None:
        """A POST that broke off is sent once, and the error says that the outcome is unknown."""
        error = failure_of(clock, fault, request=POST)
        assert isinstance(error, api.APIConnectionError)
        assert error.outcome_unknown
        assert "may have been carried out" in str(error)
        assert (error.operation, error.request_id, error.attempts) == ("things_create", "sent-1", 1)

    def test_what_may_be_repeated_may_have_been_done_all_the_same(self, clock: HeldClock) -> None:
        """A DELETE that timed out may have deleted; a GET changes nothing."""
        error = failure_of(clock, httpx.ReadTimeout("slow"), request=DELETE, retries=0)
        assert isinstance(error, api.APITimeoutError)
        assert error.outcome_unknown
        read = failure_of(clock, httpx.ReadTimeout("slow"), retries=0)
        assert isinstance(read, api.APITimeoutError)
        assert not read.outcome_unknown

    def test_an_error_of_the_system_may_come_after_sending(self, clock: HeldClock) -> None:
        """A transport that raises what the system says is not taken for one that sent nothing."""
        error = failure_of(clock, ConnectionResetError("reset"), request=POST)
        assert isinstance(error, api.APIConnectionError)
        assert error.outcome_unknown
        assert "reset" in str(error)

    def test_a_server_error_of_a_post_leaves_the_outcome_open(self, clock: HeldClock) -> None:
        """A 500 may come after the work was done; a 503 turned it away."""
        error = failure_of(clock, said(500), request=POST)
        assert isinstance(error, api.ServerError)
        assert error.outcome_unknown
        turned_away = failure_of(clock, said(503), request=POST, retries=0)
        assert isinstance(turned_away, api.ServerError)
        assert not turned_away.outcome_unknown

    def test_what_an_earlier_attempt_may_have_done_is_not_forgotten(self, clock: HeldClock) -> None:
        """Whatever ends the call: a transaction may have been enriched before the credits ran out."""
        error = failure_of(clock, httpx.ReadTimeout("slow"), said(423), request=DELETE)
        assert isinstance(error, api.QuotaExceededError)
        assert error.outcome_unknown
        plain = failure_of(clock, said(423), request=DELETE)
        assert isinstance(plain, api.QuotaExceededError)
        assert not plain.outcome_unknown

    def test_a_deleted_thing_that_is_gone_at_the_second_attempt(self, clock: HeldClock) -> None:
        """A 404 after a repeated DELETE says that the first attempt may have done it."""
        error = failure_of(clock, httpx.ReadTimeout("slow"), said(404), request=DELETE)
        assert isinstance(error, api.NotFoundError)
        assert "an earlier attempt of this call may have deleted it" in str(error)
        plain = failure_of(clock, said(404), request=DELETE)
        assert "earlier attempt" not in str(plain)

    def test_an_outage_does_not_become_a_storm(self, clock: HeldClock) -> None:
        """One client stops repeating after a hundred retries without a success."""
        client, script = client_of(clock, *[said(503)] * 500)
        for _ in range(100):
            with pytest.raises(api.ServerError):
                client.send(GET)
        assert len(script.requests) == 200

    def test_what_is_not_repeated_for_want_of_budget_says_so(self, clock: HeldClock) -> None:
        """Nobody has to wonder why a call with retries was made once."""
        client, _ = client_of(clock, *[said(503)] * 200, httpx.ReadTimeout("slow"))
        for _ in range(50):
            with pytest.raises(api.ServerError) as caught:
                client.send(GET)
            assert "spares the server" not in str(caught.value)
        for kind in (api.ServerError, api.ServerError):
            with pytest.raises(kind, match="this client's calls fail too often, and it spares the server"):
                client.send(GET, retries=5)
        broken, _ = client_of(clock, *[httpx.ReadTimeout("slow")] * 400)
        for _ in range(50):
            with pytest.raises(api.APITimeoutError):
                broken.send(GET)
        with pytest.raises(api.APITimeoutError, match="it spares the server"):
            broken.send(GET)

    def test_successes_bring_the_budget_back(self, clock: HeldClock) -> None:
        """One token each: after five, one retry is there again."""
        client, script = client_of(clock, *[said(503)] * 150, *[said(200, FOUND)] * 5, *[said(503)] * 5)
        for _ in range(50):
            with pytest.raises(api.ServerError):
                client.send(GET)
        for _ in range(5):
            client.send(GET)
        before = len(script.requests)
        with pytest.raises(api.ServerError):
            client.send(GET)
        assert len(script.requests) - before == 2

    def test_a_budget_is_a_client_s_and_that_of_its_twins(self, clock: HeldClock) -> None:
        """Other options do not bring another allowance; another client has its own."""
        client, script = client_of(clock, *[said(503)] * 500)
        for _ in range(60):
            with pytest.raises(api.ServerError):
                client.with_options(timeout=9).send(GET)
        assert len(script.requests) == 60 + 100
        other, asked = client_of(clock, *[said(503)] * 3)
        with pytest.raises(api.ServerError):
            other.send(GET)
        assert len(asked.requests) == 3

    @pytest.mark.parametrize(("asked", "pauses"), [("0", [0.0]), ("0.25", [0.25]), ("120", [120.0])])
    def test_what_the_server_asks_for_is_waited(
        self, clock: HeldClock, asked: str, pauses: list[float]
    ) -> None:
        """Exactly, for a call that nobody would repeat otherwise."""
        client, _ = client_of(clock, said(429, Retry_After=asked), said(200, FOUND))
        assert client.send(POST).attempts == 2
        assert clock.slept == pauses

    def test_retry_after_is_told(self, clock: HeldClock) -> None:
        """Somebody who is told to wait too long is told how long."""
        error = failure_of(clock, said(429, {"detail": "Slow down"}, Retry_After="3600"))
        assert isinstance(error, api.RateLimitError)
        assert error.retry_after == 3600
        assert clock.slept == []
