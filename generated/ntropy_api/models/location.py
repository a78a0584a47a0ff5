from __future__ import annotations

from ..model import Model
from .structured_location import StructuredLocation

__all__ = ["Location"]


class Location(Model, frozen=True, kw_only=True):
    """The place of a transaction."""

    raw_address: str | None = None
    """The address as one line of text."""
    structured: StructuredLocation | None = None
    """The address in its parts."""
