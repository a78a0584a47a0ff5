"""Call `python -m contract_tests` as a person or a CI job would."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Outcome", "run"]

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Outcome:
    """What the command left: its exit status, what it said, and the reports."""

    code: int
    output: str
    errors: str
    reports: Path

    def report(self, name: str) -> str:
        """Text of one of the reports."""
        return (self.reports / name).read_text(encoding="utf-8")

    @property
    def everything(self) -> str:
        """All that anybody could ever read of it."""
        files = "".join(path.read_text(encoding="utf-8") for path in sorted(self.reports.rglob("*.*")))
        return self.output + self.errors + files


def run(out: Path, *arguments: str, key: str | None = None, **environment: str) -> Outcome:
    """Run the command in a process of its own.

    Args:
        out: Where the reports go.
        arguments: Further arguments.
        key: Value of NTROPY_API_KEY.
        environment: Further variables.

    Returns:
        How it ended.
    """
    variables = {name: value for name, value in os.environ.items() if not name.startswith("NTROPY_")}
    variables |= environment
    if key is not None:
        variables["NTROPY_API_KEY"] = key
    done = subprocess.run(
        [sys.executable, "-m", "contract_tests", f"--out={out}", *arguments],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr, out)
