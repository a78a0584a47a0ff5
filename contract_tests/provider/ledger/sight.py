"""One exchange, with the items that it shows and the items that it sends."""

from __future__ import annotations

from dataclasses import dataclass, field

from contract_tests.provider.ledger.atlas import Place, Sighting
from contract_tests.provider.run import Exchange

__all__ = ["Sight"]


@dataclass(frozen=True, slots=True)
class Sight:
    """One exchange with what can be seen in it."""

    exchange: Exchange
    place: Place
    path_id: str | None
    asked_root: object
    answer_root: object
    asked: tuple[Sighting, ...]
    answered: tuple[Sighting, ...]
    readable: bool
    """Whether the request body was JSON, or there was none."""
    live: tuple[Sighting, ...] = field(default=())
    """Those of the answer that show items as they are now."""
    snapshot: tuple[Sighting, ...] = field(default=())
    """Those of the answer that show items as a job left them."""

    @property
    def root(self) -> Sighting | None:
        """The item that the answer as a whole shows."""
        return next((one for one in self.answered if one.pointer == ""), None)
