"""One cause on the page: what is wrong, how it looks, and how to see it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from contract_tests.provider.accepted import draft, quoted
from contract_tests.provider.reporting.causes import Cause
from contract_tests.provider.reporting.curl import curl
from contract_tests.provider.reporting.excerpt import excerpt
from contract_tests.provider.reporting.markup import Markup, joined, tag
from contract_tests.provider.reporting.summary import Report
from contract_tests.provider.reporting.terminal import lapsed, terms

__all__ = ["causes", "sentence"]

SHOWN = 3
"""Fingerprints of one cause that are shown before they are offered to be copied."""
LONGEST_VALUE = 1500
"""Characters of a value; a rule may compare whole lists."""
ACCEPTED_DAYS = 30
"""For how long an entry that is offered to be copied accepts something."""


def causes(report: Report, causes: Sequence[Cause], kind: str) -> Markup:
    """Draw causes.

    Args:
        report: What they belong to.
        causes: To draw, each with an anchor made of the kind and its number from 1.
        kind: "drift", "accepted" or "unknown".

    Returns:
        An article for each.
    """
    return joined(_cause(report, cause, f"{kind}-{number}") for number, cause in enumerate(causes, 1))


def sentence(text: str) -> str:
    """Begin a text with a capital."""
    return f"{text[:1].upper()}{text[1:]}"


def _cause(report: Report, cause: Cause, anchor: str) -> Markup:
    unknown = anchor.startswith("unknown")
    impact = tag(
        "span", f"{cause.impact} for users", class_=f"badge {'unknown' if cause.additive else 'drifting'}"
    )
    times = f"{cause.count:,} times" if cause.count > 1 else ""
    badges = [tag("span", text, class_="badge") for text in (cause.news, times) if text]
    badges = badges if unknown else [impact, *badges]
    facts = [("accepted", terms(cause))] if cause.is_accepted else []
    if cause.acceptance is not None and not cause.is_accepted:
        facts.append(("expired", sentence(lapsed(cause.acceptance))))
    if len(cause.operations) > 1:
        facts.append(("operations", ", ".join(cause.operations)))
    if cause.expected:
        facts.append(("expected", tag("code", _cut(cause.expected))))
    if cause.actual:
        facts.append(("actual", tag("mark", _cut(cause.actual))))
    facts.append(("seen by", ", ".join(cause.parts)))
    names = [tag("code", quoted(one)) for one in cause.fingerprints[:SHOWN]]
    further = len(cause.fingerprints) - SHOWN
    facts.append(("fingerprint", joined((*names, f"and {further} more" if further > 0 else ""), " ")))
    return tag(
        "article",
        tag("h3", cause.title, " ", tag("code", cause.pointer) if cause.pointer else ""),
        tag("p", *badges, class_="badges") if badges else "",
        tag("p", sentence(cause.message)),
        tag("dl", *(joined((tag("dt", name), tag("dd", value))) for name, value in facts)),
        *_shown(report, cause),
        "" if unknown or cause.is_accepted else _acceptable(report, cause),
        id=anchor,
        class_="unknown" if unknown else "accepted" if cause.is_accepted else "drifting",
    )


def _shown(report: Report, cause: Cause) -> Iterator[Markup]:
    exchange = cause.exchange
    if exchange is None:
        return
    yield tag("h4", "Repeat it")
    yield tag("pre", curl(exchange, report.base_url, embedded=report.embedded), tabindex="0")
    at_request = cause.pointer.startswith("/request/body")
    if at_request and exchange.request_body:
        yield tag("h4", "What was sent")
        yield _marked(exchange.request_body, cause.pointer.removeprefix("/request/body"))
    yield tag("h4", "What came")
    status = str(exchange.status)
    is_wrong = cause.actual.split(" ", 1)[0] == status
    lines = [tag("mark", status) if is_wrong else Markup(status), f" {exchange.method} {exchange.path}"]
    for name, value in exchange.response_headers.items():
        if name == "content-type" or cause.pointer == f"/headers/{name}":
            wrong = value == cause.actual or cause.pointer == f"/headers/{name}"
            lines += [f"\n{name}: ", tag("mark", value) if wrong else value]
    yield tag("pre", *lines, tabindex="0")
    if exchange.response_body:
        yield _marked(exchange.response_body, "" if at_request else cause.pointer)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}… ({len(text):,} characters)"


def _marked(body: bytes, pointer: str) -> Markup:
    before, wrong, after = excerpt(body, pointer)
    return tag("pre", before, tag("mark", wrong) if wrong else "", after, tabindex="0")


def _acceptable(report: Report, cause: Cause) -> Markup:
    until = date.fromisoformat(report.finished[:10]) + timedelta(days=ACCEPTED_DAYS)
    return tag(
        "details",
        tag("summary", "Accept it for a while"),
        tag("p", "In a file that is given with --accept, or ACCEPT= of make:"),
        tag("pre", draft(cause.fingerprints, cause.message, until), tabindex="0"),
    )
