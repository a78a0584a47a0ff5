from __future__ import annotations

from ..model import Model
from .thing import Thing

__all__ = ["ThingPage"]


class ThingPage(Model, frozen=True, kw_only=True):
    """A page of things."""

    next_cursor: str | None
    """Where the next page begins."""
    data: list[Thing]
    """The things."""
