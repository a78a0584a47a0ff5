"""Values that a schema allows and that servers stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from contract_tests.provider.probes.samples import NOWHERE, Path, Samples, at, put
from contract_tests.provider.shapes import Shape, as_list, as_object

__all__ = ["IDS", "SIZES", "gallery"]

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
DATES = ("2024-02-29", "1999-12-31")
NUMBERS = (0, 0.1 + 0.2, 1e-7, 123456789.12, 999999999999.99, 5)
ADDRESS = f"{NOWHERE}/Path/UPPER?q=A%2Fb&q=%E6%9D%B1;x=+#Part"
"""What may stand in an address, each part as it is written."""
IDS = ("a b", "ключ-é-東", "a+b&c=d?e#f", "UPPER-lower", "%41", "blank ", "a/b")
"""Endings of ids that have to be quoted in a path."""
SIZES = (0, 1, 2, 11, 101)
"""Of lists: none, one, two, more than one page, more than a hundred."""


def gallery(samples: Samples, shape: Shape, body: object, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Bodies with one hard value each, in every place where the schema allows it.

    Args:
        samples: Of the document.
        shape: The shape of what stands at ``path``.
        body: A whole body that is allowed, with every member.
        path: Where to look.

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
                yield from gallery(samples, below, body, (*path, name))
    elif items:
        each = samples.shapes.items(shape)
        if each is not None:
            yield from gallery(samples, each, body, (*path, 0))
    else:
        for value in _values(shape):
            yield path, put(body, path, value)


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
        for text in TEXTS:
            if pattern is None or re.search(pattern, text):
                yield text[:most]
        if most is not None and pattern is None:
            yield ("9 'ß' " * most)[:most]
    elif shape.type == "number":
        least, most = shape.raw.get("minimum"), shape.raw.get("maximum")
        for number in NUMBERS:
            if (least is None or number >= least) and (most is None or number <= most):
                yield number
