from __future__ import annotations

from ..model import Model
from .entity_parent import EntityParent

__all__ = ["Intermediary"]


class Intermediary(Model, frozen=True, kw_only=True):
    """An organisation that carried a transaction, such as a payment processor."""

    id: str | None = None
    """The id of the entity, the same in all transactions."""
    name: str | None = None
    """The usual name of the entity."""
    website: str | None = None
    """The host of the entity's website, such as `squareup.com`, as a rule with no scheme."""
    logo: str | None = None
    """The address of an image of the entity's logo."""
    mccs: list[int] | None = None
    """The merchant category codes (ISO 18245) of the entity."""
    phone_number: str | None = None
    """The telephone number of the entity. Premium."""
    tax_number: str | None = None
    """The tax number of the entity. Premium."""
    naics2017: str | None = None
    """The code of the entity's industry in NAICS 2017. Premium."""
    parent: EntityParent | None = None
    """The organisation that the entity belongs to."""
