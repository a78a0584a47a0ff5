"""How such a defect is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from contract_tests.power.defect import Defect, service, wire
from ntropy_client.document import load

if TYPE_CHECKING:
    from contract_tests.power.seam import Rewrite
    from ntropy_client.sandbox.answer import Inbound
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["asked_for", "does", "tells"]


def does(
    choice: str,
    name: str,
    what: str,
    operations: tuple[str, ...] | str,
    change: Callable[[Sandbox], None],
    part: str = "rules",
) -> Defect:
    """A sandbox that does otherwise than it says.

    Args:
        choice: A part of what it says.
        name: As in `Defect`.
        what: As in `Defect`.
        operations: As in `Defect`; one may stand alone.
        change: Changes the sandbox.
        part: As in `Defect`.

    Returns:
        The defect.
    """
    return replace(service(name, what, "semantics", part, operations, change), choice=choice)


def tells(
    choice: str,
    name: str,
    what: str,
    operations: tuple[str, ...] | str,
    make: Callable[[], Rewrite],
    part: str = "rules",
) -> Defect:
    """A sandbox that answers otherwise than it says.

    Args:
        choice: A part of what it says.
        name: As in `Defect`.
        what: As in `Defect`.
        operations: As in `Defect`; one may stand alone.
        make: Makes the function that changes answers.
        part: As in `Defect`.

    Returns:
        The defect.
    """
    return replace(wire(name, what, "semantics", part, operations, make), choice=choice)


def asked_for(inbound: Inbound) -> str:
    """The id of the operation that a request is for; empty where there is none."""
    found = load().match(inbound.method, inbound.raw_path)
    return "" if found is None else found[0].id
