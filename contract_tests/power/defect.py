"""A seeded defect of a provider, and the part of the check that has to notice it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from contract_tests.power.seam import Install

__all__ = ["Defect", "Kind", "Seam"]

Kind = Literal["schema", "protocol", "semantics"]
Seam = Literal["wire", "gate", "service"]


@dataclass(frozen=True, slots=True)
class Defect:
    """One way in which a provider may break its promises.

    Attributes:
        name: Short, with dashes.
        what: What the provider does wrong, in words.
        kind: What sort of promise is broken.
        seam: Where it is put in.
        part: The part of the check that has to notice it.
        operations: Ids of the operations that are looked at.
        install: Puts it in.
        holdout: Whether it was written from the document alone, with no probe or rule in mind.
    """

    name: str
    what: str
    kind: Kind
    seam: Seam
    part: str
    operations: tuple[str, ...]
    install: Install = field(repr=False)
    holdout: bool = False
