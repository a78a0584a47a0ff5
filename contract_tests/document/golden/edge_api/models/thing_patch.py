from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from ..model import Model
from .kind import Kind
from .part_input import PartInput

__all__ = ["ThingPatch"]


class ThingPatch(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change."""

    note: Annotated[str, Meta(max_length=20)] | UnsetType | None = UNSET
    """A note; null takes it away."""
    kind: Kind | UnsetType = UNSET
    """How large a thing is."""
    body_: str | UnsetType = field(default=UNSET, name="body")
    """A name that the code has a use for."""
    list_: Annotated[list[PartInput], Meta(max_length=3)] | UnsetType = field(default=UNSET, name="list")
    """Its new parts."""
