"""What the document does not settle is drift on the sandbox alone, and an open question elsewhere."""

from __future__ import annotations

import pytest

from contract_tests.provider.conformance import Conformance
from contract_tests.provider.machinery.samples import exchange
from contract_tests.provider.run import Exchange, Run
from contract_tests.provider.target import Target

LOST = exchange(path="/v3/batches/%2E%2E", status=405, response_body=b'{"detail": "no"}')
SLASHED = exchange(path="/v3/batches/a%2fb", status=400, response_body=b"<html>", response_headers={})
PLAIN = exchange(path="/v3/batches/a%2Eb", status=405, response_body=b'{"detail": "no"}')
FAILED = exchange(path="/v3/batches/a%2Fb", status=500, response_body=b"")


def verdicts(sent: Exchange, *, is_sandbox: bool) -> set[str]:
    target = Target.embedded(Run())
    target.is_sandbox = is_sandbox
    found = list(Conformance(target)(sent))
    target.close()
    assert found
    return {finding.verdict for finding in found if finding.oracle != "missing-header"}


@pytest.mark.parametrize("sent", [LOST, SLASHED])
def test_a_path_that_a_proxy_may_read_otherwise_is_an_open_question(sent: Exchange) -> None:
    """How a slash or dots within an id are routed differs between servers; the sandbox must get it right."""
    assert verdicts(sent, is_sandbox=False) == {"unknown"}
    assert verdicts(sent, is_sandbox=True) == {"drifts"}


@pytest.mark.parametrize("sent", [PLAIN, FAILED])
def test_any_other_path_is_not(sent: Exchange) -> None:
    """A dot in an id is nothing special, and no server may fail."""
    assert verdicts(sent, is_sandbox=False) >= {"drifts"}
