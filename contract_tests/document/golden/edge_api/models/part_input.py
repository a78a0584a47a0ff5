from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from ..model import Model

__all__ = ["PartInput"]


class PartInput(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part to add."""

    id: Annotated[str, Meta(pattern="^[a-z]+\\Z")]
    """Its id."""
    weight: Annotated[float, Meta(gt=0)]
    """Its weight in kilograms."""
    on: dt.date
    """Since when."""
    class_: str | None = field(default=None, name="class")
    """A keyword of Python."""
    depth: Annotated[float, Meta(ge=0)] | UnsetType = UNSET
    """Its depth in metres."""
    seen: Annotated[dt.datetime, Meta(tz=True)] | None = None
    """When it was seen."""
