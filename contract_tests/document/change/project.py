"""A copy of the project, in which the document is edited and everything that follows is run as by a maintainer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openapi._source import Source, is_list, is_node

__all__ = ["Outcome", "Project", "merged"]

ROOT = Path(__file__).parent.parent.parent.parent
BIN = Path(sys.executable).parent
PARTS = ("contract_tests", "generated", "openapi", "overrides")
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*", "golden", "node_modules")


@dataclass(frozen=True)
class Outcome:
    """How a test of the copy went."""

    passed: bool
    text: str
    """What pytest says of a failure."""


class Project:
    """A copy of what a maintainer has checked out.

    Args:
        root: A folder that does not exist yet.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        for part in PARTS:
            shutil.copytree(ROOT / part, root / part, ignore=LEFT_OUT)
        shutil.copy(ROOT / "pyproject.toml", root)

    def edit(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Edit the document.

        Args:
            change: Makes the new content of a copy of the old.
        """
        path = self.root / "openapi" / "ntropy-v3.yaml"
        # JSON is YAML too, and read faster.
        path.write_text(json.dumps(change(deepcopy(Source(path).raw)), indent=1))

    def contents(self) -> dict[str, bytes]:
        """Give what the copy consists of, by path."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for part in PARTS
            for path in (self.root / part).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    def generate(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Do what `make generate` does, or `make check-generated` with ``--check``."""
        return self._run("openapi/generate.py", *options)

    def test(self, *what: str) -> dict[str, Outcome]:
        """Run tests of the copy on the client of the copy.

        Args:
            what: Files and tests, as pytest takes them.

        Returns:
            How each went, by its function's name and parameters.
        """
        report = self.root / "junit.xml"
        options = (
            "-vv",
            "--tb=short",
            "-o",
            "addopts=",
            "--import-mode=importlib",
            "-p",
            "no:cacheprovider",
        )
        done = self._run("-m", "pytest", *options, f"--junitxml={report}", *what)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        found: dict[str, Outcome] = {}
        for case in ElementTree.parse(report).iter("testcase"):
            problems = [one for one in case if one.tag in ("failure", "error", "skipped")]
            text = "\n".join(f"{one.get('message')}\n{one.text}" for one in problems)
            found[str(case.get("name"))] = Outcome(not problems, text)
        return found

    def types(self, *files: str) -> list[tuple[str, int, str]]:
        """Have pyright look at files of the copy, in its strict mode.

        Args:
            files: Paths within the copy.

        Returns:
            File name, line and text of every error.
        """
        settings = {
            "typeCheckingMode": "strict",
            "include": files,
            "extraPaths": ["overrides", "generated", "."],
        }
        (self.root / "pyrightconfig.json").write_text(json.dumps(settings))
        command = [str(BIN / "pyright"), "--outputjson", "--pythonpath", sys.executable]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)
        return [
            (Path(one["file"]).name, one["range"]["start"]["line"] + 1, one["message"])
            for one in json.loads(done.stdout)["generalDiagnostics"]
            if one["severity"] == "error"
        ]

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        paths = (self.root / "overrides", self.root / "generated", self.root)
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )


def merged(base: Any, more: Any) -> Any:
    """Give a part of a document with another merged in: mappings key by key, lists one after the other.

    Args:
        base: What is there; it is changed.
        more: What is added.
    """
    if is_node(base) and is_node(more):
        for key, value in more.items():
            base[key] = merged(base[key], value) if key in base else value
        return base
    return [*base, *more] if is_list(base) and is_list(more) else more
