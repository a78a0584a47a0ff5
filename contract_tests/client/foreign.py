"""Values as other libraries have them. pandas' are made after it: a test needs none of the rest of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

__all__ = ["Frame", "Missing", "NoTime", "Text", "Timestamp"]


class Text(str):
    """Text of some library."""

    __slots__ = ()


class Timestamp(dt.datetime):
    """A moment as pandas has it: a datetime, with nanoseconds in its text."""

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        text = super().isoformat(sep, "microseconds")
        return f"{text[:26]}007{text[26:]}"


class NoTime(dt.datetime):
    """No moment as pandas has it: a datetime that equals nothing, itself included."""

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = dt.datetime.__hash__


class Missing:
    """A missing value as pandas has it: no comparison with it is true or false."""

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    __hash__ = object.__hash__


class Frame:
    """A table as pandas has it, of what tells that it is one."""

    columns = ("id", "amount")

    def to_dict(self, orient: str) -> Any:
        raise AssertionError(f"nobody asked for {orient}")
