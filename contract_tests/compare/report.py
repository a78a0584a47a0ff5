"""What differs, told for a person and for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contract_tests.compare.difference import Difference, Impact
from contract_tests.compare.reading import Document

__all__ = ["Cause", "as_json", "as_text", "causes"]

FORMAT = 1
"""Raised when a reader of the JSON would have to change."""
SAME_FROM = 4
"""In how many operations a like difference is told once for all."""
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Cause:
    """One difference, in however many operations it shows.

    Attributes:
        first: It, in the first operation.
        operations: All of them.
        statuses: Of the answers it shows in.
        places: Where in them.
    """

    first: Difference
    operations: tuple[str, ...]
    statuses: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def impact(self) -> Impact:
        """Whether users of the client are harmed."""
        return self.first.impact


def causes(found: Sequence[Difference]) -> list[Cause]:
    """Fold differences: what two documents say differently in one component is one cause, not one for each use.

    Args:
        found: Differences.

    Returns:
        The causes, in the order of the differences.
    """
    folded: dict[tuple[str, ...], list[Difference]] = {}
    for each in found:
        key = (each.kind, each.side, each.message, each.ours, each.theirs)
        folded.setdefault(key, []).append(each)
    alike: dict[tuple[str, ...], list[list[Difference]]] = {}
    for group in folded.values():
        first = group[0]
        # Alternatives are components that many places refer to.
        place = "" if first.kind.startswith("alternative-") else first.place
        alike.setdefault((first.kind, first.side, first.message, place), []).append(group)
    told: list[Cause] = []
    for groups in alike.values():
        uses = [frozenset(each.operation for each in group) for group in groups]
        is_one = len(frozenset[str]().union(*uses)) >= SAME_FROM or len(set(uses)) == 1
        joined = [[each for group in groups for each in group]] if is_one else groups
        told += [_cause(group) for group in joined]
    order = {id(each): number for number, each in enumerate(found)}
    return sorted(told, key=lambda cause: order[id(cause.first)])


def _cause(group: Sequence[Difference]) -> Cause:
    operations = tuple(dict.fromkeys(each.operation for each in group))
    statuses = tuple(dict.fromkeys(each.status for each in group if each.status))
    return Cause(group[0], operations, statuses, tuple(dict.fromkeys(each.place for each in group)))


def as_text(ours: Document, theirs: Document, found: Sequence[Cause], notes: Sequence[str]) -> str:
    """Tell a person.

    Args:
        ours: The document that the client is made of.
        theirs: The other one.
        found: What differs.
        notes: What was not compared.

    Returns:
        Lines, grouped by operation: each difference, then where it stands in both files.
    """
    return "\n".join(_lines(ours, theirs, found, notes)) + "\n"


def _lines(ours: Document, theirs: Document, found: Sequence[Cause], notes: Sequence[str]) -> Iterator[str]:
    yield f"here   {ours.name} ({ours.version})"
    yield f"there  {theirs.name} ({theirs.version})"
    groups: dict[str, list[Cause]] = {}
    for cause in found:
        groups.setdefault(_title(cause), []).append(cause)
    for title, group in groups.items():
        yield from ("", title)
        for cause in sorted(group, key=lambda each: each.impact == "additive"):
            first = cause.first
            status = (
                f" {', '.join(cause.statuses)}" if cause.statuses and "status " not in first.message else ""
            )
            more = (
                f" (and {len(cause.places) - 1} more)"
                if len(cause.operations) == 1 < len(cause.places)
                else ""
            )
            place = f" {first.place}{more}" if first.place else ""
            yield f"  {cause.impact}  {first.side}{status}{place}: {first.message}"
            pointers = [first.ours] if first.ours == first.theirs else [first.ours, first.theirs]
            yield f"            {' | '.join(f'#{pointer}' for pointer in pointers)}"
    yield ""
    yield from notes
    breaking = sum(cause.impact == "breaking" for cause in found)
    yield f"{breaking} breaking, {len(found) - breaking} additive" if found else "no difference"


def _title(cause: Cause) -> str:
    names = cause.operations
    if len(names) <= _MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"


def as_json(ours: Document, theirs: Document, found: Sequence[Cause], notes: Sequence[str]) -> str:
    """Tell a program.

    Args:
        ours: The document that the client is made of.
        theirs: The other one.
        found: What differs.
        notes: What was not compared.

    Returns:
        JSON.
    """
    breaking = sum(cause.impact == "breaking" for cause in found)
    whole = {
        "format": FORMAT,
        "ours": {"name": ours.name, "version": ours.version},
        "theirs": {"name": theirs.name, "version": theirs.version},
        "breaking": breaking,
        "additive": len(found) - breaking,
        "notes": list(notes),
        "differences": [
            {
                "kind": cause.first.kind,
                "impact": cause.impact,
                "side": cause.first.side,
                "operations": cause.operations,
                "statuses": cause.statuses,
                "places": cause.places,
                "message": cause.first.message,
                "ours": {"pointer": f"#{cause.first.ours}", "line": ours.line(cause.first.ours)},
                "theirs": {"pointer": f"#{cause.first.theirs}", "line": theirs.line(cause.first.theirs)},
            }
            for cause in found
        ],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
