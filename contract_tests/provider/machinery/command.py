"""Call `python -m contract_tests` as a person or a CI job would."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Outcome", "Started", "run", "start"]

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


@dataclass(frozen=True)
class Started:
    """The command, under way.

    Attributes:
        process: What runs it.
        reports: Where its reports will be.
    """

    process: subprocess.Popen[str]
    reports: Path

    def outcome(self) -> Outcome:
        """Wait for its end."""
        output, errors = self.process.communicate(timeout=280)
        return Outcome(self.process.returncode, output, errors, self.reports)


def start(out: Path, *arguments: str, key: str | None = None, **environment: str) -> Started:
    """Start the command in a process of its own.

    Args:
        out: Where the reports go.
        arguments: Further arguments.
        key: Value of NTROPY_API_KEY.
        environment: Further variables.

    Returns:
        The process; whoever started it waits for its outcome.
    """
    variables = {name: value for name, value in os.environ.items() if not name.startswith("NTROPY_")}
    variables |= environment
    if key is not None:
        variables["NTROPY_API_KEY"] = key
    process = subprocess.Popen(
        [sys.executable, "-m", "contract_tests", f"--out={out}", *arguments],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return Started(process, out)


def run(out: Path, *arguments: str, key: str | None = None, **environment: str) -> Outcome:
    """Run the command in a process of its own, to its end.

    Args:
        out: As for `start`.
        arguments: As for `start`.
        key: As for `start`.
        environment: As for `start`.

    Returns:
        How it ended.
    """
    started = start(out, *arguments, key=key, **environment)
    try:
        return started.outcome()
    except BaseException:
        started.process.kill()
        started.process.communicate()
        raise
