"""Run the drill: `python -m contract_tests.power`.

Exits 0 when every defect is noticed and the clean provider is not accused, 1 when not, 2 when interrupted.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

from contract_tests.power import catalogue, table
from contract_tests.power.beside import Found, aside, attack_by_name, mute
from contract_tests.power.catalogue import DEFECTS
from contract_tests.power.defect import Defect
from contract_tests.power.drill import Outcome, attack, control
from contract_tests.provider.run import Finding

__all__ = ["main"]

PARTS = ("probes", "rules", "walk", "schemathesis")
Control = tuple[list[Finding], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the drill.

    Args:
        arguments: Of the command line.

    Returns:
        0 when every defect is noticed and the clean provider is not accused, 1 when not, 2 when interrupted.
    """
    parser = argparse.ArgumentParser(prog="python -m contract_tests.power", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="DEFECT", help="only these defects")
    parser.add_argument("--seed", type=int, default=0, help="of the sandbox and of what is generated")
    parser.add_argument("--write", action="store_true", help="make the table in the README again")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - {defect.name for defect in DEFECTS})
    if unknown:
        parser.error(f"there is no defect {', '.join(unknown)}")
    mute()
    started = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory() as directory:
            set_hypothesis_home_dir(Path(directory))
            outcomes, (findings, requests) = _both(options.names, options.seed)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 2
    finally:
        set_hypothesis_home_dir(None)
    missed = [one.defect.name for one in outcomes if not one.caught]
    if options.write and not options.names:
        table.write(outcomes)
    for finding in findings:
        _say(f"  clean provider accused: {finding.part} {finding.fingerprint}: {finding.message}")
    _say(f"clean provider: {requests} requests, {len(findings)} findings")
    _say(
        f"{len(outcomes) - len(missed)} of {len(outcomes)} defects noticed by their part "
        f"in {time.perf_counter() - started:.0f} s" + (f"; missed: {', '.join(missed)}" if missed else "")
    )
    return 1 if missed or findings else 0


def _both(names: Sequence[str], seed: int) -> tuple[list[Outcome], Control]:
    """The control in a process of its own, and the attacks here, until the other can take some over."""
    defects = [one for one in DEFECTS if not names or one.name in names]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn, aside) as pool:
        beside: Future[Control] = pool.submit(control, PARTS, seed=seed)
        found: dict[str, Outcome] = {}
        for outcome in _attacks(defects, seed, pool, beside):
            found[outcome.defect.name] = outcome
            _say(table.lines([outcome])[0])
        return [found[one.name] for one in defects], beside.result()


def _attacks(
    defects: Sequence[Defect], seed: int, pool: Executor, beside: Future[Control]
) -> Iterator[Outcome]:
    """Attack from both ends of the list, so that both processes have something to do until all is done."""
    known = {one.name: one for one in catalogue.DEFECTS}
    left = list(reversed(defects))
    theirs: Future[Found] | None = None
    while left or theirs is not None:
        if theirs is not None and (theirs.done() or not left):
            name, finding, seconds, requests = theirs.result()
            yield Outcome(known[name], finding, seconds, requests)
            theirs = None
        # What is not in the catalogue is not known in the other process.
        if theirs is None and beside.done() and left and left[0] is known.get(left[0].name):
            theirs = pool.submit(attack_by_name, left.pop(0).name, seed)
        if left:
            yield attack(left.pop(), seed=seed)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
