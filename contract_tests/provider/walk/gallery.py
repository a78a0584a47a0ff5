"""Values that a schema allows and that servers stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from contract_tests.provider.probes.samples import NOWHERE, Path, Samples, at, plain, put
from contract_tests.provider.shapes import Shape, as_list, as_object

__all__ = ["IDS", "LENGTHY", "MANY", "SIZES", "gallery", "lists"]

TEXTS = (
    "Cafe\u0301 and Caf\u00e9",  # one word, composed and not
    "  padded\twith blanks  ",
    "two\nlines \"quoted\" \\ and 'so'",
    "null",
    "0",
    "<b>&amp;</b>",
    "%2F%00+%20",
    "\u202eright to left\u202c שלום",
    "👩‍👩‍👧‍👦 𝔘𝔫𝔦 ß İi",
    "1e400",
)
DATES = ("2024-02-29", "1999-12-31", "1969-12-31", "2038-01-20")
CODES = ("JPY", "KWD", "DE", "CH-ZH")
"""What may stand where a pattern has to be met."""
NUMBERS = (0, 0.1 + 0.2, 1e-7, 123456789.12, 999999999999.99, 5)
ADDRESS = f"{NOWHERE}/Path/UPPER?q=A%2Fb&q=%E6%9D%B1;x=+#Part"
"""What may stand in an address, each part as it is written."""
IDS = ("a b", "ключ-é-東", "a+b&c=d?e#f", "UPPER-lower", "%41", "blank ", "a..b", "a/b")
"""Endings of ids that have to be quoted in a path."""
SIZES = (0, 1, 2, 11, 101)
"""Of lists: none, one, two, more than one page, more than a hundred."""
MANY = 1100
"""Of a list in a sandbox, where it costs nothing."""
LONG = 101
"""Items of a list within an item: more than a server may think of."""
LENGTHY = 250
"""Characters of a text that may have any number: not more than anybody would think of."""
NEARLY_ALIKE = ("zebra", "apple", "apple", "zebra", "Apple", " apple", "apple", "ärger", "Zebra")
"""Texts that stand twice, that differ in their case or in blanks, and that are in no order."""


def gallery(
    samples: Samples, shape: Shape, body: object, path: Path = (), *, words_twice: bool = True
) -> Iterator[tuple[Path, Any]]:
    """Bodies with one hard value, or one hard list of values, in every place where the schema allows it.

    Args:
        samples: Of the document.
        shape: The shape of what stands at ``path``.
        body: A whole body that is allowed, with every member.
        path: Where to look.
        words_twice: As for `lists`.

    Yields:
        The place and the body.
    """
    here = at(body, path)
    members, items = as_object(here), as_list(here)
    if shape.alternatives or path[-1:] == ("id",):
        return
    if members is not None:
        for name, below in samples.shapes.properties(shape).items():
            if name in members:
                yield from gallery(samples, below, body, (*path, name), words_twice=words_twice)
    elif items:
        each = samples.shapes.items(shape)
        if each is not None:
            yield from gallery(samples, each, body, (*path, 0), words_twice=words_twice)
        for made in lists(samples, shape, items, words_twice=words_twice):
            yield path, put(body, path, made)
    else:
        for value in _values(shape):
            yield path, put(body, path, value)


def lists(
    samples: Samples, shape: Shape, items: Sequence[object], *, words_twice: bool = True
) -> Iterator[list[Any]]:
    """Lists that come out as they went in where a list is a list: doubled, in no order, turned round, and long.

    Args:
        samples: Of the document.
        shape: The shape of an array.
        items: One that is allowed.
        words_twice: Whether what may only be one of a few words may be expected to stand twice: that a list
            of such is no set is a choice of the sandbox, and elsewhere nobody says so.

    Yields:
        Lists that the schema allows, apart from those that are empty.
    """
    each = samples.shapes.items(shape)
    if each is None or "id" in samples.shapes.properties(each):
        return  # items with ids of their own are submitted as such
    least, most = shape.raw.get("minItems", 0), shape.raw.get("maxItems", LONG)
    values = list(islice(_different(each, items), LONG))
    long = values[::-1][:most]
    mixed = [*values[1:3], *values[:1]]
    if not shape.raw.get("uniqueItems") and (words_twice or not each.enum):
        mixed += [*mixed[-1:], *mixed[:1]]
        texts: list[object] = [one for one in NEARLY_ALIKE if _fits(each, one)]
        mixed = texts if len(texts) == len(NEARLY_ALIKE) else mixed
    made = [mixed[:most], mixed[::-1][:most], long, long[::-1]]
    for index, one in enumerate(made):
        if len(one) >= max(1, least) and one not in made[:index]:
            yield plain(one)


def _different(each: Shape, items: Sequence[object]) -> Iterator[object]:
    """Values that a schema allows, no two the same."""
    if each.enum or each.type == "boolean":
        yield from each.enum or (False, True)
    elif each.format == "date":
        yield from (str(date(2024, 1, 1) + timedelta(days=number)) for number in range(LONG))
    elif each.format == "uri":
        yield from (f"{NOWHERE}/{number}" for number in range(LONG))
    elif each.type in {"integer", "number"}:
        least, most = each.raw.get("minimum", 1), each.raw.get("maximum", 10**9)
        yield from (number for number in range(int(least) + 1, int(least) + LONG + 1) if number <= most)
    else:
        yield from (one for index, one in enumerate(items) if one not in items[:index])
        texts = (*TEXTS, *(f"{number:03}{end}" for end in (" of many", "") for number in range(LONG)))
        yield from (one for one in texts if one not in items and _fits(each, one))


def _fits(each: Shape, text: str) -> bool:
    """Whether a schema surely allows a text."""
    pattern = each.raw.get("pattern", "")
    least, most = each.raw.get("minLength", 0), each.raw.get("maxLength", len(text))
    plain_text = each.type == "string" and not each.enum and each.format is None
    return plain_text and least <= len(text) <= most and re.search(pattern, text) is not None


def _values(shape: Shape) -> Iterator[object]:
    if shape.format == "uri":
        most = shape.raw.get("maxLength", len(ADDRESS))
        yield ADDRESS[:most]
        yield f"{NOWHERE}/".ljust(most, "x")
    if shape.format == "date":
        yield from DATES
    yield from shape.enum
    if shape.enum or shape.format not in {None, "password"}:
        return
    if shape.type == "string":
        pattern, most = shape.raw.get("pattern"), shape.raw.get("maxLength")
        if pattern is None and not shape.raw.get("minLength"):
            yield ""
        for text in (*TEXTS, *(() if pattern is None else CODES)):
            if pattern is None or re.search(pattern, text):
                yield text[:most]
        if pattern is None:
            most = LENGTHY if most is None else most
            yield ("9 'ß' " * most)[:most]
    elif shape.type == "number":
        least, most = shape.raw.get("minimum"), shape.raw.get("maximum")
        for number in NUMBERS:
            if (least is None or number >= least) and (most is None or number <= most):
                yield number
