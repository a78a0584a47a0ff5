"""Run the drill: `python -m contract_tests.power`.

Exits 0 when every defect is noticed and the clean provider is not accused, 1 when not, 2 when interrupted.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

from contract_tests.power import table
from contract_tests.power.catalogue import DEFECTS
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
    # A seeded failure of the sandbox is no news for whoever runs the drill.
    logging.getLogger("ntropy_client.sandbox").setLevel(logging.CRITICAL)
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
    """The attacks here and the control beside them: each takes about half of the time."""
    spawn = multiprocessing.get_context("spawn")
    # Ctrl-C ends the other process without a word.
    with ProcessPoolExecutor(1, spawn, signal.signal, (signal.SIGINT, signal.SIG_DFL)) as pool:
        beside = pool.submit(control, PARTS, seed=seed)
        return _attack_all(names, seed), beside.result()


def _attack_all(names: Sequence[str], seed: int) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for defect in DEFECTS:
        if not names or defect.name in names:
            outcomes.append(attack(defect, seed=seed))
            _say(table.lines(outcomes)[-1])
    return outcomes


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
