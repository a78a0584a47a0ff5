"""Put the reports into files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from contract_tests.provider.reporting import as_html, as_json, as_junit, as_markdown
from contract_tests.provider.reporting.summary import Report
from contract_tests.provider.run import CouldNotRunError

__all__ = ["FILES", "prepare", "write"]

FILES: Mapping[str, Callable[[Report], str]] = {
    "contract.html": as_html.render,
    "contract.md": as_markdown.render,
    "contract.json": as_json.render,
    "junit.xml": as_junit.render,
}


def prepare(directory: Path) -> None:
    """Make sure that reports can be written, before any time is spent.

    Args:
        directory: Where to; it is made when missing.

    Raises:
        CouldNotRunError: They cannot.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise CouldNotRunError(f"cannot write the report to {directory}: {error.strerror}") from error


def write(report: Report, directory: Path) -> tuple[Path, ...]:
    """Write every report, each whole or not at all.

    Args:
        report: What to tell.
        directory: Where to; it is made when missing.

    Returns:
        The files.

    Raises:
        CouldNotRunError: The directory cannot be written.
    """
    written: list[Path] = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, render in FILES.items():
            path = directory / name
            aside = path.with_suffix(f"{path.suffix}.new")
            aside.write_text(render(report), encoding="utf-8", errors="replace")
            os.replace(aside, path)
            written.append(path)
    except OSError as error:
        raise CouldNotRunError(f"cannot write the report to {directory}: {error.strerror}") from error
    return tuple(written)
