from __future__ import annotations

from ..model import Model
from .counterparty_type import CounterpartyType
from .entity_parent import EntityParent

__all__ = ["Counterparty"]


class Counterparty(Model, frozen=True, kw_only=True):
    """The other side of a transaction."""

    type: CounterpartyType
    """What the other side of a transaction is.

    - `person`: a natural person.
    - `organization`: a company, an authority or another organisation.
    """
    id: str | None = None
    """The id of the entity, the same in all transactions."""
    name: str | None = None
    """The usual name of the entity."""
    website: str | None = None
    """The host of the entity's website, such as `starbucks.com`, as a rule with no scheme."""
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
