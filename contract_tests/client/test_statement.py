"""The statement of promises is true: what it names is there, and it names all."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TEXT = (HERE / "README.md").read_text()
ROWS = {
    cells[0]: cells[1:]
    for line in TEXT.splitlines()
    if re.match(r"\| [A-G]\d", line) and (cells := [cell.strip() for cell in line.strip("|").split("|")])
}
COUNTS = {"A": 7, "B": 5, "C": 14, "D": 5, "E": 13, "F": 5, "G": 5}


def named(row: str) -> list[str]:
    """Give the tests of a row, by their path from here."""
    return re.findall(r"`([^`]+\.py::[^`]+)`", ROWS[row][2])


def collected(modules: list[str]) -> set[str]:
    """Give all tests that pytest finds in modules, without their parameters."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "--no-header", *modules]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {line.partition("[")[0] for line in done.stdout.splitlines() if "::" in line}


def test_no_defect_is_left_out() -> None:
    """Forty-nine defects and five missing features, in order, each with something in every column."""
    assert list(ROWS) == [f"{letter}{n}" for letter, count in COUNTS.items() for n in range(1, count + 1)]
    assert len(ROWS) == 49 + 5
    assert all(len(cells) == 3 and all(cells) for cells in ROWS.values())


def test_every_result_is_held_by_tests() -> None:
    """Each row names some, all of them exist, and pytest finds them."""
    assert [row for row in ROWS if not named(row)] == []
    tests: set[str] = set()
    for module, _, name in (test.partition("::") for row in ROWS for test in named(row)):
        tests.add(f"{(HERE / module).resolve().relative_to(ROOT)}::{name}")
    assert tests - collected(sorted({test.partition("::")[0] for test in tests})) == set()


def test_every_module_has_its_promise() -> None:
    """The first table lists all modules, and no others."""
    listed = set(re.findall(r"`(test_[a-z_*]+\.py)`", TEXT.partition("## Beside")[0]))
    patterns = {name for name in listed if "*" in name}
    found = {path.name for path in HERE.glob("test_*.py")} - {Path(__file__).name}
    matched = {path.name for pattern in patterns for path in HERE.glob(pattern)}
    assert found == (listed - patterns) | matched


def test_every_test_is_a_promise() -> None:
    """Its docstring says which, in a sentence."""
    found: list[str] = []
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                said = ast.get_docstring(node) or ""
                if not re.fullmatch(r"[A-Z0-9`].*\.", said, re.DOTALL):
                    found.append(f"{path.name}::{node.name}: {said!r}")
    assert found == []
