"""Would the check notice? Each defect against the part that has to see it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis.configuration import set_hypothesis_home_dir

from contract_tests.power.defect import Defect
from contract_tests.provider import probes, rules, schemathesis_part, walk
from contract_tests.provider.conformance import Conformance
from contract_tests.provider.ledger import Ledger
from contract_tests.provider.run import Finding, FirstFindingError, Run
from contract_tests.provider.target import Target, quiet
from ntropy_client.sandbox import ManualClock

__all__ = ["Outcome", "attack", "clean", "control"]

DRIVERS: dict[str, Callable[..., None]] = {"walk": walk.run, "rules": rules.run, "probes": probes.run}
"""The parts that send requests of their own; what they send is seen by those that only look, soonest first."""
OBSERVERS = frozenset({"conformance", "ledger"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one defect."""

    defect: Defect
    finding: Finding | None
    """What the named part found first; None when it noticed nothing."""
    seconds: float
    requests: int

    @property
    def caught(self) -> bool:
        """Whether the named part noticed."""
        return self.finding is not None


@dataclass(slots=True)
class _Watch(Run):
    """A run that ends with the first finding of one part, whatever the others find."""

    part_watched: str = field(default="")

    def add(self, finding: Finding) -> None:
        if finding.part == self.part_watched and finding.verdict == "drifts":
            raise FirstFindingError(finding)


def attack(defect: Defect, *, seed: int = 0) -> Outcome:
    """Put a defect into a fresh sandbox and let the part look for it.

    Args:
        defect: What to put in.
        seed: Of the sandbox and of everything generated.

    Returns:
        What came of it.
    """

    def make(seeded: int, clock: ManualClock) -> Any:
        return defect.install(quiet(seeded, clock))

    run = _Watch(part_watched=defect.part)
    target = Target.embedded(run, seed=seed, make_app=make)
    started = time.perf_counter()
    finding: Finding | None = None
    try:
        _look(run, target, defect.part, defect.operations)
    except FirstFindingError as first:
        finding = first.finding
    finally:
        target.close()
    return Outcome(defect, finding, time.perf_counter() - started, len(run.exchanges))


def clean(parts: Iterable[str], *, seed: int = 0) -> tuple[list[Finding], int]:
    """Let parts look at a sandbox without a defect, one after the other on one account.

    Args:
        parts: Names of parts.
        seed: Of the sandbox and of everything generated.

    Returns:
        Every finding, and the number of requests.
    """
    run = Run()
    target = Target.embedded(run, seed=seed)
    run.observe("conformance", Conformance(target))
    run.observe("ledger", Ledger(target.document))
    try:
        for part in parts:
            if part not in OBSERVERS:
                _send(run, target, part, None)
    finally:
        target.close()
    return run.findings, len(run.exchanges)


def control(parts: Iterable[str], *, seed: int = 0) -> tuple[list[Finding], int]:
    """Do as `clean` does in a process of its own, which leaves nothing behind.

    Args:
        parts: Names of parts.
        seed: Of the sandbox and of everything generated.

    Returns:
        Every finding, and the number of requests.
    """
    with tempfile.TemporaryDirectory() as directory:
        set_hypothesis_home_dir(Path(directory))
        return clean(parts, seed=seed)


def _look(run: Run, target: Target, part: str, operations: Collection[str]) -> None:
    if part not in OBSERVERS:
        _send(run, target, part, operations)
        return
    if part == "conformance":
        run.observe(part, Conformance(target))
    else:
        run.observe(part, Ledger(target.document))
    for driver in DRIVERS:
        _send(run, target, driver, operations)


def _send(run: Run, target: Target, part: str, operations: Collection[str] | None) -> None:
    if part == "schemathesis":
        schemathesis_part.check(run, target, run.parts[part], operations=operations)
    else:
        DRIVERS[part](target, operations=operations)
