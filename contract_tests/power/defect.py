"""A seeded defect of a provider, and the part of the check that has to notice it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from contract_tests.power.seam import (
    Install,
    Redeliver,
    Rewrite,
    at_the_gate,
    in_deliveries,
    in_the_service,
    on_the_wire,
)
from ntropy_client import document as documents

if TYPE_CHECKING:
    from contract_tests.power.seam import Answered, Asked
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["Defect", "Kind", "Seam", "delivery", "gate", "service", "wire"]

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
        about: The resource, where it is not that of the first operation.
        choice: Of a sandbox that departs from what it says of itself (`x-sandbox-choice`): a part of that text.
    """

    name: str
    what: str
    kind: Kind
    seam: Seam
    part: str
    operations: tuple[str, ...]
    install: Install = field(repr=False)
    holdout: bool = False
    about: str = ""
    choice: str = ""

    @property
    def resource(self) -> str:
        """What it is a defect of: a resource of the document, or `deliveries`."""
        return self.about or documents.load().operations[self.operations[0]].tag


def wire(
    name: str,
    what: str,
    kind: Kind,
    part: str,
    operations: tuple[str, ...] | str,
    make: Callable[[], Rewrite],
) -> Defect:
    """A defect on the wire.

    Args:
        name: As in `Defect`.
        what: As in `Defect`.
        kind: As in `Defect`.
        part: As in `Defect`.
        operations: As in `Defect`; one may stand alone.
        make: Makes the function that changes answers.

    Returns:
        The defect.
    """
    named = (operations,) if isinstance(operations, str) else operations
    return Defect(name, what, kind, "wire", part, named, on_the_wire(make))


def service(
    name: str,
    what: str,
    kind: Kind,
    part: str,
    operations: tuple[str, ...] | str,
    change: Callable[[Sandbox], None],
) -> Defect:
    """A defect in the service.

    Args:
        name: As in `Defect`.
        what: As in `Defect`.
        kind: As in `Defect`.
        part: As in `Defect`.
        operations: As in `Defect`; one may stand alone.
        change: Changes the sandbox.

    Returns:
        The defect.
    """
    named = (operations,) if isinstance(operations, str) else operations
    return Defect(name, what, kind, "service", part, named, in_the_service(change))


def gate(
    name: str,
    what: str,
    kind: Kind,
    part: str,
    operations: tuple[str, ...] | str,
    admit: Callable[[Asked], Answered | None],
) -> Defect:
    """A defect in who may come in, and by which door.

    Args:
        name: As in `Defect`.
        what: As in `Defect`.
        kind: As in `Defect`.
        part: As in `Defect`.
        operations: As in `Defect`; one may stand alone.
        admit: Changes a request in place, or answers it itself; it remembers nothing.

    Returns:
        The defect.
    """
    named = (operations,) if isinstance(operations, str) else operations
    return Defect(name, what, kind, "gate", part, named, at_the_gate(lambda: admit))


def delivery(
    name: str, what: str, kind: Kind, operations: tuple[str, ...] | str, make: Callable[[], Redeliver]
) -> Defect:
    """A defect on the wire to a webhook.

    Args:
        name: As in `Defect`.
        what: As in `Defect`.
        kind: As in `Defect`.
        operations: As in `Defect`; one may stand alone.
        make: Makes the function that changes deliveries.

    Returns:
        The defect; rules have to notice it, for they alone have webhooks that are told of something.
    """
    named = (operations,) if isinstance(operations, str) else operations
    return Defect(name, what, kind, "wire", "rules", named, in_deliveries(make), about="deliveries")
