"""What the contract check says of a sandbox that still does what the document no longer has."""

from __future__ import annotations

import pytest

from contract_tests.provider import probes
from contract_tests.provider.conformance import Conformance
from contract_tests.provider.run import Finding, Run
from contract_tests.provider.target import Target


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    run = Run()
    target = Target.embedded(run, seed=1)
    run.observe("conformance", Conformance(target))
    try:
        probes.run(target, operations=["batches_results", "webhooks_create", "reports_fetch"])
    finally:
        target.close()
    return run.findings


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ("batches_create", ("/priority", "undocumented field")),
        ("batches_results", ("409", "undocumented status")),
        ("webhooks_create", ("/enabled", "undocumented field")),
        ("webhooks_create", ("active", "required")),
        ("reports_fetch", ("500", "server failed")),
    ],
)
def test_it_is_found(operation: str, words: tuple[str, ...], findings: list[Finding]) -> None:
    said = [
        " ".join(map(str, (one.status, one.oracle, one.pointer, one.message, one.expected, one.actual)))
        for one in findings
        if one.operation == operation
    ]
    assert any(all(word in text for word in words) for text in said), "\n".join(said)
