from __future__ import annotations

from ..model import Model

__all__ = ["EntityQuery"]


class EntityQuery(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of an entity. A name or a website, not both."""

    name: str | None = None
    """The name of the entity."""
    website: str | None = None
    """The host of the entity's website, such as `starbucks.com`."""
    location: str | None = None
    """A place of the entity, as one line of text."""
