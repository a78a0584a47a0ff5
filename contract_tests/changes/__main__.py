"""`python -m contract_tests.changes REF`: what users of the package have to know since then."""

from __future__ import annotations

import argparse
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from contract_tests.changes.checkout import RefError, at, distribution, version
from contract_tests.changes.surface import read
from contract_tests.changes.version import RULE, at_least, needed
from contract_tests.changes.weigh import Change, weigh

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the package as it is with what it was.

    Args:
        arguments: Of the command line, None for this process's own.

    Returns:
        0 when that was told; 1 with `--check` when the version is too low for it; 2 when it could not be told.
    """
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests.changes",
        description="Tell what has changed for those who import ntropy_client, and which version that needs.",
        epilog=f"{RULE} Exit status: 0 it was told, 1 --check and the version is too low, 2 it could not be told.",
    )
    parser.add_argument("since", help="a git ref: the tag of the release before, a branch, a commit")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    parser.add_argument("--check", action="store_true", help="fail when the version is too low")
    given = parser.parse_args(arguments)
    try:
        root = given.root.resolve()
        now = version(root)
        with at(root, given.since) as folder:
            before = version(folder)
            changes = [*weigh(read(folder), read(root)), *_beside(distribution(folder), distribution(root))]
    except RefError as error:
        sys.stderr.write(f"cannot compare: {error}\n")
        return 2
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
        sys.stderr.write(f"cannot compare: the comparison itself failed, with {what}\n")
        return 2
    breaking = sum(change.weight == "breaking" for change in changes)
    wanted, part = needed(before, breaking=bool(breaking), additive=len(changes) > breaking)
    enough = at_least(now, wanted) or not changes
    for line in _lines(given.since, before, changes):
        sys.stdout.write(f"{line}\n")
    rule = " (before 1.0.0 the second number is for what breaks)" if before.startswith("0.") else ""
    verdict = f"needs {wanted}, a {part} release{rule}"
    if changes:
        sys.stdout.write(f"{breaking} breaking, {len(changes) - breaking} additive: {verdict}\n")
    else:
        sys.stdout.write(f"nothing that users can name has changed: a release {verdict}\n")
    sys.stdout.write(f"the version here is {now}{'' if enough else f': raise it to {wanted}'}\n")
    return int(given.check and not enough)


def _beside(old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    for name, what in old.items():
        if name == "Python":
            before, after = (tuple(map(int, re.findall(r"\d+", each[name]))) for each in (old, new))
            if before != after:
                yield Change(
                    name, "breaking" if after > before else "additive", f"{old[name]} before, {new[name]} now"
                )
        elif name not in new:
            yield Change(name, "breaking", f"{what} is gone")
    yield from (Change(name, "additive", f"{what} is new") for name, what in new.items() if name not in old)


def _lines(since: str, before: str, changes: Sequence[Change]) -> Iterator[str]:
    yield f"Since {since} ({before})"
    for weight in ("breaking", "additive"):
        chosen = [change for change in changes if change.weight == weight]
        if chosen:
            yield from ("", weight)
            yield from (
                f"  {change.name.removeprefix('ntropy_client.')}: {change.message}" for change in chosen
            )
    yield ""


if __name__ == "__main__":
    sys.exit(main())
