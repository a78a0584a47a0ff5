"""What breaks the check itself is told as that, and never as drift or as silence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from contract_tests.provider.engine import Engine
from contract_tests.provider.machinery.command import ROOT, run
from contract_tests.provider.options import Options
from contract_tests.provider.run import PARTS, CouldNotRunError

BREAKING = """
import sys
from contract_tests.provider import probes
from contract_tests.__main__ import main

def broken(target, *, operations=None):
    {body}

probes.run = broken
sys.exit(main(["--parts=probes", "--out={out}"]))
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise ZeroDivisionError('odd')", "ZeroDivisionError: odd"),
        ("raise AssertionError('odd')", "AssertionError: odd"),
        ("assert target is None", "the part probes of the check itself failed"),
        ("raise SystemExit(0)", "SystemExit"),
        ("import pytest; pytest.skip('not today')", "probes did not run"),
        ("import pytest; pytest.exit('enough', returncode=0)", "did not run to its end"),
        ("raise KeyboardInterrupt", "interrupted"),
    ],
)
def test_a_part_that_breaks_is_no_verdict(tmp_path: Path, body: str, said: str) -> None:
    """An error in a part, whatever it is, ends with 2 and is shown."""
    done = subprocess.run(
        [sys.executable, "-c", BREAKING.format(body=body, out=tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert 'File "' not in done.stdout + done.stderr
    report = json.loads((tmp_path / "contract.json").read_text())
    assert report["exit_code"] == 2
    assert report["reasons"]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_check_is_no_verdict(tmp_path: Path, ending: signal.Signals) -> None:
    """Ctrl-C in the middle, or an end from outside, gives 2 and a report of what there is."""
    with subprocess.Popen(
        [sys.executable, "-m", "contract_tests", "--parts=rules,schemathesis", f"--out={tmp_path}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        process.send_signal(ending)
        output, _ = process.communicate(timeout=60)
    assert first.startswith("rules:")
    assert process.returncode == 2
    assert "it was interrupted" in output
    assert json.loads((tmp_path / "contract.json").read_text())["verdict"] == "no verdict"


def test_what_is_meant_for_other_tests_is_no_matter(tmp_path: Path) -> None:
    """Options of pytest in the environment do not reach the check, and its reports go where they should."""
    outcome = run(
        tmp_path,
        "--profile=smoke",
        "--parts=rules",
        PYTEST_ADDOPTS="--no-such-option",
        PYTEST_PLUGINS="nowhere",
    )
    assert outcome.code == 0, outcome.output + outcome.errors
    assert {path.name for path in tmp_path.iterdir()} == {
        "contract.html",
        "contract.json",
        "contract.md",
        "junit.xml",
    }


def test_progress_goes_to_the_standard_error(tmp_path: Path) -> None:
    """What is printed is the summary alone; how far it has come is told beside it."""
    outcome = run(tmp_path, "--profile=smoke", "--parts=rules")
    assert outcome.errors.startswith("rules: ")
    assert outcome.output.startswith("Contract check · sandbox")


def test_a_check_leaves_nothing_behind(tmp_path: Path) -> None:
    """No store, no cache, no file but the reports."""
    ignored = ["__pycache__", ".mypy_cache", ".ruff_cache", ".venv", ".git", "report"]

    def files() -> set[str]:
        return {
            str(path)
            for name in os.listdir(ROOT)
            if name not in ignored
            for path in ([ROOT / name] if (ROOT / name).is_file() else (ROOT / name).iterdir())
        }

    before = files()
    outcome = run(tmp_path, "--profile=smoke", "--parts=schemathesis", "--operations=batches_list")
    assert outcome.code == 0, outcome.output + outcome.errors
    assert not {path for path in files() - before if ".hypothesis" in path or ".schemathesis" in path}


def test_every_part_has_its_turn() -> None:
    """Each part of the check is a test of its own, in the order in which the parts are listed."""
    source = (ROOT / "contract_tests" / "provider" / "test_check.py").read_text()
    turns = [
        line.split("test_")[1].split("(")[0] for line in source.splitlines() if line.startswith("def test_")
    ]
    assert turns == list(PARTS)


def test_the_profile_decides_which_parts_run() -> None:
    """What is left out says why, and what only one profile has is not missed in another."""
    engine = Engine(Options(profile="smoke", parts=frozenset({"rules"})))
    assert engine.gate("rules") == ""
    assert engine.gate("probes") == "not asked for"
    assert engine.gate("live")
    assert "live" not in engine.run.parts
    engine.conclude()


def test_a_target_that_cannot_be_reached_is_tried_once() -> None:
    """The second part does not wait for the same time-out again."""
    engine = Engine(Options(operations=frozenset({"nothing_get"})))
    errors: list[CouldNotRunError] = []
    for _ in range(2):
        with pytest.raises(CouldNotRunError, match="nothing_get") as caught:
            _ = engine.target
        errors.append(caught.value)
    assert errors[0] is errors[1]
