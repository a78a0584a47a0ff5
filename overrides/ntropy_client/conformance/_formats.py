"""The formats of the document, each checked as strictly as its definition reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

__all__ = ["FORMATS", "ZONE_OPTIONAL"]

ZONE_OPTIONAL = "date-time-zone-optional"
"""A date-time whose zone may be missing: what `x-zone: optional` makes of `date-time`."""

_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?(?P<zone>[Zz]|[+-]\d\d:\d\d)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(%[0-9A-Fa-f]{2}|[!#$&-;=?-Z\[\]_a-z~])+", re.ASCII)


def _time(value: str) -> re.Match[str] | None:
    match = _TIME.fullmatch(value)
    if match is None:
        return None
    try:
        # Digits beyond microseconds are fine in RFC 3339, Python takes any number of them.
        datetime.fromisoformat(value.upper())
    except ValueError:
        return None
    return match


def _date_time(value: str) -> bool:
    match = _time(value)
    return match is not None and match["zone"] is not None


def _date_time_zone_optional(value: str) -> bool:
    return _time(value) is not None


def _is_date(value: str) -> bool:
    if _DATE.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _uuid(value: str) -> bool:
    return _UUID.fullmatch(value) is not None


def _uri(value: str) -> bool:
    if _URI.fullmatch(value) is None:
        return False
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme not in ("http", "https") or bool(parts.hostname)


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date,
    "date-time": _date_time,
    ZONE_OPTIONAL: _date_time_zone_optional,
    "uuid": _uuid,
    "uri": _uri,
}
