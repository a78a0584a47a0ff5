"""A table of cases and seconds, by operation and phase of the check."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.provider.reporting.summary import Report

__all__ = ["timings"]

OTHER = "(no operation)"


def timings(report: Report) -> Iterator[str]:
    """Write the table, the operations with the most cases first.

    Args:
        report: What to tell.

    Yields:
        Lines of text; none where there were no cases.
    """
    if not report.cases:
        return
    phases = list(dict.fromkeys(row.phase for row in report.cases))
    counts: dict[str, dict[str, int]] = {}
    seconds: dict[str, float] = {}
    for row in report.cases:
        name = row.operation or OTHER
        counts.setdefault(name, dict.fromkeys(phases, 0))[row.phase] += row.cases
        seconds[name] = seconds.get(name, 0.0) + row.seconds
    whole = sum(sum(by_phase.values()) for by_phase in counts.values())
    wide = max(len(name) for name in counts)
    heads = [*phases, "cases", "share", "seconds"]
    yield f"{'cases by operation':<{wide}}  " + "  ".join(f"{head:>{_wide(head)}}" for head in heads)
    for name in sorted(counts, key=lambda one: -sum(counts[one].values())):
        cases = sum(counts[name].values())
        cells = [f"{counts[name][phase]:,}" if counts[name][phase] else "·" for phase in phases]
        cells += [f"{cases:,}", f"{cases / whole:.1%}", f"{seconds[name]:.2f}"]
        yield f"{name:<{wide}}  " + "  ".join(
            f"{cell:>{_wide(head)}}" for cell, head in zip(cells, heads, strict=True)
        )
    cells = [f"{sum(one[phase] for one in counts.values()):,}" for phase in phases]
    cells += [f"{whole:,}", "100.0%", f"{sum(seconds.values()):.2f}"]
    yield f"{'all':<{wide}}  " + "  ".join(
        f"{cell:>{_wide(head)}}" for cell, head in zip(cells, heads, strict=True)
    )


def _wide(head: str) -> int:
    return max(len(head), 6)
