"""What the documentation promises in words: direct scenarios, and random histories beside a model."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from contract_tests.provider.rules import batches, machine, pages, transactions
from contract_tests.provider.rules.promise import SCENARIOS
from contract_tests.provider.rules.scene import BrokenPromiseError, LeftOutError, Scene

if TYPE_CHECKING:
    from contract_tests.provider.target import Target

__all__ = ["SCENARIOS", "run"]

MODULES = (batches, pages, transactions)
"""Whose scenarios are played, by being imported."""
HISTORIES = frozenset(
    {
        "transactions_create",
        "transactions_get",
        "transactions_list",
        "transactions_delete",
        "batches_create",
        "batches_results",
    }
)


def run(target: Target, *, operations: Collection[str] | None = None) -> None:
    """Play every scenario; findings are added to the target's run.

    Args:
        target: Whose account, or whose fresh application, is used.
        operations: Only scenarios about these operations; None for all.
    """
    scene = Scene(target.new_world("rules"), is_sandbox=target.is_sandbox)
    part = target.run.parts["rules"]
    for scenario in SCENARIOS:
        if scenario.sandbox and not target.is_sandbox:
            continue
        if operations is not None and not scenario.operations & set(operations):
            continue
        part.count += 1
        scene.promise = scenario.name
        _play(target, scene, partial(scenario.play, scene))
    if operations is None or HISTORIES & set(operations):
        _histories(target, scene)


def _histories(target: Target, scene: Scene) -> None:
    def count() -> None:
        target.run.parts["rules"].count += 1

    scene.promise = "random-history"
    _play(target, scene, partial(machine.play, scene, seeded=target.seed, count=count))


def _play(target: Target, scene: Scene, play: Callable[[], None]) -> None:
    before = len(target.run.exchanges)
    try:
        play()
    except BrokenPromiseError as broken:
        target.run.add(broken.finding)
    except LeftOutError as reason:
        target.run.skipped.setdefault(f"rules: {scene.promise}", str(reason))
    except (TypeError, ValueError, AttributeError, LookupError):
        finding = scene.unreadable(target.run.exchanges[before:])
        if finding is None:
            raise
        target.run.add(finding)
