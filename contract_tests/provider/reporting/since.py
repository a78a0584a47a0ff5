"""What is new, still there and gone since an earlier report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from contract_tests.provider.earlier import Earlier, Known
from contract_tests.provider.reporting.causes import Cause

__all__ = ["Since", "compare"]

NEW = "new"
STILL = "still there"
LIKE = frozenset((("full", "full"), ("smoke", "smoke"), ("smoke", "full"), ("live", "live")))
"""A profile under which something was seen, and one that would see it again: full has every case of smoke."""


@dataclass(frozen=True, slots=True)
class Since:
    """How a run compares with an earlier report.

    Attributes:
        line: It in one line.
        compared: Whether the two can be compared at all; `line` says why not.
        new: How many causes are new, be it only in part.
        still: How many are still there.
        gone: What was looked for, and no longer is.
        unsought: What was known and could not be looked for, and so is known still.
    """

    line: str
    compared: bool
    new: int = 0
    still: int = 0
    gone: tuple[Known, ...] = ()
    unsought: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """What a run looked for.

    Attributes:
        parts: Names of the parts that ran to their end; none when there is no verdict.
        operations: Ids of the operations that were called, or that the document does not have any more.
    """

    parts: Collection[str]
    operations: Collection[str]


def compare(
    earlier: Earlier,
    causes: Sequence[Cause],
    unknown: Iterable[Cause],
    *,
    server: tuple[bool, str],
    version: str,
    profile: str,
    sought: Sought,
) -> tuple[Since, tuple[Cause, ...]]:
    """Compare a run with an earlier report.

    Args:
        earlier: The report.
        causes: What drifts now, accepted or not.
        unknown: What is open now.
        server: Whether it is the embedded sandbox now, and the base URL.
        version: Of the document now.
        profile: Now.
        sought: What could be found now.

    Returns:
        How they compare, and the causes, each with its news.
    """
    reason = _incomparable(earlier, server, version)
    if reason:
        return Since(f"not compared with the last report: {reason}", compared=False), tuple(causes)
    before = {(one, known.message): known for known in earlier.known for one in known.fingerprints}
    told = tuple(replace(cause, news=_news(cause, before)) for cause in causes)
    now = {(one, cause.message) for cause in (*told, *unknown) for one in cause.fingerprints}
    undecided = {(one, cause.message) for cause in unknown for one in cause.fingerprints}
    gone: list[Known] = []
    unsought: list[Known] = []
    for known in earlier.known:
        names = {(one, known.message) for one in known.fingerprints}
        if names & undecided and not names & (now - undecided):
            unsought.append(known)
            continue
        absent = _without(known, {one for one, _ in names & now})
        if absent is not None:
            was_sought = (absent.profile, profile) in LIKE and _was_sought(absent, sought)
            (gone if was_sought else unsought).append(absent)
    new = sum(cause.news.startswith(NEW) or f", {NEW}" in cause.news for cause in told)
    counts = [f"{new} new", f"{len(told) - new} still there", f"{len(gone)} gone"]
    if unsought:
        counts.append(f"{len(unsought)} not looked for")
    when = f" of {earlier.finished}" if earlier.finished else ""
    line = f"since the last report{when}: {', '.join(counts)}"
    return Since(line, True, new, len(told) - new, tuple(gone), tuple(unsought)), told


def _incomparable(earlier: Earlier, server: tuple[bool, str], version: str) -> str:
    if earlier.problem:
        return earlier.problem
    embedded, base_url = server
    if earlier.embedded != embedded or not (embedded or earlier.base_url == base_url):
        return f"it is of another server, {earlier.name if earlier.embedded else earlier.base_url}"
    if earlier.version != version:
        return f"it is of another version of the document, {earlier.version}"
    return ""


def _news(cause: Cause, before: dict[tuple[str, str], Known]) -> str:
    known = [before[one, cause.message] for one in cause.fingerprints if (one, cause.message) in before]
    if not known:
        return NEW
    operations = {name for each in known for name in each.operations}
    further = [name for name in cause.operations if name not in operations]
    return f"{STILL}, {NEW} in {', '.join(further)}" if further else STILL


def _without(known: Known, present: Collection[str]) -> Known | None:
    """What is left of something known when some of it is still there: the operations without any."""
    if not present:
        return known
    still = {_operation(one) for one in present}
    absent = [one for one in known.fingerprints if _operation(one) not in still]
    if not absent:
        return None
    names = {_operation(one) for one in absent}
    operations = tuple(name for name in known.operations if name in names)
    return replace(known, operations=operations, fingerprints=frozenset(absent))


def _operation(fingerprint: str) -> str:
    return fingerprint.partition(" ")[0]


def _was_sought(known: Known, sought: Sought) -> bool:
    parts = {part.partition("/")[0] for part in known.parts}
    return not parts.isdisjoint(sought.parts) and (
        not known.operations or not set(known.operations).isdisjoint(sought.operations)
    )
