"""Generation: deterministic, all or nothing, and fresh."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from openapi import _render
from openapi import generate as driver
from openapi._render import render
from openapi._source import DocumentError, Source

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


@pytest.mark.parametrize("name", ["extra.py", "models/extra.txt"])
def test_an_empty_file_too_many_is_noticed(copy: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of no content has no lines to differ in, and is named all the same."""
    (copy / name).touch()
    assert driver.main(["--check", "--output", str(copy)]) == 1
    assert f"{name}: the document gives no such file" in capsys.readouterr().out


def test_a_missing_marker_of_types_is_noticed(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the empty py.typed no user's types are checked."""
    (copy / "py.typed").unlink()
    assert driver.main(["--check", "--output", str(copy)]) == 1
    assert "py.typed: is missing" in capsys.readouterr().out


def test_a_missing_tree_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing was generated yet, everything is missing."""
    assert driver.main(["--check", "--output", str(tmp_path / "ntropy_api")]) == 1
    assert "client.py: is missing" in capsys.readouterr().out


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
    said = capsys.readouterr().out
    assert '+        """List all transactions.' in said
    # The packaged document is one line of JSON: shown as it is, nobody could read it.
    assert '-        "summary": "List transactions, newest first.",\n' in said
    assert max(map(len, said.splitlines())) < 1000


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


def test_an_exchange_that_fails_gives_the_old_tree_back(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new tree cannot be put in its place: the old one is there again."""
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if target == copy and self.name == copy.name and self.parent != copy.parent:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(KeyboardInterrupt):
        driver.main(["--output", str(copy)])
    assert contents(copy) == contents(driver.OUTPUT)
    assert [path.name for path in copy.parent.iterdir()] == ["ntropy_api"]


def test_what_a_killed_run_left_is_mended(copy: Path, tmp_path: Path) -> None:
    """Killed between taking the old tree away and putting the new one there: the next run gives it back."""
    left = tmp_path / ".generating-999999999-x"
    left.mkdir()
    copy.rename(left / "old")
    document = tmp_path / "api.yaml"
    document.write_text("openapi: 3.1.0\n")
    assert driver.main(["--document", str(document), "--output", str(copy)]) == 1
    assert contents(copy) == contents(driver.OUTPUT)
    assert {path.name for path in tmp_path.iterdir()} == {"api.yaml", "ntropy_api"}


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("'5XX': {", "'5xx': {", "'5xx': {", "lost status 5xx of things_list"),
        (
            "    Stored:\n      type: object\n",
            "    Stored:\n      type: object\n      allOf: [{ $ref: '#/components/schemas/Refusal' }]\n",
            "    Stored:",
            "lost the schema Stored",
        ),
        (
            "in: query\n          description: Where to go on.\n          schema: { type: string }",
            "in: header\n          description: On.\n          schema: { type: array, items: { type: string } }",
            "    get:",
            "lost the operation things_list",
        ),
        ("operationId: things_delete", "operationId: things_list", "        '200':", "lost status 200"),
        ("size: { type: number,", "size: { type: text,", "    Thing:", "the generator says"),
        (
            "items: { $ref: '#/components/schemas/Part' }",
            "items: { $ref: '#/components/schemas/Gone' }",
            "    Thing:",
            "the generator says",
        ),
    ],
)
def test_what_the_generator_loses_is_noticed_without_the_lint(
    tmp_path: Path, old: str, new: str, place: str, message: str
) -> None:
    """The generator passes over what it does not understand; what it understood is compared with the document."""
    text = EDGE.read_text()
    assert old in text
    document = tmp_path / "api.yaml"
    document.write_text(text.replace(old, new, 1))
    with pytest.raises(DocumentError, match=message) as caught:
        render(Source(document), tmp_path / "edge_api")
    lines = {fault.line for fault in caught.value.faults if message in fault.message}
    wanted = {number for number, line in enumerate(document.read_text().splitlines(), 1) if place in line}
    assert lines & wanted, caught.value
    assert not (tmp_path / "edge_api").exists()


def test_a_lost_property_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field of the document that the generator has not seen is no silent gap in a model."""
    view = _render._view

    def without(source: Source) -> dict[str, Any]:
        seen = view(source)
        del seen["components"]["schemas"]["Thing"]["properties"]["note"]
        return seen

    monkeypatch.setattr(_render, "_view", without)
    with pytest.raises(DocumentError, match=r"lost the property Thing\.note"):
        render(Source(EDGE), tmp_path / "edge_api")


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
