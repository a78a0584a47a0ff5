from __future__ import annotations

from ..model import Model

__all__ = ["EntityParent"]


class EntityParent(Model, frozen=True, kw_only=True):
    """The organisation that an entity belongs to."""

    id: str | None = None
    """The id of the parent."""
    name: str | None = None
    """The usual name of the parent."""
    website: str | None = None
    """The host of the parent's website, as a rule with no scheme."""
    phone_number: str | None = None
    """The telephone number of the parent. Premium."""
    tax_number: str | None = None
    """The tax number of the parent. Premium."""
    naics2017: str | None = None
    """The code of the parent's industry in NAICS 2017. Premium."""
