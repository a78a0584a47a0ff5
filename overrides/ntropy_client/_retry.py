"""Whether and when a failed attempt is repeated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

from ._exchange import Answer, Failure, Outcome
from ._fork import after_fork

__all__ = ["LONGEST_RETRY_AFTER", "RetryBudget", "RetryPolicy", "decide", "may_be_processed", "retry_after"]

LONGEST_RETRY_AFTER = 120.0
"""Seconds; a server that asks for more is not waited for."""

_SECONDS = re.compile(r"[+-]?\d{1,300}(\.\d*)?", re.ASCII)
_FINAL = ("closed", "refused", "unsent", "late")
"""Failures that would only come again."""
_FIRST_DELAY = 0.5
_LONGEST_DELAY = 8.0


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """What a call allows.

    Args:
        retries: How often a failed attempt is repeated at most.
        idempotent: Whether repeating is safe even when the attempt may have been carried out.
    """

    retries: int
    idempotent: bool


def decide(
    outcome: Outcome, attempt: int, policy: RetryPolicy, *, jitter: float, asked: float | None = None
) -> float | None:
    """Decide what follows an attempt.

    Args:
        outcome: What came of it.
        attempt: Its number, from 1 on.
        policy: What the call allows.
        jitter: A random number from 0 to 1.
        asked: Seconds that the server asks to wait, where it does.

    Returns:
        Seconds to wait before the next attempt; None when there is none.
    """
    if attempt > policy.retries or not _worth_repeating(outcome, policy.idempotent):
        return None
    if asked is not None:
        return asked if asked <= LONGEST_RETRY_AFTER else None
    # Full jitter: callers that failed together do not come back together.
    return jitter * min(_LONGEST_DELAY, _FIRST_DELAY * 2.0 ** min(attempt - 1, 10))


def _worth_repeating(outcome: Outcome, idempotent: bool) -> bool:
    if isinstance(outcome, Failure):
        return outcome.kind not in _FINAL and (idempotent or not outcome.may_be_processed)
    # 429 and 503 say that the request was turned away; other server errors leave it open.
    if outcome.status_code in (429, 503):
        return True
    return 500 <= outcome.status_code <= 599 and idempotent


def may_be_processed(outcome: Outcome) -> bool:
    """Tell whether the server may have carried a failed attempt out.

    Args:
        outcome: What came of it.

    Returns:
        True when nobody can tell that it did not.
    """
    if isinstance(outcome, Failure):
        return outcome.may_be_processed
    return 500 <= outcome.status_code <= 599 and outcome.status_code != 503


def retry_after(answer: Answer, *, now: datetime | None = None) -> float | None:
    """Read the Retry-After of an answer.

    Args:
        answer: The answer.
        now: The present, aware; else the server's own ``Date``, else the clock's.

    Returns:
        Seconds, not negative; None where the header is missing or makes no sense.
    """
    value = answer.headers.get("Retry-After")
    if value is None:
        return None
    if _SECONDS.fullmatch(value.strip()):
        seconds = float(value)
    else:
        until = _http_date(value)
        if until is None:
            return None
        seconds = (until - (now or _server_now(answer.headers))).total_seconds()
    return max(0.0, seconds)


def _server_now(headers: Mapping[str, str]) -> datetime:
    # The server's date is compared with the server's clock: ours may be wrong.
    return _http_date(headers.get("Date", "")) or datetime.now(UTC)


def _http_date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)


@dataclass(slots=True, weakref_slot=True, eq=False)
class RetryBudget:
    """What keeps many callers of one client from storming a server that is down.

    Each retry costs tokens and each success gives one back, so that a few failures among many successes
    are all repeated, and an outage is not.
    """

    tokens: int = 500
    most: int = 500
    cost: int = 5
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        after_fork(self)

    def forked(self) -> None:
        """Have a child not wait for a thread that only its parent has."""
        self._lock = Lock()

    def spend(self) -> bool:
        """Pay for one retry.

        Returns:
            Whether the budget had enough.
        """
        with self._lock:
            if self.tokens < self.cost:
                return False
            self.tokens -= self.cost
            return True

    def refill(self) -> None:
        """Give one token back after a success."""
        if self.tokens < self.most:
            with self._lock:
                self.tokens = min(self.most, self.tokens + 1)
