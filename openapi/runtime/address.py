"""Paths and queries: values become text here, and never another route."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from numbers import Integral, Real
from urllib.parse import quote

from .errors import RequestValidationError

__all__ = ["path_segment", "query_pairs"]


def path_segment(operation: str, name: str, value: object) -> str:
    """Encode a value for one segment of a path.

    Args:
        operation: The operation's id, for the error.
        name: The parameter's name, for the error.
        value: A string, or an integer where the API has such ids.

    Returns:
        The value, percent-encoded throughout: ``a/b`` stays one segment.

    Raises:
        RequestValidationError: The value is no id, or would change the route.
    """
    if not isinstance(value, bool) and isinstance(value, Integral):
        return _digits(operation, name, value)
    if not isinstance(value, str):
        raise RequestValidationError(operation, name, f"expected a string, got {type(value).__name__}")
    if value in ("", ".", ".."):
        shown = "an empty id" if value == "" else f"the id {value!r}"
        raise RequestValidationError(operation, name, f"{shown} would reach another route")
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        raise RequestValidationError(
            operation, name, "has a lone surrogate, which no text can carry"
        ) from None


def query_pairs(operation: str, values: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    """Turn query values into text; None is left out.

    Args:
        operation: The operation's id, for the error.
        values: Names and values: strings, numbers, booleans, dates; a datetime without a zone means UTC.

    Returns:
        Names and texts; date-times as RFC 3339.

    Raises:
        RequestValidationError: A value of another type, or not a finite number.
    """
    return tuple((name, _text(operation, name, value)) for name, value in values if value is not None)


def _text(operation: str, name: str, value: object) -> str:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise RequestValidationError(
                operation, name, "has a lone surrogate, which no text can carry"
            ) from None
        return str.__str__(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Integral):
        return _digits(operation, name, value)
    if isinstance(value, datetime):
        if value != value:  # pandas' NaT
            raise RequestValidationError(operation, name, "NaT is no moment")
        offset = value.utcoffset()
        aware = value.replace(tzinfo=UTC) if offset is None else value
        if offset is not None and offset.seconds % 60:
            aware = value.astimezone(UTC)  # RFC 3339 knows no seconds in an offset
        return aware.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Real):
        number = float(value)
        if number - number == 0:
            return repr(number)
        raise RequestValidationError(operation, name, f"{number} is not a finite number")
    item = getattr(value, "item", None)
    if callable(item):  # scalars of numpy and of what follows its protocol
        found = item()
        if type(found) is not type(value) and isinstance(found, str | date | Real):
            return _text(operation, name, found)
    raise RequestValidationError(operation, name, f"a value of type {type(value).__name__} cannot be sent")


def _digits(operation: str, name: str, value: Integral) -> str:
    try:
        return str(int(value))
    except ValueError:
        raise RequestValidationError(operation, name, "the number is too large") from None
    except TypeError:  # numpy's spans of time are whole numbers to it
        kind = type(value).__name__
        raise RequestValidationError(operation, name, f"a value of type {kind} cannot be sent") from None
