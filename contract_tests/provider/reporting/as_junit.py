"""The report for CI systems: one case for each operation and part, with names that stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from contract_tests.provider.reporting.causes import Cause
from contract_tests.provider.reporting.curl import curl
from contract_tests.provider.reporting.summary import Report
from contract_tests.provider.reporting.terminal import lapsed, terms
from contract_tests.provider.run import Part

__all__ = ["render"]

# Characters that XML cannot hold at all.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WHOLE = "(whole)"
"""Name of the case that takes what belongs to no operation."""


def render(report: Report) -> str:
    """Write the report.

    Args:
        report: What to tell.

    Returns:
        JUnit XML: a suite for each part, and one for the engine itself. The time of a case is what its
        requests took, that of the case for the whole what the part took besides. Conformance and the ledger
        take their time within the other parts.
    """
    root = ElementTree.Element("testsuites", name="contract", time=_time(report.seconds))
    for part in report.parts:
        suite = ElementTree.SubElement(
            root, "testsuite", name=f"contract.{part.name}", time=_time(part.seconds)
        )
        took = _took(report, part)
        for name in (*(operation.id for operation in report.operations), WHOLE):
            _case(suite, report, part, name, took[name])
        _count(suite)
    own = report.seconds - sum(part.seconds for part in report.parts if part.unit != "exchanges")
    time = _time(max(own, 0.0))
    engine = ElementTree.SubElement(root, "testsuite", name="contract.engine", time=time)
    case = ElementTree.SubElement(engine, "testcase", classname="contract.engine", name="verdict", time=time)
    for reason in report.reasons:
        ElementTree.SubElement(case, "error", message=_fit(reason.splitlines()[0])).text = _fit(reason)
    _count(engine)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _took(report: Report, part: Part) -> dict[str, float]:
    took = dict.fromkeys((operation.id for operation in report.operations), 0.0)
    for row in (*report.cases, *report.watched):
        if row.part == part.name and row.operation in took:
            took[row.operation] += row.seconds
    return took | {WHOLE: max(part.seconds - sum(took.values()), 0.0)}


def _case(suite: ElementTree.Element, report: Report, part: Part, name: str, seconds: float) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=suite.get("name", ""), name=name, time=_time(seconds)
    )
    accepted = [cause for cause in report.accepted if _belongs(cause, part, name)]
    if accepted:
        told = "\n".join(f"{cause.title} {cause.message}, {terms(cause)}" for cause in accepted)
        ElementTree.SubElement(case, "system-out").text = _fit(told)
    failures = list(_failing(report, part, name))
    for cause in failures:
        failure = ElementTree.SubElement(case, "failure", message=_fit(cause.message), type=cause.impact)
        failure.text = _fit("\n".join(_lines(cause, report)))
    if failures:
        return
    if part.state == "skipped":
        ElementTree.SubElement(case, "skipped", message=_fit(part.skipped))
    elif part.state != "done":
        ElementTree.SubElement(case, "skipped", message="the part did not run to its end")
    elif name in report.skipped:
        ElementTree.SubElement(case, "skipped", message=_fit(report.skipped[name]))


def _failing(report: Report, part: Part, name: str) -> Iterator[Cause]:
    for cause in report.drifts:
        if report.fail_on == "breaking" and cause.additive:
            continue
        if _belongs(cause, part, name):
            yield cause


def _belongs(cause: Cause, part: Part, name: str) -> bool:
    by_part = any(seen.startswith(f"{part.name}/") for seen in cause.parts)
    return by_part and (name in cause.operations or (name == WHOLE and not cause.operations))


def _lines(cause: Cause, report: Report) -> Iterator[str]:
    yield f"{cause.title} {cause.pointer}".rstrip()
    yield f"{cause.message} ({cause.impact}{f', {cause.news}' if cause.news else ''})"
    if cause.acceptance is not None:
        yield lapsed(cause.acceptance)
    if cause.expected:
        yield f"expected: {cause.expected}"
    if cause.actual:
        yield f"got: {cause.actual}"
    if cause.exchange is not None:
        yield curl(cause.exchange, report.base_url, embedded=report.embedded)


def _count(suite: ElementTree.Element) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{kind}"))))


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
