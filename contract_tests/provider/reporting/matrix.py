"""Operations by statuses: what was seen of each, and whether it is as documented."""

from __future__ import annotations

from dataclasses import dataclass

from contract_tests.provider.reporting.causes import Cause
from contract_tests.provider.reporting.summary import OperationSummary, Report

__all__ = ["Cell", "Matrix"]

NO_STATUS = "any"
"""The column for what is about no status in particular."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One status of one operation.

    Attributes:
        state: "drifting", "accepted", "unknown", "conforming" or "not seen"; "" for a status of which
            nothing is known.
        seen: How many answers there were.
        anchor: Of the first finding about it, "" where there is none.
    """

    state: str
    seen: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table.

    Attributes:
        columns: Statuses as the document writes them, and those that it does not have.
        rows: Operation to cells by column; a status without a cell is neither documented nor seen.
    """

    columns: tuple[str, ...]
    rows: dict[str, dict[str, Cell]]

    @classmethod
    def of(cls, report: Report) -> Matrix:
        """Make the table.

        Args:
            report: What to tell.

        Returns:
            The table.
        """
        rows: dict[str, dict[str, Cell]] = {}
        for operation in report.operations:
            cells = {name: Cell("not seen") for name in operation.documented}
            for number, count in operation.statuses.items():
                column = _column(operation, str(number))
                seen = cells[column].seen if column in cells else 0
                cells[column] = Cell("conforming", seen + count)
            rows[operation.id] = cells
        by_id = {operation.id: operation for operation in report.operations}
        # What weighs most comes last, and so is what is shown.
        kinds = (("unknown", report.unknown), ("accepted", report.accepted), ("drift", report.drifts))
        for kind, causes in kinds:
            for place, cause in reversed(tuple(enumerate(causes, 1))):
                for name, status in _places(cause):
                    if name not in by_id:
                        continue
                    column = _column(by_id[name], status)
                    seen = rows[name][column].seen if column in rows[name] else 0
                    rows[name][column] = Cell(
                        "drifting" if kind == "drift" else kind, seen, f"{kind}-{place}"
                    )
        columns = {column for cells in rows.values() for column in cells}
        return cls(tuple(sorted(columns, key=lambda name: (name == NO_STATUS, name))), rows)


def _places(cause: Cause) -> set[tuple[str, str]]:
    """Operation and status of everything that is folded into a cause."""
    return {(words[0], words[1]) for words in (one.split(" ", 2) for one in cause.fingerprints)}


def _column(operation: OperationSummary, status: str) -> str:
    if status == "-":
        return NO_STATUS
    ranged = f"{status[:1]}XX"
    return ranged if status not in operation.documented and ranged in operation.documented else status
