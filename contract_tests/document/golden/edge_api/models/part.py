from __future__ import annotations

import datetime as dt

from ..model import Model

__all__ = ["Part"]


class Part(Model, frozen=True, kw_only=True):
    """A part of a thing."""

    id: str
    """Its id."""
    seen: dt.datetime | None = None
    """When it was seen."""
