"""A server need not know every method there is, and must not fail because of one."""

from __future__ import annotations

import pytest

from contract_tests.power.defect import Defect
from contract_tests.power.drill import attack
from contract_tests.power.seam import Answered, Asked, at_the_gate
from contract_tests.provider import probes
from contract_tests.provider.conformance import Conformance
from contract_tests.provider.machinery.samples import exchange
from contract_tests.provider.run import Run
from contract_tests.provider.target import Target

REGISTERED = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")


@pytest.mark.parametrize(
    ("method", "status", "fails"),
    [
        *((method, 501, False) for method in ("QUERY", "FOO", "get", "PROPFIND")),
        *(("QUERY", status, True) for status in (500, 502, 503)),
        *((method, 501, True) for method in REGISTERED),
    ],
)
@pytest.mark.parametrize("is_sandbox", [True, False])
def test_501_answers_a_method_that_the_server_does_not_know(
    method: str, status: int, fails: bool, is_sandbox: bool
) -> None:
    """No other 5xx does, and a method that every server knows is answered otherwise."""
    target = Target.embedded(Run())
    target.is_sandbox = is_sandbox
    sent = exchange(method=method, status=status, operation=None, response_body=b"")
    found = [(one.oracle, one.verdict) for one in Conformance(target)(sent)]
    target.close()
    assert found == ([("server-error", "drifts")] if fails else [])


def not_implemented(asked: Asked) -> Answered | None:
    """Answer as a server does that looks at the method before anything else."""
    return None if asked.method in REGISTERED else Answered(501, {"content-type": "text/plain"}, b"no")


@pytest.mark.parametrize("part", ["conformance", "probes", "schemathesis"])
def test_no_part_accuses_a_server_that_does_not_know_a_method(part: str) -> None:
    """501 to `QUERY` is right wherever it is asked for."""
    operations = ("batches_get", "webhooks_list")
    honest = Defect(
        "honest", "nothing", "protocol", "gate", part, operations, at_the_gate(lambda: not_implemented)
    )
    assert attack(honest).finding is None


def test_every_path_is_asked_for_a_method_that_nobody_knows() -> None:
    """Whoever fails because of it on one path alone is found out."""
    run = Run()
    target = Target.embedded(run)
    probes.run(target, operations={"reports_get", "categories_reset"})
    target.close()
    asked = {
        one.path.partition("/v3/")[2].partition("/")[0] for one in run.exchanges if one.method == "QUERY"
    }
    assert asked == {"reports", "categories"}
