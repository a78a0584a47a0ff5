"""Rules are played where they can be, hold in a used account, and say what they leave out."""

from __future__ import annotations

import pytest

from contract_tests.provider import rules
from contract_tests.provider.rules import SCENARIOS, machine
from contract_tests.provider.rules.scene import BrokenPromiseError, Scene
from contract_tests.provider.run import FirstFindingError, Run
from contract_tests.provider.target import Target
from ntropy_client import document as documents
from ntropy_client.sandbox import ManualClock, create_app


def test_every_operation_has_promises() -> None:
    """No operation of the document is without a scenario about it."""
    told = frozenset[str]().union(*(one.operations for one in SCENARIOS))
    assert told == set(documents.load().operations)


def test_rules_hold_in_a_used_account() -> None:
    """A second run in the same account finds nothing either: claims are about items of one run only."""
    clock = ManualClock()
    app = create_app(seed=7, clock=clock)
    for seed in (1, 2):
        run = Run()
        target = Target.embedded(run, seed=seed, make_app=lambda *_: app)
        target.world.clock = clock
        scene = Scene(target.api("rules"), is_sandbox=True)
        for scenario in SCENARIOS:
            scene.promise = scenario.name
            scenario.play(scene)
        machine.play(scene, seeded=seed, count=lambda: None)
        target.close()
        assert run.findings == []


def test_histories_follow_from_the_seed() -> None:
    """The same seed plays the same histories, another seed others."""

    def played(seed: int) -> list[tuple[str, str, bytes, int]]:
        run = Run()
        target = Target.embedded(run, seed=seed)
        scene = Scene(target.api("rules"), is_sandbox=True)
        machine.play(scene, seeded=seed, count=lambda: None)
        target.close()
        return [(one.method, one.path, one.request_body, one.status) for one in run.exchanges]

    first = played(1)
    assert first == played(1)
    assert len(first) > 50
    assert [one[0] for one in first] != [one[0] for one in played(2)]


def test_what_needs_the_sandbox_is_left_out_elsewhere() -> None:
    """On another server no trigger of the sandbox is used, and what cannot be played is named."""
    run = Run()
    target = Target.embedded(run, seed=1)
    target.is_sandbox = False
    rules.run(target)
    target.close()
    assert run.findings == []
    assert list(run.skipped) == ["rules: assigning-moves-the-holder"]
    assert not any(b"sandbox:" in one.request_body for one in run.exchanges)


@pytest.mark.parametrize("error", [BrokenPromiseError, FirstFindingError])
def test_a_broken_promise_comes_out_of_a_history_as_it_is(error: type[Exception]) -> None:
    """What a history finds is told once, even when it goes otherwise the second time."""
    run = Run(stop=error is FirstFindingError)
    target = Target.embedded(run, seed=1)
    scene = Scene(target.api("rules"), is_sandbox=True)
    scene.promise = "once"
    played: list[int] = []

    def once() -> None:
        played.append(1)
        if len(played) > 1:
            return  # the second time it goes well
        exchange = scene.get("batches_get", "nobody")
        try:
            scene.claim(holds=False, message="it happened", exchange=exchange)
        except BrokenPromiseError as broken:
            run.add(broken.finding)  # raises, when the run is to stop
            raise

    with pytest.raises(error):
        machine.play(scene, seeded=1, count=once)
    target.close()
