from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["RecurrencePeriodicity"]


class RecurrencePeriodicity(OpenEnum):
    """How often something recurs, as a word.

    - `daily`, `weekly`, `bi-weekly` (every two weeks)
    - `semi-monthly` (twice a month), `monthly`, `bi-monthly` (every two months)
    - `quarterly`, `semi-yearly` (twice a year), `yearly`
    - `other`: regularly, but at none of these intervals
    """

    DAILY: ClassVar[RecurrencePeriodicity] = known("daily")
    WEEKLY: ClassVar[RecurrencePeriodicity] = known("weekly")
    BI_WEEKLY: ClassVar[RecurrencePeriodicity] = known("bi-weekly")
    SEMI_MONTHLY: ClassVar[RecurrencePeriodicity] = known("semi-monthly")
    MONTHLY: ClassVar[RecurrencePeriodicity] = known("monthly")
    BI_MONTHLY: ClassVar[RecurrencePeriodicity] = known("bi-monthly")
    QUARTERLY: ClassVar[RecurrencePeriodicity] = known("quarterly")
    SEMI_YEARLY: ClassVar[RecurrencePeriodicity] = known("semi-yearly")
    YEARLY: ClassVar[RecurrencePeriodicity] = known("yearly")
    OTHER: ClassVar[RecurrencePeriodicity] = known("other")
