"""How often something recurs."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import fmean, median

__all__ = ["tell"]

_NAMED = (
    ("daily", 1, 1),
    ("weekly", 6, 8),
    ("bi-weekly", 12, 18),
    ("monthly", 26, 35),
    ("bi-monthly", 55, 67),
    ("quarterly", 83, 99),
    ("semi-yearly", 170, 196),
    ("yearly", 350, 380),
)
"""Names with the shortest and longest interval in days: what falls on a holiday comes some days later."""

FITTING = 0.75
"""Of all intervals, how many must fit: one may be missing, or one too many be there."""

LEEWAY = 0.15
"""By which part an interval that has no name may differ from the usual one."""

HALF_MONTH = 365.2425 / 24
"""Days."""


def tell(days: Sequence[date]) -> str | None:
    """Tell how often something recurs.

    Args:
        days: When it was, in order, each once; at least three.

    Returns:
        A `RecurrencePeriodicity`, None when it does not recur.
    """
    intervals = [(later - earlier).days for earlier, later in pairwise(days)]
    usual = median(intervals)
    for name, shortest, longest in _NAMED:
        if shortest <= usual <= longest:
            if not _fit(intervals, shortest, longest):
                return None
            return _fortnight_or_half_month(days) if name == "bi-weekly" else name
    leeway = max(0.5, usual * LEEWAY)
    return "other" if _fit(intervals, usual - leeway, usual + leeway) else None


def _fit(intervals: Sequence[int], shortest: float, longest: float) -> bool:
    fitting = sum(shortest <= one <= longest for one in intervals)
    return fitting >= FITTING * len(intervals)


def _fortnight_or_half_month(days: Sequence[date]) -> str:
    """Intervals of both are much alike, but in half months the calendar shows."""
    fortnights = _off([(day - days[0]).days / 14 for day in days]) * 14
    half_months = _off([_half_months(day) for day in days]) * HALF_MONTH
    return "semi-monthly" if half_months < fortnights else "bi-weekly"


def _half_months(day: date) -> float:
    return 2 * (12 * day.year + day.month + (day.day - 1) / monthrange(day.year, day.month)[1])


def _off(steps: Sequence[float]) -> float:
    """How far steps are from being one apart, on average."""
    drifts = [step - number for number, step in enumerate(steps)]
    usual = median(drifts)
    return fmean(abs(drift - usual) for drift in drifts)
