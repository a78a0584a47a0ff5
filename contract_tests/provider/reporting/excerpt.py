"""Show the part of a body that is wrong, with what stands around it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from contract_tests.provider.exchange import decoded

__all__ = ["Excerpt", "excerpt"]

LARGEST = 1_000_000
"""Bytes of a body beyond which only its beginning is shown."""
AROUND = 6
"""Lines shown before what is wrong, and after it."""
MOST_LINES = 24
LONGEST_LINE = 400
_HOLE = object()


class Excerpt(NamedTuple):
    """Text in three parts, of which the second is what is wrong; it may be empty."""

    before: str
    wrong: str
    after: str


def excerpt(body: bytes, pointer: str) -> Excerpt:
    """Cut a body to what matters.

    Args:
        body: As it came.
        pointer: JSON pointer to what is wrong.

    Returns:
        The excerpt: without anything marked where the body is no JSON, or the pointer leads to what is not
        there; then what it would be in is shown.
    """
    try:
        if len(body) > LARGEST:
            raise ValueError("too large")
        content: Any = decoded(body)
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
        return _marked(content, steps) if steps else Excerpt(_head(_indented(content)), "", "")
    except (ValueError, RecursionError):
        return Excerpt(_head(body[: LARGEST // 10].decode(errors="replace")), "", "")


def _marked(content: Any, steps: list[str]) -> Excerpt:
    found = _replaced(content, steps)
    if found is None:
        before, around, after = (
            _marked(content, steps[:-1]) if steps[1:] else (_head(_indented(content)), "", "")
        )
        return Excerpt(before + around + after, "", "")
    wrong, around = found
    before, after = _parted(around)
    line = before.rpartition("\n")[2]
    depth = len(line) - len(line.lstrip())
    shown = _indented(wrong).replace("\n", "\n" + " " * depth)
    return Excerpt(_tail(before), _head(shown), _head(after, AROUND + 1))


def _replaced(content: Any, steps: list[str]) -> tuple[Any, Any] | None:
    """Take out the value at the end of the steps, and leave a hole; of long lists, only what is around it."""
    if not steps:
        return content, _HOLE
    step, *further = steps
    if isinstance(content, dict):
        members: dict[str, Any] = content
        found = _replaced(members[step], further) if step in members else None
        return found and (found[0], {**members, step: found[1]})
    if isinstance(content, list):
        items: list[Any] = content
        if not (step.isascii() and step.isdigit() and len(step) < 10 and int(step) < len(items)):
            return None
        index = int(step)
        found = _replaced(items[index], further)
        first, last = max(index - AROUND - 1, 0), index + AROUND + 2
        return found and (found[0], [*items[first:index], found[1], *items[index + 1 : last]])
    return None


def _parted(around: Any) -> tuple[str, str]:
    """What is written before the hole, and after it."""
    met: list[Any] = []

    def fill(hole: Any) -> str:
        met.append(hole)
        return ""

    before: list[str] = []
    chunks = json.JSONEncoder(indent=2, ensure_ascii=False, default=fill).iterencode(around)
    for chunk in chunks:
        if met:
            break  # this chunk is what was filled in
        before.append(chunk)
    return "".join(before), _first(chunks)


def _indented(content: Any) -> str:
    return _first(json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(content))


def _first(chunks: Iterator[str]) -> str:
    """As much as may be shown."""
    kept: list[str] = []
    length = 0
    for chunk in chunks:
        kept.append(chunk)
        length += len(chunk)
        if length > MOST_LINES * LONGEST_LINE:
            kept.append("\n…")
            break
    return "".join(kept)


def _head(text: str, lines: int = MOST_LINES) -> str:
    kept = list(_cut(text.split("\n")))
    return "\n".join(kept if len(kept) <= lines else [*kept[:lines], "…"])


def _tail(text: str) -> str:
    kept = list(_cut(text.split("\n")))
    return "\n".join(kept if len(kept) <= AROUND + 1 else ["…", *kept[-AROUND - 1 :]])


def _cut(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
