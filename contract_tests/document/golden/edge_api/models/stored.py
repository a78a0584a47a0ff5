from __future__ import annotations

from typing import ClassVar

from ..model import Model

__all__ = ["Stored"]


class Stored(Model, frozen=True, kw_only=True):
    """A stored file."""

    id: str
    """Its id."""
    token: str | None = None
    """What opens it."""
    path: str | None = None
    """Where it is."""

    __hidden__: ClassVar[frozenset[str]] = frozenset(["token"])
