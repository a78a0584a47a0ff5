"""Pieces of Python source: unions and quoted text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["quoted", "union"]


def quoted(text: object) -> str:
    """Give text as a Python string."""
    return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def union(kinds: Iterable[str]) -> str:
    """Join types to a union, each once."""
    found: list[str] = []
    for kind in kinds:
        for part in _split(kind):
            if part and part not in found:
                found.append(part)
    if "None" in found:
        found.remove("None")
        found.append("None")
    return " | ".join(found)


def _split(kind: str) -> Iterator[str]:
    """Split a union at its top level."""
    depth, start = 0, 0
    for index, character in enumerate(kind):
        if character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
        elif character == "|" and depth == 0:
            yield kind[start:index].strip()
            start = index + 1
    yield kind[start:].strip()
