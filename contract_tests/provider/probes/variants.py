"""Bodies just inside and just outside of what a schema allows, one difference at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contract_tests.provider.probes.samples import NOWHERE, Path, Samples, at, drop, put
from contract_tests.provider.shapes import Shape, as_list, as_object

__all__ = ["LONG_LIST", "Variant", "strings", "variants"]

LONG_LIST = 100
"""A list of more items than this costs real work: only a sandbox is sent one."""
UNICODE = "Zoë’s Café №7 東京 🍣"


@dataclass(frozen=True, slots=True)
class Variant:
    """A body that differs in one place from one that is allowed."""

    path: Path
    what: str
    allowed: bool
    body: Any = field(repr=False)
    items: int = 1
    """How many items the longest list in it has."""

    @property
    def pointer(self) -> str:
        """Where it differs, as a JSON pointer."""
        return "".join(f"/{step}" for step in self.path)


def variants(samples: Samples, shape: Shape, body: object, path: Path = ()) -> Iterator[Variant]:
    """Every single difference that the schema gives rise to, from the outside in.

    Args:
        samples: Makes values that the schema allows.
        shape: The shape of what stands at ``path``.
        body: A whole body that is allowed, with every member.
        path: Where to look.

    Yields:
        The variants; ids are those of ``body``.
    """
    here = at(body, path)
    for what, value, allowed in _values(shape):
        yield Variant(path, what, allowed, put(body, path, value))
    if shape.alternatives:
        return
    members, items = as_object(here), as_list(here)
    if members is not None:
        properties = samples.shapes.properties(shape)
        for name, below in properties.items():
            if name not in members:
                continue
            required = name in shape.required
            what = "missing" if required else "left out"
            yield Variant((*path, name), what, not required, drop(body, (*path, name)))
            yield from variants(samples, below, body, (*path, name))
    elif items:
        yield from _lists(samples, shape, body, path, list(items))


def _lists(
    samples: Samples, shape: Shape, body: object, path: Path, items: list[object]
) -> Iterator[Variant]:
    least, most = shape.raw.get("minItems"), shape.raw.get("maxItems")
    for size, allowed in ((least, True), (most, True)):
        if size is not None:
            yield Variant(path, f"{size} items", allowed, put(body, path, _sized(items, size)), size)
    if least:
        yield Variant(path, f"{least - 1} items", False, put(body, path, _sized(items, least - 1)), least - 1)
    if most is not None:
        yield Variant(path, f"{most + 1} items", False, put(body, path, _sized(items, most + 1)), most + 1)
    each = samples.shapes.items(shape)
    if each is None:
        return
    yield from variants(samples, each, body, (*path, 0))
    if len(items) > 1:
        # What is checked of the first item has to be checked of the last.
        for one in variants(samples, each, body, (*path, len(items) - 1)):
            if not one.allowed and len(one.path) == len(path) + 2:
                yield one


def _sized(items: list[object], size: int) -> list[object]:
    made: list[object] = []
    for index in range(size):
        item = items[index % len(items)]
        members = as_object(item)
        if members is not None and isinstance(members.get("id"), str):
            item = {**members, "id": f"{members['id']}-{index}"}
        made.append(item)
    return made


def _values(shape: Shape) -> Iterator[tuple[str, object, bool]]:
    """Values for one place: what is wrong or special about each, and whether it is allowed."""
    yield "null", None, shape.nullable or not shape.types
    if shape.alternatives:
        return
    kind = shape.type
    if kind == "object":
        yield "a string for an object", "text", False
    elif kind == "array":
        yield "a string for an array", "text", False
        if not shape.raw.get("minItems"):
            yield "no items", [], True
    elif kind == "boolean":
        yield "a word for a boolean", "perhaps", False
        yield "true", True, True
        yield "false", False, True
    elif kind in {"number", "integer"}:
        yield from _numbers(shape, kind)
    elif kind == "string":
        yield "an object for a string", {}, False
        yield from strings(shape)


def _numbers(shape: Shape, kind: str) -> Iterator[tuple[str, object, bool]]:
    yield "a word for a number", "many", False
    yield "an array for a number", [1], False
    if kind == "integer":
        yield "a fraction for an integer", 1.5, False
    else:
        yield "a number with cents", 10.01, True
    least, most = shape.raw.get("minimum"), shape.raw.get("maximum")
    if least is not None:
        yield "the minimum", least, True
        yield "below the minimum", least - 1, False
        if kind == "number":
            yield "just below the minimum", least - 0.01, False
    if most is not None:
        yield "the maximum", most, True
        yield "above the maximum", most + 1, False
    low, high = shape.raw.get("exclusiveMinimum"), shape.raw.get("exclusiveMaximum")
    if low is not None:
        yield "the excluded minimum", low, False
    if high is not None:
        yield "the excluded maximum", high, False


def strings(shape: Shape) -> Iterator[tuple[str, str, bool]]:
    """Strings for one place: what is special about each, and whether it is allowed.

    Args:
        shape: The shape of a string.

    Yields:
        What, the string, and whether the schema allows it.
    """
    if shape.enum:
        for value in shape.enum:
            yield f"the value {value}", str(value), True
        yield "an unknown value", "unheard-of", False
        yield "a value in capitals", str(shape.enum[0]).swapcase(), False
        return
    if shape.format == "date":
        yield "a leap day", "2024-02-29", True
        yield "a day that does not exist", "2023-02-29", False
        yield "no date", "yesterday", False
        yield "a moment for a date", "2024-02-29T10:30:00Z", False
        return
    if shape.format == "date-time":
        yield "a leap day", "2024-02-29T23:59:59Z", True
        yield "another zone", "2024-02-29T23:59:59.123456+05:30", True
        yield "a time that does not exist", "2024-02-29T25:00:00Z", False
        yield "no time", "yesterday", False
        return
    if shape.format == "uri":
        yield from _addresses(shape)
        return
    if shape.format not in {None, "password"}:
        return
    pattern = shape.raw.get("pattern")
    if pattern is not None:
        for word in (
            "",
            "usd",
            "US1",
            "USDX",
            "U",
            "US-",
            "us-ca",
            "US-CA",
            "US-CALI",
            "USD\n",
            " USD",
            "ÜSD",
        ):
            # A pattern is meant as in JSON Schema, where $ does not match before a line break.
            allowed = re.search(pattern.replace("$", r"\Z"), word) is not None
            yield f"{word!r} for the pattern", word, allowed
        return
    yield from _lengths(shape)


def _addresses(shape: Shape) -> Iterator[tuple[str, str, bool]]:
    yield "an address with a query", f"{NOWHERE}?a=b&c=%20", True
    yield "no address", "example", False
    yield "an address without a scheme", "//example.com/hook", False
    yield "an address with blanks", "https://contract-check.invalid/a b", False
    most = shape.raw.get("maxLength")
    if most is not None:
        yield "the longest address", NOWHERE.ljust(most, "x"), True
        yield "an address that is too long", NOWHERE.ljust(most + 1, "x"), False


def _lengths(shape: Shape) -> Iterator[tuple[str, str, bool]]:
    least, most = shape.raw.get("minLength", 0), shape.raw.get("maxLength")
    if least:
        yield "too short", "x" * (least - 1), False
    yield "the least length", "x" * least, True
    if most is not None:
        yield "the greatest length", "x" * most, True
        yield "the greatest length, not in ASCII", "é" * most, True
        yield "too long", "x" * (most + 1), False
    yield "letters of many scripts", UNICODE[:most], True
