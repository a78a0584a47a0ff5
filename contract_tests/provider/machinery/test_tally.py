"""Cases and seconds are counted by operation and phase, and no operation crowds out the others."""

from __future__ import annotations

import json
import re

import pytest

from contract_tests.provider import schemathesis_part
from contract_tests.provider.machinery.samples import exchange
from contract_tests.provider.options import Options
from contract_tests.provider.reporting import (
    Report,
    as_json,
    as_markdown,
    render_terminal,
    summarise,
)
from contract_tests.provider.run import Run
from contract_tests.provider.tally import Row, Tally
from contract_tests.provider.target import Target
from ntropy_client import document as documents

MOST = 0.25
"""The share of all cases that one operation may have."""


def balanced(tally: Tally) -> None:
    """No operation has more than its share, of all cases and of those of each phase but the sequences."""
    for phases in (None, *([phase] for phase in tally.phases() if phase != "stateful")):
        operation, share = tally.greatest_share(phases)
        assert share <= MOST, f"{operation} has {share:.0%} of the cases of {phases or 'all phases'}"


@pytest.fixture(scope="module")
def generated() -> Run:
    """A run of everything that is generated but the random part."""
    run = Run()
    target = Target.embedded(run, profile="smoke", seed=2)
    schemathesis_part.check(run, target, run.parts["schemathesis"])
    target.close()
    return run


def test_no_operation_takes_more_than_a_quarter_of_the_cases(generated: Run) -> None:
    """What is generated is spread over all operations, so that none is hardly looked at for another's sake."""
    balanced(generated.tally)
    assert {row.operation for row in generated.tally} == set(documents.load().operations)
    assert sum(row.cases for row in generated.tally) == generated.parts["schemathesis"].count
    assert generated.findings == []


def test_one_operation_with_the_cases_of_all_is_noticed(generated: Run) -> None:
    """The rule language gives one operation 26,000 cases in the phase that this project leaves out for it."""
    tally = Tally()
    for row in generated.tally:
        tally.note(row.operation, row.phase, row.cases, row.seconds)
    balanced(tally)
    tally.note("rules_create", "coverage", 26_000, 65.0)
    with pytest.raises(AssertionError, match="rules_create has"):
        balanced(tally)


def test_requests_are_counted_where_they_are_sent() -> None:
    """Each exchange is a case of its operation in its part; those of a generator are counted by itself."""
    run = Run()
    for part in ("probes", "probes", "walk", "schemathesis"):
        run.record(exchange(operation="batches_list", part=part, elapsed=0.5))
    assert list(run.tally) == [Row("batches_list", "probes", 2, 1.0), Row("batches_list", "walk", 1, 0.5)]
    assert run.tally.greatest_share(["walk"]) == ("batches_list", 1.0)
    assert Tally().greatest_share() == (None, 0.0)


def report_of(*, timings: bool = False, operations: int = 0) -> Report:
    """The report of a run with some cases, also of further operations with one each."""
    run = Run()
    for operation, phase, cases, seconds, part in (
        ("batches_get", "probes", 2, 0.25, ""),
        ("batches_list", "probes", 1200, 1.0, ""),
        (None, "walk", 2, 0.1, ""),
        ("batches_get", "fuzzing", 3, 0.5, "schemathesis"),
        ("batches_get", "stateful", 4, 2.0, "schemathesis"),
        ("batches_get", "preflight", 1, 0.0, ""),
        *((f"operation_{n}", "probes", 1, 0.5, "") for n in range(operations)),
    ):
        run.tally.note(operation, phase, cases, seconds, part)
    return summarise(run, Options(timings=timings), target=None, seen=(), operations=(), seconds=1)


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return re.split(r" {2,}", line)


def test_everybody_is_told_where_the_time_goes() -> None:
    """Cases and seconds by operation and part, the operation with the most cases first, and by phase."""
    shown = render_terminal(report_of()).splitlines()
    start = next(n for n, line in enumerate(shown) if line.startswith("cases and seconds"))
    assert [cells(line) for line in shown[start : start + 6]] == [
        ["cases and seconds", "probes", "walk", "schemathesis", "all"],
        ["batches_list", "1,200 1.0", "·", "·", "1,200 1.0"],
        ["batches_get", "2 0.2", "·", "7 2.5", "9 2.8"],
        ["(no operation)", "·", "2 0.1", "·", "2 0.1"],
        ["all", "1,202 1.2", "2 0.1", "7 2.5", "1,211 3.9"],
        ["schemathesis: fuzzing 3 0.5 · stateful 4 2.0"],
    ]


def test_the_table_stays_short() -> None:
    """However many operations there are, it fits on a screen; what has few cases has a row together."""
    shown = render_terminal(report_of(operations=37)).splitlines()
    start = next(n for n, line in enumerate(shown) if line.startswith("cases and seconds"))
    table = shown[start : start + 12]
    assert [cells(line)[0] for line in table][-4:-1] == ["operation_4", "32 others", "all"]
    assert cells(table[-3]) == ["32 others", "32 16.0", "·", "·", "32 16.0"]
    assert max(map(len, table)) < 80


@pytest.mark.parametrize("timings", [False, True])
def test_the_whole_table_is_in_the_reports(timings: bool) -> None:
    """Every operation in every phase: in the files always, on the terminal for who asks."""
    report = report_of(timings=timings, operations=37)
    terminal, markdown, data = render_terminal(report), as_markdown.render(report), as_json.render(report)
    for n in range(37):
        assert f"| operation_{n} | 1 in 0.50 s |" in markdown
        assert (f"operation_{n} " in terminal) == (timings or n < 5)
    assert (
        "| batches_get | 2 in 0.25 s |  | 3 in 0.50 s | 4 in 2.00 s | 1 in 0.00 s | 10 in 2.75 s |"
        in markdown
    )
    assert ("preflight" in terminal) == timings
    assert json.loads(data)["cases"][3] == {
        "operation": "batches_get",
        "part": "schemathesis",
        "phase": "fuzzing",
        "cases": 3,
        "seconds": 0.5,
    }


def test_nothing_is_told_of_no_cases() -> None:
    """A check that could not begin has no table."""
    report = summarise(Run(), Options(timings=True), target=None, seen=(), operations=(), seconds=1)
    assert "cases" not in render_terminal(report)
    assert "Cases" not in as_markdown.render(report)
