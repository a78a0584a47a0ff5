"""What the documentation promises in words: direct scenarios, and random histories beside a model."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from contract_tests.provider.probes.lacking import no_room
from contract_tests.provider.probes.room import NoItemError
from contract_tests.provider.rules import (
    account_holders,
    bank_statements,
    batches,
    categories,
    choices_jobs,
    choices_lists,
    choices_statements,
    deletions,
    deliveries,
    entities,
    lists,
    paying,
    recurring,
    refusals,
    reports,
    rule_effects,
    ruleset,
    transactions,
    webhooks,
)
from contract_tests.provider.rules.machine import Machine, play
from contract_tests.provider.rules.machine_things import Things
from contract_tests.provider.rules.machine_transactions import Transactions
from contract_tests.provider.rules.promise import Scenario, left_behind, scenarios
from contract_tests.provider.rules.scene import BrokenPromiseError, FullError, LeftOutError, Scene

if TYPE_CHECKING:
    from contract_tests.provider.target import Target

__all__ = ["HISTORIES", "Scenario", "left_behind", "run", "scenarios"]

MODULES = (
    batches,
    transactions,
    account_holders,
    recurring,
    lists,
    deletions,
    categories,
    ruleset,
    rule_effects,
    entities,
    paying,
    bank_statements,
    reports,
    webhooks,
    deliveries,
    refusals,
    choices_jobs,
    choices_statements,
    choices_lists,
)
"""Whose scenarios are played, by being imported."""
HISTORIES: tuple[type[Machine], ...] = (Transactions, Things)


def run(
    target: Target,
    *,
    operations: Collection[str] | None = None,
    promises: Collection[str] | None = None,
    allowed: bool = False,
) -> None:
    """Play every scenario; findings are added to the target's run.

    Args:
        target: Whose account, or whose fresh application, is used.
        operations: Only scenarios about these operations; None for all.
        promises: Only scenarios of these names; None for all.
        allowed: Whether more may be changed on a customer's account than what this run made; it is put back.
    """
    scene = Scene(
        target.new_world("rules"),
        is_sandbox=target.is_sandbox,
        allowed=allowed or target.profile != "live",
    )

    def wanted(name: str, about: frozenset[str]) -> bool:
        if promises is not None and name not in promises:
            return False
        return about <= target.document.operations.keys() and (
            operations is None or bool(about & set(operations))
        )

    def count() -> None:
        target.run.parts["rules"].count += 1

    try:
        for scenario in scenarios(target.document):
            if wanted(scenario.name, scenario.operations) and (target.is_sandbox or not scenario.sandbox):
                count()
                _play(target, scene, scenario.name, partial(scenario.play, scene))
        for machine in HISTORIES:
            if wanted(machine.promise, machine.operations):
                history = partial(play, machine, scene, seeded=target.seed, count=count)
                _play(target, scene, machine.promise, history)
    finally:
        scene.close()


def _play(target: Target, scene: Scene, name: str, play: Callable[[], None]) -> None:
    before = len(target.run.exchanges)
    try:
        with scene.playing(name):
            play()
    except BrokenPromiseError as broken:
        target.run.add(broken.finding)
    except (LeftOutError, NoItemError) as reason:
        if isinstance(reason, FullError):
            no_room(target.run, "rules", "webhooks_create", reason.error)
        target.run.skipped.setdefault(f"rules: {scene.promise}", str(reason))
    except (TypeError, ValueError, AttributeError, LookupError):
        finding = scene.unreadable(target.run.exchanges[before:])
        if finding is None:
            raise
        target.run.add(finding)
