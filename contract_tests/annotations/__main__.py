"""`python -m contract_tests.annotations report/contract.json`: one annotation for each cause that was found."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard

__all__ = ["annotate", "main"]

MOST = 10
"""GitHub shows ten of each level for a step; one that tells how many are left takes the last place."""
LONGEST = 400


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the annotations of a report.

    Args:
        arguments: Of the command line, None for this process's own.

    Returns:
        0 whatever the report says: the exit status of the check is what a job goes by. A report that is not
        there, or is none, gives an annotation that says so.
    """
    parser = argparse.ArgumentParser(prog="python -m contract_tests.annotations", description=__doc__)
    parser.add_argument("report", type=Path, help="the JSON report of a check")
    given = parser.parse_args(arguments)
    try:
        report = json.loads(given.report.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        sys.stdout.write(_line("error", "Contract check", "the check wrote no report: its log says why"))
        return 0
    for line in annotate(report if _is_node(report) else {}):
        sys.stdout.write(line)
    return 0


def annotate(report: Mapping[str, Any]) -> Iterator[str]:
    """Give the annotations of a report.

    Args:
        report: The JSON report of a check.

    Yields:
        Lines for the log of a job: `::error` for what fails it, `::warning` for drift that does not, and for
        accepted findings that are not seen any more or have expired, as far as the report tells of them.
    """
    reasons = report.get("reasons")
    if report.get("exit_code") not in (0, 1):
        said = "; ".join(str(each) for each in reasons) if isinstance(reasons, list) else ""
        yield _line("error", "Contract check", f"could not run: {said or 'its log says why'}")
    fails = {"breaking"} if report.get("fail_on") == "breaking" else {"breaking", "additive"}
    errors: list[str] = []
    warnings: list[str] = []
    causes = report.get("drifts")
    for cause in causes if isinstance(causes, list) else ():
        if not _is_node(cause):
            continue
        level = "error" if cause.get("impact") in fails else "warning"
        (errors if level == "error" else warnings).append(_line(level, _title(cause), _message(cause)))
    if not errors and report.get("exit_code") == 1:
        said = "; ".join(str(each) for each in reasons) if isinstance(reasons, list) else ""
        yield _line(
            "error", "Contract check", said or f"fails: {report.get('verdict', 'its report says why')}"
        )
    for level, lines in (("error", errors), ("warning", warnings)):
        shown = lines if len(lines) <= MOST else lines[: MOST - 1]
        yield from shown
        if len(shown) < len(lines):
            yield _line(level, "Contract check", f"{len(lines) - len(shown)} more are in the report")


def _title(cause: Mapping[str, Any]) -> str:
    operations = cause.get("operations")
    names = [str(each) for each in operations] if isinstance(operations, list) else []
    where = f"{len(names)} operations" if len(names) > 3 else ", ".join(names) or "no operation"
    status = cause.get("status")
    return f"{where}{f' {status}' if status is not None else ''}: {cause.get('impact', 'drift')}"


def _message(cause: Mapping[str, Any]) -> str:
    told = " ".join(str(cause[key]) for key in ("pointer", "message") if cause.get(key))
    for label, key in (("expected", "expected"), ("got", "actual")):
        if cause.get(key):
            told += f"; {label} {cause[key]}"
    told = told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}…"
    return f"{told}\nfingerprint: {cause.get('fingerprint', 'none')}"


def _line(level: str, title: str, message: str) -> str:
    """What a server answered stands in these lines: nothing of it may be read as a command of its own."""
    text = _escaped(message)
    return f"::{level} title={_escaped(title).replace(':', '%3A').replace(',', '%2C')}::{text}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _is_node(value: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, dict)


if __name__ == "__main__":
    sys.exit(main())
