"""Cases and seconds, by operation and by part or phase of the check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from contract_tests.provider.reporting.summary import Report
from contract_tests.provider.tally import Row

__all__ = ["Table", "brief", "whole"]

OTHER = "(no operation)"
ALL = "all"
SHOWN = 8
"""Operations with a row of their own, where the others have one together."""


class Cell(NamedTuple):
    """Cases, and the seconds that they took."""

    cases: int = 0
    seconds: float = 0.0

    def plus(self, row: Row | Cell) -> Cell:
        """Add cases."""
        return Cell(self.cases + row.cases, self.seconds + row.seconds)


class Table(NamedTuple):
    """A table of cases and seconds.

    Attributes:
        heads: Of the columns after the first, the last of which is for all.
        rows: Name to cells, the operation with the most cases first; the last row is for all.
    """

    heads: Sequence[str]
    rows: dict[str, Sequence[Cell]]

    @classmethod
    def of(cls, rows: Iterable[Row], head: Callable[[Row], str]) -> Table:
        """Make a table.

        Args:
            rows: Of a tally.
            head: Tells the column of each.

        Returns:
            The table.
        """
        cells: dict[tuple[str, str], Cell] = {}
        for row in rows:
            for name in (row.operation or OTHER, ALL):
                for column in (head(row), ALL):
                    cells[name, column] = cells.get((name, column), Cell()).plus(row)
        heads = [column for column in dict.fromkeys(column for _, column in cells) if column != ALL]
        names = dict.fromkeys(name for name, _ in cells if name != ALL)
        ordered = sorted(names, key=lambda name: -cells[name, ALL].cases)
        return cls(
            (*heads, ALL),
            {name: [cells.get((name, one), Cell()) for one in (*heads, ALL)] for name in (*ordered, ALL)},
        )

    def folded(self, shown: int) -> Table:
        """Put the operations with the fewest cases together.

        Args:
            shown: How many are left as they are.

        Returns:
            The table, the same when one row at most would be saved.
        """
        *names, _ = self.rows
        rest = names[shown:]
        if len(rest) < 2:
            return self
        together = [Cell()] * len(self.heads)
        for name in rest:
            together = [sum_.plus(cell) for sum_, cell in zip(together, self.rows[name], strict=True)]
        kept = {name: cells for name, cells in self.rows.items() if name not in rest}
        last = kept.pop(ALL)
        return Table(self.heads, kept | {f"{len(rest)} others": together, ALL: last})

    def lines(self, title: str) -> Iterator[str]:
        """Write the table for a terminal.

        Args:
            title: Of the first column.

        Yields:
            Lines of text.
        """
        columns = [[_text(cells[i]) for cells in self.rows.values()] for i in range(len(self.heads))]
        first = max(map(len, (title, *self.rows)))
        widths = [max(map(len, (head, *column))) for head, column in zip(self.heads, columns, strict=True)]
        for name, *texts in zip((title, *self.rows), *_headed(self.heads, columns), strict=True):
            cells = "  ".join(f"{text:>{wide}}" for text, wide in zip(texts, widths, strict=True))
            yield f"{name:<{first}}  {cells}"


def brief(report: Report) -> Iterator[str]:
    """Tell where most cases are and the time goes, in a few lines.

    Args:
        report: What to tell.

    Yields:
        Lines of text; none where there were no cases.
    """
    parts = [part.name for part in report.parts]
    rows = [row for row in report.cases if row.part in parts]
    if not rows:
        return
    yield from Table.of(rows, lambda row: row.part).folded(SHOWN).lines("cases and seconds")
    for part in parts:
        phases = Table.of((row for row in rows if row.part == part), lambda row: row.phase)
        if len(phases.heads) > 2:
            cells = phases.rows[ALL]
            told = (f"{head} {_text(cell)}" for head, cell in zip(phases.heads, cells, strict=True))
            yield f"{part}: {' · '.join(list(told)[:-1])}"


def whole(report: Report) -> Table | None:
    """Make the table with all operations and phases.

    Args:
        report: What to tell.

    Returns:
        The table, None where there were no cases.
    """
    return Table.of(report.cases, lambda row: row.phase) if report.cases else None


def _headed(heads: Sequence[str], columns: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    for head, column in zip(heads, columns, strict=True):
        yield (head, *column)


def _text(cell: Cell) -> str:
    return f"{cell.cases:,} {cell.seconds:.1f}" if cell.cases else "·"
