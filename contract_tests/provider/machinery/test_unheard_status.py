"""A status that the document does not have is one finding, and leaves open what it hides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contract_tests.provider import rules
from contract_tests.provider.conformance import Conformance
from contract_tests.provider.machinery.serving import Answer, Rewritten
from contract_tests.provider.run import Run
from contract_tests.provider.target import Target, quiet
from ntropy_client.sandbox import ManualClock

BATCHES = ("batches_create", "batches_get", "batches_list", "batches_results")


def queue(body: Any) -> Any:
    """A batch that has not been begun is told to be waiting."""
    return "queued" if body["progress"] == 0 else body["status"]


def archive(body: Any) -> Any:
    """A batch that is done never says so."""
    return "archived" if body["status"] == "completed" else body["status"]


def told(status: Callable[[Any], Any]) -> Callable[[Answer], None]:
    """Rewrite the status of every batch that an answer shows."""

    def rewrite(answer: Answer) -> None:
        if not answer.path.startswith("/v3/batches") or answer.status != 200:
            return
        body = answer.json()
        for one in body.get("data", [body]):
            if "progress" in one:
                one["status"] = status(one)
        answer.set_json(body)

    return rewrite


@pytest.mark.parametrize("status", [queue, archive])
def test_a_status_that_nobody_knows_is_one_finding(status: Callable[[Any], Any]) -> None:
    """The schema tells that it is not documented; no promise is said to be broken for that alone."""

    def make(seed: int, clock: ManualClock) -> Any:
        app = quiet(seed, clock)
        server = Rewritten(app, told(status))
        server.state = app.state  # type: ignore[attr-defined]
        return server

    run = Run()
    target = Target.embedded(run, seed=1, make_app=make)
    run.observe("conformance", Conformance(target))
    rules.run(target, operations=BATCHES)
    target.close()
    assert {(one.oracle, one.pointer) for one in run.drifts("conformance")}, "it is not seen at all"
    assert [f"{one.oracle}: {one.message}" for one in run.drifts("rules")] == []
