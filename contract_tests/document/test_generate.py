"""Generation: deterministic, all or nothing, and fresh."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from openapi import generate as driver
from openapi._source import Source

from .conftest import EDGE

ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / "openapi" / "generate.py"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_two_runs_with_two_hash_seeds_are_identical(tmp_path: Path) -> None:
    """The document alone decides, byte for byte; from any folder."""
    trees: list[dict[str, bytes]] = []
    for seed in ("1", "2"):
        output = tmp_path / seed / "ntropy_api"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, str(SCRIPT), "--output", str(output)]
        subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True)
        trees.append(contents(output))
    assert trees[0] == trees[1]
    assert trees[0] == contents(ROOT / "generated" / "ntropy_api")


def test_the_committed_tree_is_fresh() -> None:
    """`generated/` is what the document gives."""
    assert driver.main(["--check"]) == 0


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    output = tmp_path / "ntropy_api"
    shutil.copytree(driver.OUTPUT, output, ignore=shutil.ignore_patterns("__pycache__"))
    return output


def test_an_edit_shows_as_a_diff(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody who edits generated code is told what differs and what to do instead."""
    path = copy / "models" / "batch.py"
    path.write_text(path.read_text().replace("progress: int", "progress: float"))
    (copy / "extra.py").write_text("x = 1\n")
    (copy / "models" / "entities.py").unlink()
    assert driver.main(["--check", "--output", str(copy)]) == 1
    said = capsys.readouterr().out
    assert "-    progress: float\n+    progress: int\n" in said
    assert "-x = 1\n" in said
    assert "+class Entities(" in said
    assert "then make generate" in said


def test_a_forgotten_run_shows_as_a_diff(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody who changes the document and does not generate is told what is missing."""
    document = tmp_path / "api.yaml"
    text = driver.DOCUMENT.read_text()
    changed = text.replace("summary: List transactions, newest first.", "summary: List all transactions.", 1)
    assert changed != text
    document.write_text(changed)
    assert driver.main(["--check", "--document", str(document), "--output", str(copy)]) == 1
    assert '+        """List all transactions.' in capsys.readouterr().out


def test_the_old_tree_is_replaced_whole(copy: Path) -> None:
    """Nothing of the old tree stays, and nothing is left beside the new one."""
    (copy / "stale.py").write_text("")
    assert driver.main(["--output", str(copy)]) == 0
    assert contents(copy) == contents(driver.OUTPUT)
    assert [path.name for path in copy.parent.iterdir()] == ["ntropy_api"]


@pytest.mark.parametrize("step", ["render", "_format", "_try"])
def test_a_failure_at_any_step_leaves_the_old_tree(
    copy: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong, the tree is the old one and nothing is left behind."""

    def fail(*_: object) -> None:
        raise driver.GenerationError("as asked")

    monkeypatch.setattr(driver, step, fail)
    assert driver.main(["--output", str(copy)]) == 1
    assert contents(copy) == contents(driver.OUTPUT)
    assert [path.name for path in copy.parent.iterdir()] == ["ntropy_api"]


def test_models_that_cannot_be_decoded_are_not_swapped_in(tmp_path: Path, copy: Path) -> None:
    """A union that msgspec cannot hold is noticed before anybody imports it."""
    text = EDGE.read_text().replace(
        "labels: { $ref: '#/components/schemas/Labels' }",
        "labels: { anyOf: [{ $ref: '#/components/schemas/Labels' }, { $ref: '#/components/schemas/Part' }], description: Both. }",
    )
    document = tmp_path / "api.yaml"
    document.write_text(text)
    with pytest.raises(driver.GenerationError, match="Thing cannot be decoded"):
        driver.generate(Source(document), copy)
    assert contents(copy) == contents(driver.OUTPUT)
