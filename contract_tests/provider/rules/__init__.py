"""What the documentation promises in words: direct scenarios, and random histories beside a model."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from contract_tests.provider.probes.lacking import no_room
from contract_tests.provider.probes.room import NoItemError, NotPaidError
from contract_tests.provider.rules import (
    account_holders,
    accounts,
    bank_statements,
    batches,
    categories,
    choices_holders,
    choices_jobs,
    choices_lists,
    choices_rules,
    choices_settings,
    choices_statements,
    choices_told,
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
from contract_tests.provider.rules.promise import Scenario, Steps, left_behind, scenarios
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
    accounts,
    choices_jobs,
    choices_statements,
    choices_holders,
    choices_settings,
    choices_rules,
    choices_told,
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

    def chosen() -> Iterator[Scenario]:
        for scenario in scenarios(target.document):
            if wanted(scenario.name, scenario.operations) and (target.is_sandbox or not scenario.sandbox):
                count()
                yield scenario

    try:
        if scene.is_embedded:
            alone = list(chosen())
        else:
            lingering, alone = _parted(chosen(), lambda one: one.lingers)
            _together(scene, [_steps(target, scene.apart(), one.name, one.play) for one in lingering])
        for scenario in alone:
            _alone(scene, _steps(target, scene, scenario.name, scenario.play))
        for machine in HISTORIES:
            if wanted(machine.promise, machine.operations):
                history = partial(_history, machine, target.seed, count)
                _alone(scene, _steps(target, scene, machine.promise, history))
    finally:
        scene.close()


def _parted(
    all_: Iterable[Scenario], first: Callable[[Scenario], bool]
) -> tuple[list[Scenario], list[Scenario]]:
    both = list(all_)
    return [one for one in both if first(one)], [one for one in both if not first(one)]


def _history(machine: type[Machine], seeded: int, count: Callable[[], None], scene: Scene) -> None:
    play(machine, scene, seeded=seeded, count=count)


def _alone(scene: Scene, steps: Iterator[float]) -> None:
    """Play a scenario to its end; while it waits, time passes."""
    for seconds in steps:
        scene.api.wait(seconds)


def _together(scene: Scene, all_: Sequence[Generator[float]]) -> None:
    """Play several scenarios; while one waits, the others go on."""
    due = [(0.0, number) for number in range(len(all_))]
    try:
        while due:
            moment, number = heapq.heappop(due)
            scene.api.wait(max(0.0, moment - time.monotonic()))
            seconds = next(all_[number], None)
            if seconds is not None:
                heapq.heappush(due, (time.monotonic() + seconds, number))
    finally:
        for steps in all_:
            steps.close()


def _steps(target: Target, scene: Scene, name: str, play: Callable[[Scene], Steps]) -> Generator[float]:
    """Play a scenario, and record what does not hold; it gives way where it waits."""
    before = len(target.run.exchanges)
    try:
        with scene.playing(name):
            yield from play(scene) or ()
    except BrokenPromiseError as broken:
        target.run.add(scene.open_for(broken.finding, target.run.exchanges[before:]))
    except NotPaidError:
        pass  # the run tells it once, at its end
    except (LeftOutError, NoItemError) as reason:
        if isinstance(reason, FullError):
            no_room(target.run, "rules", "webhooks_create", reason.error)
        target.run.skipped.setdefault(f"rules: {scene.promise}", str(reason))
    except (TypeError, ValueError, AttributeError, LookupError):
        finding = scene.unreadable(target.run.exchanges[before:])
        if finding is None:
            raise
        target.run.add(finding)
