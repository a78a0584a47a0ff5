"""Request bodies: encoded once, checked against their model, and sent as checked."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain
from operator import methodcaller
from typing import Any, Literal

import msgspec

from .errors import RequestValidationError

__all__ = ["encode_json", "encode_model"]

_PATH = re.compile(r"^(?P<reason>.*) - at `\$(?P<path>.*)`$", re.DOTALL)
_FIELD = re.compile(r"^Object (missing required|contains unknown) field `(?P<name>.*)`$")
_NO_ZONE = "with a timezone component"
_LONGEST_LOCATION = 120
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")


def _hook(value: Any) -> Any:
    """Give what msgspec does not know as something that it does: scalars first, then containers."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, datetime | date):
        if value != value:  # pandas' NaT
            raise NotImplementedError
        return value.isoformat()
    if _is_mapping(value):
        return dict(value)
    if _is_list(value):
        return list(value)
    # Scalars and arrays of numpy and of what follows its protocol.
    for name in ("tolist", "item"):
        convert = getattr(value, name, None)
        if callable(convert):
            return convert()
    raise NotImplementedError


def _json_hook(value: Any) -> Any:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("NaN and infinity are not numbers that JSON can carry")
        return float(value)
    if isinstance(value, msgspec.Struct):
        return msgspec.to_builtins(value)
    return _hook(value)


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence | Set) and not isinstance(value, str | bytes | bytearray | memoryview)


_encoder = msgspec.json.Encoder(enc_hook=_hook, decimal_format="number")


def encode_model(operation: str, body: object, decoder: msgspec.json.Decoder[Any]) -> bytes:
    """Encode a body and check the very bytes that will be sent.

    Args:
        operation: The operation's id, for the error.
        body: The fields of the body: dicts, models, and scalars of any library that behave like Python's.
        decoder: Decodes the body's model, with its constraints.

    Returns:
        The JSON, as checked.

    Raises:
        RequestValidationError: The body does not fit; the error names where and why.
    """
    if _is_plain(body):
        # Of plain Python the model is made directly, which costs no more than to look for what JSON would
        # change without a word: bytes become text, NaN becomes null.
        with suppress(msgspec.MsgspecError, ValueError, OverflowError):  # told below, with the place
            value = msgspec.convert(body, decoder.type)
            content = _encoder.encode(body)
            if b"null" in content:
                # None is left out where it may be; what is null then is asked for, or was NaN.
                content = _encoder.encode(value)
                if b"null" in content:
                    decoder.decode(content)
            return content
    try:
        content = _encoder.encode(body)
        try:
            value = decoder.decode(content)
        except msgspec.ValidationError as error:
            if _NO_ZONE not in str(error):
                raise
            # Only now: looking for moments in every body would cost more than the check itself.
            content = _encoder.encode(_zoned(body))
            value = decoder.decode(content)
        _refuse_changed(operation, body, value)
        if b"null" in content:
            # None in a dict is as in keywords and models: what may be left out is left out.
            content = _encoder.encode(value)
    except msgspec.ValidationError as error:
        _refuse_changed(operation, body, None)
        raise _refusal(operation, body, str(error)) from None
    except RequestValidationError:
        raise
    except (
        msgspec.DecodeError,
        NotImplementedError,
        TypeError,
        ValueError,
        OverflowError,
        RecursionError,
    ) as error:
        location, reason = _culprit(body, _encoder.encode) or ("", str(error) or type(error).__name__)
        raise RequestValidationError(operation, location, reason) from None
    return content


_LEAVES: frozenset[type] = frozenset((str, int, float, bool, type(None), date))
_PLAIN: frozenset[type] = _LEAVES | {dict, list, tuple}
_DEEPEST = 64
_values: Callable[[Any], Iterable[Any]] = methodcaller("values")


def _is_plain(body: Any) -> bool:
    """Tell whether a body is of Python's own types throughout, level by level and mostly in C."""
    dicts: list[dict[Any, Any]] = []
    lists: list[list[Any]] = [[body]]
    for _ in range(_DEEPEST):
        values: list[Any] = [*chain.from_iterable(map(_values, dicts)), *chain.from_iterable(lists)]
        kinds: set[type] = set(map(type, values))
        if not kinds <= _PLAIN:
            return False
        inner = kinds - _LEAVES
        if not inner:
            return True
        nested: list[Any] = [value for value in values if value.__class__ not in _LEAVES]
        dicts = nested if inner == {dict} else [value for value in nested if value.__class__ is dict]
        lists = [] if inner == {dict} else [value for value in nested if value.__class__ is not dict]
    return False


def _refuse_changed(operation: str, body: Any, value: Any) -> None:
    """Refuse what JSON would change without a word: bytes become text, NaN becomes null."""
    parts = body.items() if _is_mapping(body) else [("", body)]
    for name, part in parts:
        # Models that come back equal were not changed; they are many, and compared in C.
        if part.__class__ is list and part == (getattr(value, name, None) if name else value):
            continue
        for location, leaf in _leaves(part, name):
            if isinstance(leaf, bytes | bytearray | memoryview):
                raise RequestValidationError(
                    operation, location.lstrip("."), "bytes are not text: decode them first"
                )
            if _non_finite(leaf):
                raise RequestValidationError(operation, location.lstrip("."), _no_number(leaf))


def encode_json(
    operation: str,
    body: object,
    *,
    kind: Literal["object", "array", ""] = "",
    leave_out: Collection[str] = (),
) -> bytes:
    """Encode a body that stays JSON, which no model describes.

    Args:
        operation: The operation's id, for the error.
        body: Dicts, lists, models and scalars.
        kind: What it has to be; empty for anything.
        leave_out: Keys of an answer, which are left out so that what was received can be sent back.

    Returns:
        The JSON.

    Raises:
        RequestValidationError: Something in the body is no JSON; the error names where.
    """

    def dump(value: object) -> bytes:
        text = json.dumps(
            value, allow_nan=False, default=_json_hook, ensure_ascii=False, separators=(",", ":")
        )
        return text.encode()

    fits = _is_list(body) if kind == "array" else _is_mapping(body) or isinstance(body, msgspec.Struct)
    if kind and not fits:
        hint = ": give a list" if kind == "array" else ""
        raise RequestValidationError(operation, "", f"expected an {kind}, got {type(body).__name__}{hint}")
    if leave_out:
        body = _without(body, leave_out)
    try:
        return dump(body)
    except (NotImplementedError, TypeError, ValueError, RecursionError) as error:
        location, reason = _culprit(body, dump) or ("", str(error) or type(error).__name__)
        raise RequestValidationError(operation, location, reason) from None


def _without(body: Any, keys: Collection[str]) -> Any:
    if _is_mapping(body):
        return {name: value for name, value in body.items() if name not in keys}
    return [_without(item, keys) for item in body] if _is_list(body) else body


def _zoned(value: Any) -> Any:
    """Give the same body with moments in UTC where they have no zone."""
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    if isinstance(value, msgspec.Struct):
        value = msgspec.to_builtins(value, builtin_types=(datetime, date, Decimal))
    if _is_mapping(value):
        return {name: _zoned(item) for name, item in value.items()}
    if _is_list(value):
        return [_zoned(item) for item in value]
    return value


def _refusal(operation: str, body: object, message: str) -> RequestValidationError:
    """Word msgspec's refusal with the place in the user's own body."""
    match = _PATH.match(message)
    reason, path = (match["reason"], match["path"]) if match else (message, "")
    field = _FIELD.match(reason)
    if field:
        missing = field[1].startswith("missing")
        location = f"{path}.{field['name']}".lstrip(".")
        return RequestValidationError(
            operation, location, "is required" if missing else "is not a field here; check its spelling"
        )
    value = _value_at(body, path)
    location = path.lstrip(".")
    if _non_finite(value):
        return RequestValidationError(operation, location, _no_number(value))
    if isinstance(value, datetime) and "date" in reason:
        return RequestValidationError(
            operation, location, "expected a date, got a datetime: give its .date()"
        )
    if _NO_ZONE in reason:
        return RequestValidationError(
            operation, location, "expected a moment with its zone, such as 2024-01-01T00:00:00Z"
        )
    given = _given(value) if "length" in reason or "=" in reason else ""
    if "matching regex" in reason or "RFC3339 encoded date" in reason:
        given = f", got {value!r:.40}"
    return RequestValidationError(operation, location, _worded(reason) + given)


_WORDS = {
    "invalid RFC3339 encoded date": "expected a date as YYYY-MM-DD",
    "expected float, got str": "expected a number, got text: convert it first",
    "expected int, got str": "expected a whole number, got text: convert it first",
    "expected float, got": "expected a number, got",
    "expected int, got": "expected a whole number, got",
}


def _worded(reason: str) -> str:
    reason = reason[:1].lower() + reason[1:].replace("`", "")
    for said, meant in _WORDS.items():
        reason = reason.replace(said, meant)
    # The document's pattern, which ends in `$`; and no word of regular expressions where one can do without.
    return reason.replace("str matching regex", "text of the form").replace("\\\\Z'", "$'")


def _given(value: Any) -> str:
    """Say what was given, where that helps and cannot be private."""
    if isinstance(value, bool | int | float | Decimal):
        return f", got {value}"
    if isinstance(value, str):
        return f", got {len(value):,} characters"
    if _is_list(value):
        return f", got {len(value):,} items"
    return ""


def _non_finite(value: Any) -> bool:
    if isinstance(value, Decimal):
        return not value.is_finite()
    # numpy's narrow floats are no floats of Python, but they convert.
    if isinstance(value, float) or type(value).__name__ in ("float16", "float32"):
        return not math.isfinite(float(value))
    return False


def _no_number(value: object) -> str:
    return f"{value} is not a number that JSON can carry; give a finite number, or leave it out"


def _value_at(body: object, path: str) -> object:
    """Follow a path such as ``.data[3].amount`` as far as it goes."""
    value: Any = body
    for step in _STEP.finditer(path):
        name, index = step.groups()
        try:
            if index is not None:
                value = value[int(index)]
            elif name is not None:
                value = value[name] if _is_mapping(value) else getattr(value, name)
            else:
                return None
        except (LookupError, TypeError, AttributeError):
            return None
    return value


def _leaves(value: Any, location: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    if depth > 200:
        yield location, value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _leaves(getattr(value, name), f"{location}.{name}", depth + 1)
    elif _is_mapping(value):
        for name, item in value.items():
            yield from _leaves(item, f"{location}.{name}", depth + 1)
    elif _is_list(value):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{location}[{index}]", depth + 1)
    else:
        yield location, value


def _culprit(body: object, encode: Callable[[object], bytes]) -> tuple[str, str] | None:
    """Find the value that cannot be encoded; only looked for once encoding has failed."""
    for path, value in _leaves(body, ""):
        location = path.lstrip(".")[:_LONGEST_LOCATION]
        if _non_finite(value):
            return location, _no_number(value)
        try:
            encode(value)
        except UnicodeEncodeError:
            return location, "has a lone surrogate, which no text can carry"
        except RecursionError:
            return location, "is nested too deeply, or contains itself"
        except (NotImplementedError, TypeError):
            hint = ": give a list" if hasattr(value, "__next__") else ""
            if hasattr(value, "to_dict") and hasattr(value, "columns"):
                hint = ": give .to_dict('records')"
            return location, f"a value of type {type(value).__name__} cannot be sent as JSON{hint}"
        except (ValueError, OverflowError) as error:
            return location, str(error)
    return None
