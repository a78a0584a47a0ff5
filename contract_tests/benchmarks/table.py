"""Measurements as a table, and the table as a guard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

__all__ = ["MARGIN", "Row", "read_ratios", "regressions", "render"]

MARGIN = 4 / 3
"""A ratio that grew by a third is a regression."""

_FLOOR = 0.05
"""Ratios below this are noise to each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """One contender's result.

    Args:
        work: What was done.
        contender: Who did it.
        ratios: Time beside the yardstick of the same work, one for each round of the run.
        seconds: The median time of one go.
        growth: Growth of peak memory, in bytes; None where it was not measured.
        ours: Whether it is this project's.
    """

    work: str
    contender: str
    ratios: tuple[float, ...]
    seconds: float
    growth: int | None
    ours: bool = False

    @property
    def ratio(self) -> float:
        """The median ratio."""
        return median(self.ratios)


def render(rows: Sequence[Row]) -> str:
    """Write the table.

    Args:
        rows: The results.

    Returns:
        Markdown.
    """
    lines = [
        "| work | contender | ratio (median) | least to most | median ms | peak memory, MB |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for row in rows:
        name = f"**{row.contender}**" if row.ours else row.contender
        memory = "" if row.growth is None else f"{row.growth / 1e6:+.0f}"
        lines.append(
            f"| {row.work} | {name} | {row.ratio:.2f} | {min(row.ratios):.2f} to {max(row.ratios):.2f} "
            f"| {row.seconds * 1000:.1f} | {memory} |"
        )
    return "\n".join(lines) + "\n"


_LINE = re.compile(r"^\| (?P<work>[^|]+) \| \*\*(?P<name>[^|*]+)\*\* \| (?P<ratio>[\d.]+) \|", re.MULTILINE)


def read_ratios(markdown: str) -> dict[tuple[str, str], float]:
    """Read this project's ratios out of a table.

    Args:
        markdown: A text that holds the table.

    Returns:
        The median ratio by work and contender.
    """
    return {
        (match["work"].strip(), match["name"].strip()): float(match["ratio"])
        for match in _LINE.finditer(markdown)
    }


def regressions(rows: Sequence[Row], before: dict[tuple[str, str], float]) -> list[str]:
    """Compare this project's ratios with those of the table.

    Args:
        rows: The results of this run.
        before: The ratios of the table.

    Returns:
        A line for each ratio that grew by more than a third; the least ratio of the run counts, so that a
        noisy machine alone does not raise an alarm.
    """
    found: list[str] = []
    for row in rows:
        allowed = before.get((row.work, row.contender))
        if not row.ours or allowed is None:
            continue
        limit = max(allowed, _FLOOR) * MARGIN
        if min(row.ratios) > limit:
            found.append(
                f"{row.work}, {row.contender}: ratio {min(row.ratios):.2f} at least, "
                f"{allowed:.2f} in the table, more than a third above it"
            )
    return found
