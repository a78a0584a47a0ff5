"""The workflow tells reviewers of a pull request what it changes, and fails nobody for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOW: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
DRIFT: dict[str, Any] = WORKFLOW["jobs"]["drift"]
SCRIPTS = [step["run"] for step in DRIFT["steps"] if "shell" in step]


def test_it_runs_for_pull_requests_alone() -> None:
    """With the whole history, or the base would not be there; no expression is pasted into a script."""
    assert DRIFT["if"] == "github.event_name == 'pull_request'"
    assert DRIFT["env"]["BASE"] == "${{ github.event.pull_request.base.sha }}"
    checkout = next(step for step in DRIFT["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["fetch-depth"] == 0
    assert len(SCRIPTS) == 2
    for script in SCRIPTS:
        assert "${{" not in script


def test_every_target_of_the_workflow_exists() -> None:
    """No job asks make for what it does not have."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for job in WORKFLOW["jobs"].values():
        for step in job["steps"]:
            for target in re.findall(r"\bmake ([a-z-]+)", step.get("run", "")):
                assert target in targets, target


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """A repository with a base commit and a change after it, and the project's own make targets."""
    root = tmp_path / "project"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("overrides/ntropy_client", "generated/ntropy_api", "openapi"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    for name in ("compare", "changes"):
        shutil.copytree(ROOT / "contract_tests" / name, root / "contract_tests" / name, ignore=ignored)
    for name in ("Makefile", "pyproject.toml", "requirements-dev.txt", "contract_tests/__init__.py"):
        shutil.copy(ROOT / name, root / name)
    (root / ".gitignore").write_text(".venv\n")
    who = ("-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "commit.gpgsign=false")
    for arguments in (
        ["init", "--quiet"],
        ["add", "--all"],
        [*who, "commit", "--quiet", "--message", "base"],
    ):
        subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)
    (root / ".venv").mkdir()
    for part in Path(sys.prefix).iterdir():
        (root / ".venv" / part.name).symlink_to(part)
    (root / ".venv" / ".ready").unlink(missing_ok=True)
    (root / ".venv" / ".ready").touch()
    return root


def perform(script: str, stage: Path, base: str) -> subprocess.CompletedProcess[str]:
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        "BASE": base,
        "RUNNER_TEMP": str(stage.parent),
        "GITHUB_STEP_SUMMARY": str(stage.parent / "summary"),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, env=env, cwd=stage, capture_output=True, text=True, check=False)


def test_reviewers_are_told_what_changes(stage: Path) -> None:
    """A field that goes is breaking in both summaries, and both steps succeed; so they do without a base."""
    document = stage / "openapi" / "ntropy-v3.yaml"
    document.write_text(document.read_text().replace("        priority:\n", "        prio:\n"))
    model = stage / "generated" / "ntropy_api" / "models" / "batch.py"
    model.write_text(model.read_text().replace("    total: int\n", ""))
    for script in SCRIPTS:
        done = perform(script, stage, "HEAD")
        assert done.returncode == 0, done.stderr
    summary = (stage.parent / "summary").read_text()
    assert 'breaking  answer 200 /data/*/priority: field "priority" is not there' in summary
    assert "\n  models.Batch.total: attribute is gone\n" in summary
    assert summary.count("```") == 4
    assert "make: ***" not in summary
    for script in SCRIPTS:
        assert perform(script, stage, "0" * 40).returncode == 0
    assert "there is no ref" in (stage.parent / "summary").read_text()
    assert "the base branch has no document" in (stage.parent / "summary").read_text()
