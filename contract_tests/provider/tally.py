"""How many cases each operation was given, in which phase of the check, and how long they took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

__all__ = ["Row", "Tally"]


@dataclass(slots=True)
class Row:
    """One operation in one phase.

    Attributes:
        operation: Its id; None for requests that are of no operation.
        phase: A part of the check, or what a part calls one of its phases.
        cases: Requests that were sent on purpose to see what is answered.
        seconds: What they took; where the requests are generated, that is in it.
        part: The part of the check that the phase belongs to, when it is not called like it.
    """

    operation: str | None
    phase: str
    cases: int = 0
    seconds: float = 0.0
    part: str = ""

    def __post_init__(self) -> None:
        self.part = self.part or self.phase


@dataclass(slots=True)
class Tally:
    """Counts cases."""

    _rows: dict[tuple[str | None, str], Row] = field(default_factory=dict[tuple["str | None", str], Row])

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def note(self, operation: str | None, phase: str, cases: int, seconds: float, part: str = "") -> None:
        """Count cases.

        Args:
            operation: Whose they are.
            phase: Where they were sent.
            cases: How many.
            seconds: What they took together.
            part: The part of the check that the phase belongs to, when it is not called like it.
        """
        row = self._rows.setdefault((operation, phase), Row(operation, phase, part=part))
        row.cases += cases
        row.seconds += seconds

    def phases(self) -> list[str]:
        """The phases in the order in which they came."""
        return list(dict.fromkeys(row.phase for row in self))

    def greatest_share(self, phases: Iterable[str] | None = None) -> tuple[str | None, float]:
        """Find the operation with the most cases.

        Args:
            phases: Of these phases, None for all.

        Returns:
            Its id, and its share of the cases of all operations; 0 where there are none.
        """
        wanted = None if phases is None else set(phases)
        cases: dict[str | None, int] = {}
        for row in self:
            if wanted is None or row.phase in wanted:
                cases[row.operation] = cases.get(row.operation, 0) + row.cases
        most = max(cases, key=lambda name: cases[name], default=None)
        whole = sum(cases.values())
        return most, cases[most] / whole if whole else 0.0
