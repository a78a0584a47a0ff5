"""No promise is empty: each is broken in some way, and the scenario that is named after it notices."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.provider import rules
from contract_tests.provider.machinery.broken import BROKEN, Broken
from contract_tests.provider.rules import HISTORIES, scenarios
from contract_tests.provider.run import FirstFindingError, Run
from contract_tests.provider.target import Target, quiet
from ntropy_client import document as documents
from ntropy_client.sandbox import ManualClock


def test_every_promise_is_broken_in_some_way() -> None:
    """There is no scenario, and no history, that was never seen to find something."""
    names = [one.name for one in scenarios(documents.load())] + [one.promise for one in HISTORIES]
    assert sorted({one.promise for one in BROKEN}) == sorted(names)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: f"{one.promise}: {one.what}")
def test_a_broken_promise_is_noticed(broken: Broken) -> None:
    """The scenario of the promise finds what the provider does, and needs no other for it."""

    def make(seed: int, clock: ManualClock) -> Any:
        return broken.install(quiet(seed, clock))

    run = Run(stop=True)
    target = Target.embedded(run, seed=1, make_app=make)
    with pytest.raises(FirstFindingError) as found:
        rules.run(target, promises={broken.promise})
    target.close()
    assert found.value.finding.oracle == broken.promise
