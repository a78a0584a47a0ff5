"""Timestamps: read from filters, written into answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

__all__ = ["parse", "utc", "with_zone", "without_zone"]

_FORM = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)?", re.ASCII
)


def parse(text: str) -> datetime | None:
    """Read a timestamp: RFC 3339, also with a blank for the T, or without a zone, which means UTC.

    Args:
        text: As it was sent.

    Returns:
        The moment, aware, in UTC; None when the text is no timestamp. Moments that a datetime cannot hold
        become the nearest that it can.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(found[group]) for group in range(1, 7))
    offset = _offset(found[8] or "Z")
    leap = second == 60
    if offset is None or second > 60:
        return None
    micros = int((found[7] or "0")[:6].ljust(6, "0"))
    try:
        # The year 0 is one of RFC 3339 and, like 4, a leap year.
        moment = datetime(year or 4, month, day, hour, minute, second - leap, micros, tzinfo=timezone(offset))
    except ValueError:
        return None
    try:
        return (moment if year else datetime.min.replace(tzinfo=UTC)).astimezone(UTC) + timedelta(
            seconds=leap
        )
    except OverflowError:
        return (datetime.min if year == 1 else datetime.max).replace(tzinfo=UTC)


def with_zone(moment: datetime) -> str:
    """Write a timestamp with its zone.

    Args:
        moment: Aware, in UTC.

    Returns:
        Such as ``2026-01-01T00:00:00.250000+00:00``.
    """
    return moment.isoformat(timespec="microseconds")


def without_zone(moment: datetime) -> str:
    """Write a timestamp without a zone, as the API does in places.

    Args:
        moment: Aware, in UTC.

    Returns:
        Such as ``2026-01-01T00:00:00.250000``.
    """
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds")


def utc(moment: datetime) -> str:
    """Write a timestamp with a Z for its zone, as the API does in other places.

    Args:
        moment: Aware, in UTC.

    Returns:
        Such as ``2026-01-01T00:00:00.250000Z``.
    """
    return f"{without_zone(moment)}Z"


def _offset(zone: str) -> timedelta | None:
    if zone in {"Z", "z"}:
        return timedelta(0)
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        return None
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
