"""Changes of one place of a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Broken", "insert", "swap"]

Change = Callable[[str], str]


class Broken(NamedTuple):
    """A document that must be refused."""

    change: Change
    place: str
    """Text of the line that the fault names; empty where the line is of no matter."""
    message: str
    """What is said of it."""


def swap(old: str, new: str) -> Change:
    """Change one place of the document."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


def insert(after: str, line: str) -> Change:
    """Put a line behind another."""
    return swap(after, f"{after}{line}")
