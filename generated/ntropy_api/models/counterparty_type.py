from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["CounterpartyType"]


class CounterpartyType(OpenEnum):
    """What the other side of a transaction is.

    - `person`: a natural person.
    - `organization`: a company, an authority or another organisation.
    """

    PERSON: ClassVar[CounterpartyType] = known("person")
    ORGANIZATION: ClassVar[CounterpartyType] = known("organization")
