"""The annotations of a job say each cause once, and nothing that a server answers becomes a command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contract_tests.annotations.__main__ import annotate, main
from contract_tests.provider.command import run
from contract_tests.provider.machinery.samples import finding
from contract_tests.provider.machinery.test_reporting import report_of
from contract_tests.provider.reporting import as_json

ROOT = Path(__file__).parents[2]


def cause(impact: str = "breaking", **further: Any) -> dict[str, Any]:
    made = {
        "fingerprint": "abc",
        "operations": ["batches_get"],
        "status": 200,
        "pointer": "/total",
        "message": "is of type string, not integer",
        "expected": "integer",
        "actual": '"5"',
        "impact": impact,
    }
    return {**made, **further}


def report(*drifts: Any, exit_code: int = 1, fail_on: str = "any", **further: Any) -> dict[str, Any]:
    return {"exit_code": exit_code, "fail_on": fail_on, "drifts": list(drifts), "reasons": [], **further}


def test_each_cause_is_one_line() -> None:
    """What fails the job is an error, with the place, both values and the fingerprint to accept it by."""
    assert list(annotate(report(cause()))) == [
        "::error title=batches_get 200%3A breaking::/total is of type string, not integer; "
        'expected integer; got "5"%0Afingerprint: abc\n'
    ]


def test_what_does_not_fail_the_job_is_a_warning() -> None:
    """Additive drift warns under --fail-on breaking, and is an error where any drift fails."""
    both = (cause(), cause("additive"))
    assert [line.split()[0] for line in annotate(report(*both, fail_on="breaking"))] == [
        "::error",
        "::warning",
    ]
    assert [line.split()[0] for line in annotate(report(*both))] == ["::error", "::error"]
    assert list(annotate(report(exit_code=0))) == []


def test_no_answer_becomes_a_command() -> None:
    """Line ends, percent signs and separators in what a server sent stay within their annotation."""
    evil = "a\n::stop-commands::x\r\n::add-mask::y%0A, b"
    for line in annotate(
        report(cause(operations=[evil], message=evil, actual=evil, pointer=evil, fingerprint=evil))
    ):
        assert line.count("\n") == 1
        assert "\r" not in line
        title, _, text = line.removeprefix("::error title=").partition("::")
        assert ":" not in title
        assert "," not in title
        assert "%250A" in text


def test_long_reports_stay_readable() -> None:
    """Ten of a level at most, the last saying how many are left; long values are cut."""
    lines = list(annotate(report(*[cause(actual="x" * 10_000)] * 25)))
    assert len(lines) == 10
    assert lines[-1] == "::error title=Contract check::16 more are in the report\n"
    assert max(map(len, lines)) < 700
    assert len(list(annotate(report(*[cause()] * 10)))) == 10


def test_a_check_without_drift_that_fails_says_why() -> None:
    """A required status that was not seen, a check that could not run, a report that is not there."""
    missing = report(reasons=["1 required status was not seen"])
    assert list(annotate(missing)) == ["::error title=Contract check::1 required status was not seen\n"]
    stopped = report(exit_code=2, reasons=["the server cannot be reached"])
    assert list(annotate(stopped)) == [
        "::error title=Contract check::could not run: the server cannot be reached\n"
    ]


@pytest.mark.parametrize(
    "content", [None, "", "{", "[]", '{"drifts": 5, "reasons": 5, "exit_code": 1}', '{"drifts": [5]}']
)
def test_a_report_that_is_none_is_told(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One error, and never a traceback in the place of what the check said."""
    path = tmp_path / "contract.json"
    if content is not None:
        path.write_text(content)
    assert main([str(path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("::error title=Contract check::")
    assert said.count("\n") == 1


def test_it_reads_what_the_check_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report of the check itself, of a server that cannot be reached, gives its annotation without any package."""
    monkeypatch.setenv("NTROPY_API_KEY", "any-key")
    code = run(["--base-url", "http://127.0.0.1:9", "--parts", "probes", "--out", str(tmp_path)])
    assert code == 2
    # As in the action: with the system's Python, which has no package that set-up would install.
    command = [sys.executable, "-S", "-m", "contract_tests.annotations", str(tmp_path / "contract.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("::error title=Contract check::")
    if (tmp_path / "contract.json").exists():
        told = json.loads((tmp_path / "contract.json").read_text())
        assert {"exit_code", "fail_on", "drifts", "reasons"} <= told.keys()


def test_it_tells_every_drift_that_the_check_tells() -> None:
    """A report as the check renders it: one annotation for each of its causes."""
    findings = (
        finding(),
        finding(operation="batches_list", pointer="/data/0/total", message="is gone", additive=False),
    )
    told = json.loads(as_json.render(report_of(*findings, fail_on="breaking")))
    lines = list(annotate(told))
    assert [line.partition("::/")[0] for line in lines] == [
        "::error title=batches_list 200%3A breaking",
        "::warning title=batches_get 200%3A additive",
    ]
    for cause_, line in zip(told["drifts"], lines, strict=True):
        assert line.endswith(
            f"%0Afingerprint: {cause_['fingerprint']}\n".replace("%", "%25").replace("%250A", "%0A")
        )
