"""Values that change, and can be told as they were."""

from __future__ import annotations

from bisect import bisect_right
from typing import Generic, TypeVar

__all__ = ["History"]

T = TypeVar("T")


class History(Generic[T]):
    """Values by name, each with all that it ever was.

    Readers need no lock: a change is only ever added behind those that are there.
    """

    def __init__(self) -> None:
        self._changes: dict[str, list[tuple[int, T | None]]] = {}

    def put(self, version: int, name: str, value: T | None) -> None:
        """Write a change down.

        Args:
            version: When it takes effect, higher than that of every earlier change.
            name: What changes.
            value: What it is from now on, None for nothing.
        """
        self._changes.setdefault(name, []).append((version, value))

    def at(self, version: int, name: str) -> T | None:
        """Look a value up as it was.

        Args:
            version: When.
            name: What is looked for.

        Returns:
            The value after all changes up to this version, None when there was none.
        """
        changes = self._changes.get(name)
        if changes is None:
            return None
        before = bisect_right(changes, version, key=lambda change: change[0])
        return changes[before - 1][1] if before else None
