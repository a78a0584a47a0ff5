"""Cases and seconds are counted by operation and phase, and no operation crowds out the others."""

from __future__ import annotations

import json

import pytest

from contract_tests.provider import schemathesis_part
from contract_tests.provider.machinery.samples import exchange
from contract_tests.provider.options import Options
from contract_tests.provider.reporting import as_json, render_terminal, summarise
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


def test_who_asks_is_told_where_the_time_goes() -> None:
    """The table is shown on request only, the operation with the most cases first; the report always has it."""
    run = Run()
    for operation, phase, cases, seconds in (
        ("batches_get", "probes", 2, 0.25),
        ("batches_list", "probes", 7, 1.0),
        (None, "walk", 1, 0.1),
    ):
        run.tally.note(operation, phase, cases, seconds)
    silent, talkative = (
        summarise(run, Options(timings=timings), target=None, seen=(), operations=(), seconds=1)
        for timings in (False, True)
    )
    shown = render_terminal(talkative).splitlines()
    table = [line.split() for line in shown if line.startswith(("batches", "(no", "all"))]
    assert table == [
        ["batches_list", "7", "·", "7", "70.0%", "1.00"],
        ["batches_get", "2", "·", "2", "20.0%", "0.25"],
        ["(no", "operation)", "·", "1", "1", "10.0%", "0.10"],
        ["all", "9", "1", "10", "100.0%", "1.35"],
    ]
    assert "cases by operation" not in render_terminal(silent)
    assert json.loads(as_json.render(silent))["cases"][0] == {
        "operation": "batches_get",
        "phase": "probes",
        "cases": 2,
        "seconds": 0.25,
    }
