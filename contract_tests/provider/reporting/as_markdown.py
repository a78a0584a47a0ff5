"""The report as a page: for the summary of a CI job, or to be read where it lies."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.provider.accepted import quoted
from contract_tests.provider.reporting.causes import Cause
from contract_tests.provider.reporting.curl import curl
from contract_tests.provider.reporting.summary import Report
from contract_tests.provider.reporting.terminal import (
    closing,
    gone,
    heading,
    lapsed,
    outdated,
    seen_line,
    terms,
)
from contract_tests.provider.reporting.timings import whole

__all__ = ["render"]

LONGEST_BODY = 800
MOST_DETAILED = 50


def render(report: Report) -> str:
    """Write the report.

    Args:
        report: What to tell.

    Returns:
        GitHub-flavoured Markdown.
    """
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {heading(report)}"
    yield ""
    yield f"**{_cell(closing(report))}** · {_cell(seen_line(report))}"
    for note in report.notes:
        yield from ("", _cell(note))
    for reason in report.reasons:
        yield from ("", "```text", reason.replace("```", "'''"), "```")
    yield from ("", "| part | count | seconds | state |", "| --- | ---: | ---: | --- |")
    for part in report.parts:
        state = f"skipped: {part.skipped}" if part.state == "skipped" else part.state
        yield f"| {part.name} | {part.count:,} {part.unit} | {part.seconds:.1f} | {_cell(state)} |"
    if report.drifts:
        yield from ("", f"## {len(report.drifts)} drifting", "")
        yield "| operation | where | what | seen by | for users | since the last report |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for cause in report.drifts:
            what = f"{_cell(cause.message)}{f' ({cause.count} times)' if cause.count > 1 else ''}"
            parts = "<br>".join(_cell(part) for part in cause.parts)
            yield f"| {_cell(cause.title)} | {_code(cause.pointer)} | {what} | {parts} | {cause.impact} | {cause.news} |"
        for cause in report.drifts[:MOST_DETAILED]:
            yield from _details(cause, report)
    yield from _known(report)
    if report.unknown:
        yield from (
            "",
            f"## {len(report.unknown)} unknown",
            "",
            "Neither the document nor this account decides these.",
            "",
        )
        yield from (
            f"- {_cell(cause.title)}: {_cell(cause.message)} {_code(cause.pointer)}"
            for cause in report.unknown
        )
    if report.skipped:
        yield from ("", "## Not tested", "")
        yield from (f"- {name}: {_cell(reason)}" for name, reason in report.skipped.items())
    missing = [each.expectation for each in report.seen if not each.met and each.expectation.group != "never"]
    if missing:
        yield from (
            "",
            "## Documented statuses not seen",
            "",
            "| operation | status | can be caused |",
            "| --- | --- | --- |",
        )
        yield from (f"| {each.operation} | {each.name} | {_group(each.group)} |" for each in missing)
    table = whole(report)
    if table is not None:
        yield from ("", "## Cases and seconds", "", f"| operation | {' | '.join(table.heads)} |")
        yield f"| --- |{' ---: |' * len(table.heads)}"
        for name, cells in table.rows.items():
            told = (f"{cell.cases:,} in {cell.seconds:.2f} s" if cell.cases else "" for cell in cells)
            yield f"| {name} | {' | '.join(told)} |"
    yield from (
        "",
        "## Response times",
        "",
        "| operation | answers | median ms | 95 % ms |",
        "| --- | --- | ---: | ---: |",
    )
    for operation in report.operations:
        answers = ", ".join(f"{count} x {status}" for status, count in operation.statuses.items())
        yield f"| {operation.id} | {answers or 'none'} | {operation.median} | {operation.p95} |"


def _known(report: Report) -> Iterator[str]:
    if report.accepted:
        yield from ("", f"## {len(report.accepted)} accepted", "")
        yield from (
            f"- {_cell(cause.title)}: {_cell(cause.message)} {_code(cause.pointer)}, {_cell(terms(cause))}"
            f"{f' ({cause.news})' if cause.news else ''}"
            for cause in report.accepted
        )
    lines = [_cell(line) for line in outdated(report)]
    if lines:
        yield from ("", "## Accepted, and to be looked at", "", *(f"- {line}" for line in lines))
    if report.since is not None:
        line = _cell(report.since.line)
        yield from ("", f"## {line[:1].upper()}{line[1:]}", "")
        yield from (f"- gone: {_cell(gone(known))}" for known in report.since.gone)
        yield from (f"- not looked for: {_cell(gone(known))}" for known in report.since.unsought)


def _details(cause: Cause, report: Report) -> Iterator[str]:
    yield from (
        "",
        f"### {_cell(cause.title)} {_code(cause.pointer)}".rstrip(),
        "",
        f"{_cell(cause.message)}, {cause.impact}.",
    )
    if len(cause.operations) > 1:
        yield f"In {', '.join(cause.operations)}."
    if cause.acceptance is not None:
        yield f"{_cell(lapsed(cause.acceptance).capitalize())}."
    yield from ("", *(f"- fingerprint: {_code(quoted(one))}" for one in cause.fingerprints))
    yield f"- message: {_code(quoted(cause.message))}"
    if cause.expected:
        yield f"- expected: {_code(cause.expected)}"
    if cause.actual:
        yield f"- got: {_code(cause.actual)}"
    if cause.exchange is None:
        return
    body = cause.exchange.response_body.decode(errors="replace")
    body = body if len(body) <= LONGEST_BODY else f"{body[:LONGEST_BODY]}…"
    yield from (
        "",
        "```sh",
        curl(cause.exchange, report.base_url, embedded=report.embedded).replace("```", "'''"),
        "```",
    )
    yield from ("", "```text", f"{cause.exchange.status}", body.replace("```", "'''"), "```")


def _group(group: str) -> str:
    return {"required": "by any caller", "scenario": "in a certain state", "fault": "by a fault"}[group]


def _cell(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())


def _code(text: str) -> str:
    if not text:
        return ""
    flat = " ".join(text.split()).replace("|", "\\|")
    return f"`` {flat} ``" if "`" in flat else f"`{flat}`"
