"""The summary for a person at a terminal: the verdict, what was done, what drifts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contract_tests.provider.accepted import Acceptance, quoted
from contract_tests.provider.earlier import Known
from contract_tests.provider.reporting.causes import Cause
from contract_tests.provider.reporting.curl import curl
from contract_tests.provider.reporting.summary import Report
from contract_tests.provider.reporting.timings import brief, whole
from contract_tests.provider.run import Part

__all__ = ["closing", "gone", "heading", "lapsed", "outdated", "render", "seen_line", "terms"]

LINE = "\n"
SHOWN = 20
SHOWN_UNKNOWN = 10
SHOWN_VALUE = 160
# What would move the cursor, colour the rest or turn its direction; a server may have put it anywhere.
_UNSHOWN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Shown as a line of their own further down.
_NOT_A_ROW = "coverage"


def render(report: Report, files: str = "") -> str:
    """Write the summary.

    Args:
        report: What to tell.
        files: Where the reports are, to be named at the end.

    Returns:
        Lines of text, the verdict first when it is not "conforms".
    """
    lines: list[str] = []
    if report.verdict == "drifts":
        lines.append(_verdict(report))
    elif report.verdict == "no verdict":
        # What follows the first line of a reason, such as where in the check it broke, is for the report.
        lines += ["could not run:", *(f"  {reason.partition(LINE)[0]}" for reason in report.reasons)]
        if any(LINE in reason for reason in report.reasons):
            lines.append("  (the report has the whole of it)")
    if any(part.state != "pending" for part in report.parts):
        lines.append(heading(report))
        lines += [f"  {_row(report, part)}" for part in report.parts if part.name != _NOT_A_ROW]
        lines.append(seen_line(report))
    table = whole(report) if report.timings else None
    lines += brief(report) if table is None else table.lines("cases and seconds")
    lines += report.notes
    if report.drifts:
        lines.append(_plural(len(report.drifts), "drift"))
        lines += _causes(report)
    lines += _accepted(report)
    if report.since is not None:
        lines += [report.since.line, *(f"  gone: {gone(known)}" for known in report.since.gone[:SHOWN])]
        if len(report.since.gone) > SHOWN:
            lines.append(f"  … and {len(report.since.gone) - SHOWN} more gone")
    if report.unknown:
        lines.append(f"{len(report.unknown)} unknown: neither the document nor this account decides it")
        lines += [f"  {cause.title}  {cause.message}" for cause in report.unknown[:SHOWN_UNKNOWN]]
        if len(report.unknown) > SHOWN_UNKNOWN:
            lines.append(f"  … and {len(report.unknown) - SHOWN_UNKNOWN} more")
    lines += [f"  skipped {name}: {reason}" for name, reason in report.skipped.items()]
    lines.append(" · ".join(part for part in (closing(report), files) if part))
    return _UNSHOWN.sub("\ufffd", "\n".join(lines))


def heading(report: Report) -> str:
    """Say what was checked against what.

    Args:
        report: What to tell.

    Returns:
        One line.
    """
    words = ["Contract check", report.name]
    if not (report.embedded and report.profile == "full"):
        words.append(f"{report.profile} profile")
    words += [f"document {report.version}", _plural(len(report.operations), "operation")]
    if report.seed:
        words.append(f"seed {report.seed}")
    return " · ".join(words)


def seen_line(report: Report) -> str:
    """Say how much was seen: without it, silence could mean that nothing was tested.

    Args:
        report: What to tell.

    Returns:
        One line.
    """
    met, needed = report.met()
    words = [f"seen 2xx {report.succeeded}/{len(report.operations)}"]
    if needed:
        words.append(f"required statuses {met}/{needed}")
    for group, name in (("scenario", "by scenario"), ("fault", "by fault")):
        met, needed = report.met(group)
        if met:
            words.append(f"{name} {met}/{needed}")
    if report.repeated:
        words.append(f"429 repeated {report.repeated}")
    if report.broken:
        words.append(f"connection broke {report.broken}")
    if report.credits is not None:
        most = "" if report.most_credits is None else f" of at most {report.most_credits:,}"
        words.append(f"credits spent {report.credits:,}{most}")
    words.append(f"not tested {len(report.skipped)}")
    words.append(f"unknown {len(report.unknown)}{' (listed)' if report.unknown else ''}")
    return " · ".join(words)


def closing(report: Report) -> str:
    """Say the verdict and how long it took.

    Args:
        report: What to tell.

    Returns:
        One line.
    """
    if report.verdict == "no verdict":
        return f"no verdict after {report.seconds:.0f} s"
    if report.verdict == "drifts":
        tolerated = " (additive only, which --fail-on breaking lets pass)" if report.exit_code == 0 else ""
        return f"drifts{tolerated}, in {report.seconds:.0f} s"
    partly = " as far as was asked" if report.is_partial else ""
    if report.accepted:
        partly += f", but for {_plural(len(report.accepted), 'accepted difference')},"
    return f"conforms{partly} in {report.seconds:.0f} s"


def gone(known: Known) -> str:
    """Name what an earlier report told and no longer is.

    Args:
        known: It.

    Returns:
        One line.
    """
    return " ".join(word for word in (known.title, known.pointer, known.message) if word)


def terms(cause: Cause) -> str:
    """Say until when something is accepted, and why.

    Args:
        cause: What is.

    Returns:
        One line, "" where nobody has accepted it.
    """
    entry = cause.acceptance
    return "" if entry is None else f"accepted until {entry.expires}: {entry.reason}"


def lapsed(entry: Acceptance) -> str:
    """Say that something is accepted no longer.

    Args:
        entry: Whose day has passed.

    Returns:
        One line.
    """
    return f"it was accepted until {entry.expires} ({entry.reason}), and counts again"


def outdated(report: Report) -> Iterator[str]:
    """Say which entries of what was accepted want to be looked at.

    Args:
        report: What to tell.

    Yields:
        A line each.
    """
    for entry in report.expired:
        yield f"{entry.source}: expired after {entry.expires}, so what it names counts: renew or remove it"
    for entry, fingerprint in report.unseen:
        yield f"{entry.source}: accepted, but no longer seen: {quoted(fingerprint)}; remove it"


def _verdict(report: Report) -> str:
    breaking, additive = report.breaking, len(report.drifts) - report.breaking
    counts = ", ".join(
        f"{count} {name}" for count, name in ((breaking, "breaking"), (additive, "additive")) if count
    )
    return f"{report.name} drifts from the document: {counts}"


def _row(report: Report, part: Part) -> str:
    found, accepted = (
        sum(any(seen.startswith(f"{part.name}/") for seen in cause.parts) for cause in causes)
        for causes in (report.drifts, report.accepted)
    )
    if part.state == "skipped":
        return f"{part.name:<13} {'':>20}  skipped: {part.skipped}"
    state = {"pending": "not run", "running": "not finished", "failed": "failed"}.get(part.state, "ok")
    if found:
        state = _plural(found, "drift")
    if accepted:
        state += f", {accepted} accepted"
    return f"{part.name:<13} {part.count:>9,} {part.unit:<10}  {state}"


def _causes(report: Report) -> Iterator[str]:
    shown = report.drifts[:SHOWN]
    wide = max(len(cause.title) for cause in shown)
    where = max(len(cause.pointer) for cause in shown)
    for cause in shown:
        news = f" · {cause.news}" if cause.news else ""
        yield f"  {cause.title:<{min(wide, 40)}}  {cause.pointer:<{min(where, 40)}}  {cause.message}  {cause.impact}{news}"
        yield f"    {_detail(cause)}"
        yield f"    fingerprint {quoted(cause.fingerprint)}{_more(cause)}"
        if cause.acceptance is not None:
            yield f"    {lapsed(cause.acceptance)}"
        if len(cause.operations) > 1:
            yield f"    in {', '.join(cause.operations)}"
        if cause.exchange is not None:
            yield f"    {curl(cause.exchange, report.base_url, embedded=report.embedded)}"
    if len(report.drifts) > SHOWN:
        yield f"  … and {len(report.drifts) - SHOWN} more in the report"


def _detail(cause: Cause) -> str:
    words = [f"seen by {', '.join(cause.parts)}"]
    if cause.count > 1:
        words.append(f"{cause.count} times")
    if cause.expected:
        words.append(f"expected {_cut(cause.expected)}")
    if cause.actual:
        words.append(f"got {_cut(cause.actual)}")
    return " · ".join(words)


def _more(cause: Cause) -> str:
    further = len(cause.fingerprints) - 1
    return f" and {further} more in the report" if further else ""


def _accepted(report: Report) -> Iterator[str]:
    if report.accepted:
        yield f"{len(report.accepted)} accepted"
    for cause in report.accepted[:SHOWN]:
        yield f"  {cause.title}  {cause.pointer}  {cause.message}  {cause.impact}  {terms(cause)}"
    if len(report.accepted) > SHOWN:
        yield f"  … and {len(report.accepted) - SHOWN} more in the report"
    yield from outdated(report)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_VALUE else f"{text[:SHOWN_VALUE]}…"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
