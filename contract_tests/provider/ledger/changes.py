"""Judges the fields that change by themselves: `monotone` and `terminal`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contract_tests.provider.ledger.atlas import Atlas, Sighting
from contract_tests.provider.ledger.book import Book
from contract_tests.provider.ledger.doubt import Doubt, text
from contract_tests.provider.ledger.entry import Entry, Known
from contract_tests.provider.ledger.normal import normal
from contract_tests.provider.ledger.sight import Sight
from contract_tests.provider.run import Exchange

__all__ = ["Changes"]

MEASURES = frozenset({"number", "string:date-time"})


class Changes:
    """The oracles that compare a volatile field with what it was."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def observe(self, sight: Sight, book: Book) -> Iterator[Doubt]:
        """Judge the items that an accepted exchange shows as they are now."""
        for sighting in sight.live:
            entry = book.entry(sighting.view.collection, sighting.id)
            now = self._volatile(sighting, sight.exchange)
            yield from self._terminal(entry, sighting, now)
            for name, known in now.items():
                before = entry.last.get(name)
                if before is not None and before.kind == known.kind:
                    yield from self._monotone(sighting, name, before, known)
                    yield from self._returns(entry, sighting, name, before, known)
                entry.last[name] = known
        place = sight.place
        if (
            place.operation.id.endswith("_results")
            and place.collection is not None
            and sight.path_id is not None
        ):
            # There are results only of what has come to its end, and there it stays.
            book.entry(place.collection, sight.path_id).ended = True

    def _volatile(self, sighting: Sighting, exchange: Exchange) -> dict[str, Known]:
        return {
            name: Known(
                normal(sighting.value[name], shape, self._atlas.shapes),
                sighting.value[name],
                "number" if shape.types & {"integer", "number"} else shape.kind,
                "shown",
                exchange,
            )
            for name, shape in sighting.view.fields.items()
            if shape.volatile and sighting.value.get(name) is not None
        }

    @staticmethod
    def _monotone(sighting: Sighting, name: str, before: Known, now: Known) -> Iterator[Doubt]:
        if now.kind in MEASURES and _less(now.value, before.value):
            yield Doubt(
                "monotone",
                f"{sighting.pointer}/{name}",
                f"{name} goes back",
                expected=f"at least {text(before.shown)}",
                actual=text(now.shown),
                earlier=(before.exchange,),
            )

    def _returns(
        self, entry: Entry, sighting: Sighting, name: str, before: Known, now: Known
    ) -> Iterator[Doubt]:
        if not sighting.view.fields[name].enum or before.value == now.value:
            return
        left = entry.left.setdefault(name, set())
        left.add(str(before.value))
        if str(now.value) in left:
            yield Doubt(
                "terminal",
                f"{sighting.pointer}/{name}",
                f"{name} returns to a value that it had left",
                expected=f"no return to {text(now.shown)}",
                actual=f"{text(before.shown)}, then {text(now.shown)}",
                earlier=(before.exchange,),
            )

    @staticmethod
    def _terminal(entry: Entry, sighting: Sighting, now: dict[str, Known]) -> Iterator[Doubt]:
        for name, known in now.items() if entry.ended else ():
            before = entry.final.setdefault(name, known)
            if before.kind == known.kind and before.value != known.value:
                yield Doubt(
                    "terminal",
                    f"{sighting.pointer}/{name}",
                    f"{name} changes after there were results",
                    expected=text(before.shown),
                    actual=text(known.shown),
                    earlier=(before.exchange,),
                )


def _less(one: object, other: object) -> bool:
    """Whether one measure is below another; False where they cannot be compared."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one < other
    return isinstance(one, datetime) and isinstance(other, datetime) and one < other
