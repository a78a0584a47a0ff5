"""`python -m contract_tests.compare`: the document beside another OpenAPI file."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from contract_tests.compare.operations import compare
from contract_tests.compare.reading import Document, UnreadableError
from contract_tests.compare.report import as_json, as_text, causes

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "openapi" / "ntropy-v3.yaml"

EPILOGUE = """\
Breaking and additive are meant for users of a client that is made of the first document, when the API becomes
what the other one says. Exit status: 0 nothing differs, or nothing that --fail-on asks for; 1 drift; 2 a file
cannot be read."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare two documents.

    Args:
        arguments: Of the command line, None for this process's own.

    Returns:
        0 when nothing differs, or nothing that matters; 1 when something does; 2 when a file cannot be read.
    """
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests.compare", description=__doc__, epilog=EPILOGUE
    )
    parser.add_argument("document", type=Path, help="the other OpenAPI file, 3.0 or 3.1, JSON or YAML")
    parser.add_argument(
        "--ours", type=Path, default=OURS, help="the document to start from (default: this project's)"
    )
    parser.add_argument(
        "--fail-on", choices=("breaking", "any"), default="breaking", help="default: breaking"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the differences there as well")
    given = parser.parse_args(arguments)
    try:
        ours = Document.read(given.ours, _short(given.ours))
        theirs = Document.read(given.document, _short(given.document))
        differences, notes = compare(ours, theirs)
        found = causes(differences)
        if given.json is not None:
            _write(given.json, as_json(ours, theirs, found, notes))
    except UnreadableError as error:
        sys.stderr.write(f"cannot compare: {error}\n")
        return 2
    except Exception as error:
        # Nothing that somebody wrote into a document may look like drift, which exit status 1 is.
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
        sys.stderr.write(f"cannot compare: the comparison itself failed, with {what}\n")
        return 2
    sys.stdout.write(as_text(ours, theirs, found, notes))
    return int(any(given.fail_on == "any" or cause.impact == "breaking" for cause in found))


def _short(path: Path) -> str:
    whole = path.resolve()
    return str(whole.relative_to(ROOT)) if whole.is_relative_to(ROOT) else str(path)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be written: {error.strerror or error}") from None


if __name__ == "__main__":
    sys.exit(main())
