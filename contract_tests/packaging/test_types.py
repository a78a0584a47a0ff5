"""Types as users meet them: each mistake is seen by both checkers, and what is right is not disturbed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
TEXT = (HERE / "mistakes.py").read_text()
WRONG = {number for number, line in enumerate(TEXT.splitlines(), 1) if line.endswith("# wrong")}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file, where no configuration of the checkout reaches it."""
    folder = tmp_path_factory.mktemp("types")
    shutil.copy(HERE / "mistakes.py", folder)
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "standard"}')
    return folder


def test_mypy_sees_every_mistake_and_no_other(copy: Path) -> None:
    """All the marked lines, and only these."""
    command = [str(BIN / "mypy"), "--strict", "--cache-dir", "cache", "mistakes.py"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    seen = {int(number) for number in re.findall(r"^mistakes\.py:(\d+): error", done.stdout, re.MULTILINE)}
    assert sorted(WRONG - seen) == [], done.stdout
    assert sorted(seen - WRONG) == [], done.stdout


def test_pyright_sees_every_mistake_and_no_other(copy: Path) -> None:
    """All the marked lines, and only these."""
    command = [str(BIN / "pyright"), "--outputjson", "--pythonpath", sys.executable, "mistakes.py"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    seen = {one["range"]["start"]["line"] + 1 for one in found if one["severity"] == "error"}
    assert sorted(WRONG - seen) == [], found
    assert sorted(seen - WRONG) == [], found
