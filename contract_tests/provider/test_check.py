"""The contract check: each part in turn, on one account, its findings in one run.

`python -m contract_tests` runs this module alone; under plain pytest it is the quick check of the
embedded sandbox.
"""

from __future__ import annotations

import pytest

from contract_tests.provider import live, probes, rules, schemathesis_part, walk
from contract_tests.provider.engine import Engine


def test_probes(engine: Engine) -> None:
    """Every status that a caller can cause is answered to the smallest request that causes it."""
    _gate(engine, "probes")
    with engine.run.part("probes"):
        probes.run(engine.target, operations=engine.options.operations)
        engine.tidy("probes")


def test_rules(engine: Engine) -> None:
    """What the documentation promises in words holds over sequences of requests."""
    _gate(engine, "rules")
    with engine.run.part("rules"):
        rules.run(engine.target, operations=engine.options.operations)


def test_walk(engine: Engine) -> None:
    """Requests that must agree with each other do."""
    _gate(engine, "walk")
    with engine.run.part("walk"):
        walk.run(engine.target, operations=engine.options.operations)


def test_schemathesis(engine: Engine) -> None:
    """Generated requests are accepted and refused as the document says."""
    _gate(engine, "schemathesis")
    with engine.run.part("schemathesis") as part:
        schemathesis_part.check(engine.run, engine.target, part, operations=engine.options.operations)


def test_live(engine: Engine) -> None:
    """A customer's account answers as documented, and is left as it was."""
    _gate(engine, "live")
    with engine.run.part("live"):
        live.run(engine.target, engine.options, operations=engine.options.operations)


def test_conformance(engine: Engine) -> None:
    """Every answer of every part has a documented status, headers, type and form."""
    _gate(engine, "conformance")
    with engine.run.part("conformance"):
        pass  # it saw each exchange as it happened


def test_ledger(engine: Engine) -> None:
    """No two answers of all the parts contradict each other."""
    _gate(engine, "ledger")
    with engine.run.part("ledger"):
        pass  # it saw each exchange as it happened


def test_coverage(engine: Engine) -> None:
    """Every operation succeeded, and every answer that a caller can cause was seen."""
    _gate(engine, "coverage")
    if not any(part.state == "done" for part in engine.run.parts.values() if part.unit != "exchanges"):
        pytest.skip("this judges the parts before it, and none of them ran")
    with engine.run.part("coverage") as part:
        engine.judge()
        part.count = len(engine.seen)


def _gate(engine: Engine, part: str) -> None:
    reason = engine.gate(part)
    if reason:
        pytest.skip(reason)
