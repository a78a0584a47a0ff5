from __future__ import annotations

import datetime as dt

from msgspec import field

from ..json_types import Anything
from ..model import Model
from .files import Files
from .kind import Kind
from .part import Part

__all__ = ["Thing"]


class Thing(Model, frozen=True, kw_only=True):
    """A thing."""

    id: str
    """Its id."""
    list_: list[Part] = field(name="list")
    """Its parts."""
    if_: str | None = field(name="if")
    """On which condition."""
    made: dt.date
    """When it was made."""
    kind: Kind
    """How large a thing is."""
    size: float | None = None
    """Its size in metres."""
    note: str | None = None
    """A note."""
    labels: dict[str, int] | None = None
    """How often each label is there."""
    files: Files | None = None
    """The files of a thing; a model that is called like a resource."""
    extra: Anything | None = None
    """JSON of any kind."""
    names: list[str | None] | None = None
    """Its names by language; null where there is none. The first may be "itself"
    """
