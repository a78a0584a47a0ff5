"""What the documentation promises in words: direct scenarios, and random histories beside a model."""

from __future__ import annotations

from collections.abc import Collection
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
        try:
            scenario.play(scene)
        except BrokenPromiseError as broken:
            target.run.add(broken.finding)
        except LeftOutError as reason:
            target.run.skipped.setdefault(f"rules: {scenario.name}", str(reason))
    if operations is None or HISTORIES & set(operations):
        _histories(target, scene)


def _histories(target: Target, scene: Scene) -> None:
    def count() -> None:
        target.run.parts["rules"].count += 1

    scene.promise = "random-history"
    try:
        machine.play(scene, seeded=target.seed, count=count)
    except BrokenPromiseError as broken:
        target.run.add(broken.finding)
