"""The report as one page that a person would rather read; it needs nothing but itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from contract_tests.provider.reporting.as_html_cause import causes, sentence
from contract_tests.provider.reporting.markup import Markup, joined, tag
from contract_tests.provider.reporting.matrix import Cell, Matrix
from contract_tests.provider.reporting.summary import Report
from contract_tests.provider.reporting.terminal import (
    closing,
    gone,
    heading,
    outdated,
    seen_line,
)

__all__ = ["render"]

STYLE = Path(__file__).with_name("page.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Nothing is loaded and nothing is run, whatever a server has put into its answers."""
VERDICTS = {"conforms": "Conforms", "drifts": "Drifts", "no verdict": "No verdict"}
GROUPS = {
    "required": "any caller can cause it",
    "scenario": "it takes a certain state",
    "fault": "it takes a server that fails, or a special key",
}
MARKS = {"drifting": "✗", "accepted": "≈", "unknown": "?", "conforming": "✓", "not seen": "–", "": ""}


def render(report: Report) -> str:
    """Write the report.

    Args:
        report: What to tell; every text in it is masked.

    Returns:
        HTML.
    """
    title = f"{VERDICTS[report.verdict]}: {report.name}"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="robots", content="noindex"),
        tag("title", title),
        tag("style", Markup(STYLE.read_text(encoding="utf-8"))),
    )
    sections = [part for part in _sections(report) if part[2]]
    links = [tag("a", name, href=f"#{anchor}") for anchor, name, _ in sections]
    body = tag(
        "body",
        tag("a", "Skip to the findings", href="#main", class_="skip"),
        _banner(report),
        tag("nav", *links, aria_label="Parts of this report"),
        tag(
            "main",
            *(
                tag(
                    "section",
                    tag("h2", name, id=f"{anchor}-title"),
                    content,
                    id=anchor,
                    aria_labelledby=f"{anchor}-title",
                )
                for anchor, name, content in sections
            ),
            id="main",
        ),
        tag(
            "footer", f"Written {report.finished} · digest of all requests ", tag("code", report.digest[:16])
        ),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _banner(report: Report) -> Markup:
    kind = {"conforms": "conforming", "drifts": "drifting", "no verdict": "unknown"}[report.verdict]
    lines = [tag("p", line) for line in (heading(report), seen_line(report), *report.notes)]
    if report.since is not None:
        lines.append(tag("p", sentence(report.since.line)))
    lines += [tag("pre", reason) for reason in report.reasons]
    words = (
        f"{report.name} {closing(report)}" if report.verdict != "no verdict" else sentence(closing(report))
    )
    counts = (
        f"{report.breaking} breaking, {len(report.drifts) - report.breaking} additive"
        if report.drifts
        else ""
    )
    return tag(
        "header", tag("h1", words), tag("p", counts, class_="counts") if counts else "", *lines, class_=kind
    )


def _sections(report: Report) -> Iterator[tuple[str, str, Markup]]:
    """Anchor, name and content of each part; without content it is left out."""
    yield "matrix", "Operations and statuses", _matrix(report)
    drifts = joined((_overview(report), causes(report, report.drifts, "drift")))
    none = tag(
        "p", "Nothing differs from the document." if report.verdict == "conforms" else "None was found."
    )
    yield "drifts", f"Drifts ({len(report.drifts)})", drifts or none
    lines = joined(tag("li", line) for line in outdated(report))
    accepted = joined((tag("ul", lines) if lines else "", causes(report, report.accepted, "accepted")))
    yield "accepted", f"Accepted ({len(report.accepted)})", accepted
    since = report.since
    if since is not None:
        no_more = [(gone(known), "no longer there") for known in since.gone]
        no_more += [(gone(known), "not looked for, and known still") for known in since.unsought]
        yield "gone", f"Gone ({len(since.gone)})", _table(("difference", "since the last report"), no_more)
    yield "unknown", f"Unknown ({len(report.unknown)})", causes(report, report.unknown, "unknown")
    yield "untested", "Not tested, and why", _untested(report)
    yield "times", "Response times", _times(report)
    yield "parts", "Parts of the check", _parts(report)


def _matrix(report: Report) -> Markup:
    matrix = Matrix.of(report)
    if not matrix.rows:
        return Markup()
    heads = [tag("th", name, scope="col") for name in ("operation", *matrix.columns)]
    rows = [
        tag("tr", tag("th", name, scope="row"), *(_cell(cells.get(column)) for column in matrix.columns))
        for name, cells in matrix.rows.items()
    ]
    legend = [
        tag("li", tag("span", sign, class_=_kind(state), aria_hidden="true"), f" {state}")
        for state, sign in MARKS.items()
        if state
    ]
    note = "Numbers are answers seen. An empty cell is a status that the document does not have."
    return joined(
        (
            _wide(
                tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="matrix"), "Matrix"
            ),
            tag("ul", *legend, class_="legend"),
            tag("p", note, class_="quiet"),
        )
    )


def _cell(cell: Cell | None) -> Markup:
    if cell is None:
        return tag("td")
    count = f" {cell.seen:,}" if cell.seen else ""
    text = joined(
        (
            tag("span", MARKS[cell.state], aria_hidden="true"),
            count,
            tag("span", f" {cell.state}", class_="aside"),
        )
    )
    return tag(
        "td", tag("a", text, href=f"#{cell.anchor}") if cell.anchor else text, class_=_kind(cell.state)
    )


def _overview(report: Report) -> Markup:
    rows = [
        (
            tag("a", cause.title, href=f"#drift-{number}"),
            cause.pointer,
            cause.message,
            cause.impact,
            cause.news,
        )
        for number, cause in enumerate(report.drifts, 1)
    ]
    heads = ("operation", "where", "what", "for users", "since the last report")
    return _table(heads, rows) if len(rows) > 1 else Markup()


def _untested(report: Report) -> Markup:
    rows = [(name, reason) for name, reason in report.skipped.items()]
    rows += [("could not be tested", reason) for reason in report.untested]
    rows += [(f"part {part.name}", part.skipped) for part in report.parts if part.state == "skipped"]
    rows += [
        (f"part {part.name}", "it did not run to its end")
        for part in report.parts
        if part.state not in ("done", "skipped")
    ]
    for each in report.seen:
        if not each.met and each.expectation.group in GROUPS:
            rows.append(
                (
                    f"{each.expectation.operation} {each.expectation.name}",
                    f"not seen: {GROUPS[each.expectation.group]}",
                )
            )
    never = sum(each.expectation.group == "never" and not each.met for each in report.seen)
    if never:
        rows.append(
            (f"{never:,} documented statuses", "nobody can cause them, such as a failure of the server")
        )
    return _table(("what", "why"), rows) or tag("p", "Everything was.")


def _times(report: Report) -> Markup:
    rows = [
        (each.id, f"{sum(each.statuses.values()):,}", f"{each.median:,.1f}", f"{each.p95:,.1f}")
        for each in report.operations
        if each.statuses
    ]
    return _table(("operation", "answers", "median ms", "95 % ms"), rows)


def _parts(report: Report) -> Markup:
    rows = [
        (part.name, f"{part.count:,} {part.unit}", f"{part.seconds:,.1f}", part.skipped or part.state)
        for part in report.parts
    ]
    return _table(("part", "count", "seconds", "state"), rows)


def _table(heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Markup:
    if not rows:
        return Markup()
    head = tag("tr", *(tag("th", name, scope="col") for name in heads))
    body = [tag("tr", tag("th", row[0], scope="row"), *(tag("td", text) for text in row[1:])) for row in rows]
    return _wide(tag("table", tag("thead", head), tag("tbody", *body)), f"Table: {', '.join(heads)}")


def _wide(table: Markup, name: str) -> Markup:
    """A table that scrolls by itself, also by keyboard, where it is wider than the screen."""
    return tag("div", table, class_="wide", role="region", aria_label=name, tabindex="0")


def _kind(state: str) -> str:
    """The class of a state in the style sheet."""
    return state.replace(" ", "-")
