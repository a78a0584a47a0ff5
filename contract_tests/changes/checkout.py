"""The package as it was at a git ref, in a directory of its own that goes away again."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["RefError", "at", "distribution", "version"]

NEEDED = ("overrides/ntropy_client", "generated/ntropy_api", "pyproject.toml")
VERSION = Path("overrides/ntropy_client/_version.py")


class RefError(Exception):
    """A ref that cannot be read; the text says why and what to do."""


@contextmanager
def at(root: Path, ref: str) -> Iterator[Path]:
    """Unpack what a ref has of the package.

    Args:
        root: A git checkout; nothing in it changes, its index and worktrees included.
        ref: A tag, a branch or a commit.

    Yields:
        The directory, which is gone afterwards.

    Raises:
        RefError: There is no such ref, or no package at it.
    """
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if commit.returncode:
        if b"not a git repository" in commit.stderr:
            raise RefError(f"{root} is no git repository")
        tags = _git(root, "tag", "--list", "--sort=-creatordate").stdout.decode().split()
        known = f"the latest tags are {', '.join(tags[:5])}" if tags else "there are no tags"
        raise RefError(f"there is no ref {ref!r} here: {known}; one of a remote has to be fetched first")
    name = commit.stdout.decode().strip()
    packed = _git(root, "archive", "--format=tar", name, "--", *NEEDED)
    if packed.returncode:
        raise RefError(f"at {ref} there is no package to compare with: {packed.stderr.decode().strip()}")
    with tempfile.TemporaryDirectory(prefix="ntropy-changes-") as folder:
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise RefError(f"git cannot be run: {error.strerror or error}") from None


def version(root: Path) -> str:
    """Read the version of the package.

    Args:
        root: A checkout.

    Returns:
        It.

    Raises:
        RefError: There is none.
    """
    try:
        found = re.search(r'__version__ = "([^"]+)"', (root / VERSION).read_text())
    except OSError:
        found = None
    if found is None:
        raise RefError(f"{VERSION} has no version")
    return found[1]


def distribution(root: Path) -> dict[str, str]:
    """Read what is promised beside names: extras, commands, the lowest Python.

    Args:
        root: A checkout.

    Returns:
        Each by what to call it.
    """
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text()).get("project", {})
    found = {f"[{extra}]": "extra" for extra in project.get("optional-dependencies", {})}
    found |= {f"{name} (command)": "command" for name in project.get("scripts", {})}
    found["Python"] = str(project.get("requires-python", ""))
    return found
