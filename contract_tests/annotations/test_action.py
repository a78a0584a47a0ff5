"""The action is sound: its inputs arrive, its keys go nowhere else, and its steps end as the check does."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ".github/actions/contract-check"
TEXT = (ROOT / FOLDER / "action.yml").read_text()
ACTION: dict[str, Any] = yaml.safe_load(TEXT)
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
CHECK = next(step for step in STEPS if step.get("id") == "check")
SHOW = next(step for step in STEPS if step.get("name") == "Show what was found")
FAIL = next(step for step in STEPS if step.get("name") == "Fail where the check does")
KEYS = {"api-key": "NTROPY_API_KEY", "api-key-2": "NTROPY_API_KEY_2"}


def test_it_is_a_composite_action() -> None:
    """Name, description and steps; each step that runs something names its shell."""
    assert ACTION["runs"]["using"] == "composite"
    assert ACTION["name"]
    assert ACTION["description"]
    for step in STEPS:
        assert ("uses" in step) != ("run" in step)
        assert "run" not in step or step["shell"] == "bash"


def test_every_input_is_used_and_told() -> None:
    """No input is without effect or description, and no step asks for one that there is none of."""
    used = set(re.findall(r"\$\{\{ inputs\.([a-z0-9-]+) \}\}", TEXT))
    assert used == ACTION["inputs"].keys()
    for name, given in ACTION["inputs"].items():
        assert given["description"], name
        assert "default" in given, name
    wanted = {"base-url", "api-key", "profile", "fail-on", "credits", "python-version", "accept"}
    assert wanted <= used


def test_keys_come_by_the_environment_alone() -> None:
    """One step has the keys, as variables; no script names them but to take them away, and none has an expression."""
    holders = [step for step in STEPS if "inputs.api-key" in yaml.safe_dump(step)]
    assert holders == [CHECK]
    for name, variable in KEYS.items():
        assert CHECK["env"][variable] == f"${{{{ inputs.{name} }}}}"
        assert TEXT.count(f"inputs.{name} }}}}") == 1
    for step in STEPS:
        script = step.get("run", "")
        # An expression within a script would be pasted into it, whatever it holds.
        assert "${{" not in script
        for line in script.splitlines():
            assert (
                "NTROPY_API_KEY" not in line
                or "env --unset=NTROPY_API_KEY " in line
                or line.strip()[:1] == "#"
            )
        assert not re.search(r"set -x|printenv|\benv$", script)


def test_what_others_wrote_is_pinned_as_in_the_workflow() -> None:
    """The same major versions everywhere."""
    pins: dict[str, set[str]] = {}
    for path in (ROOT / ".github").rglob("*.yml"):
        for name, version in re.findall(r"uses: ([\w./-]+)@(\S+)", path.read_text()):
            pins.setdefault(name, set()).add(version)
    assert pins.keys() >= {"actions/setup-python", "actions/upload-artifact"}
    for name, versions in pins.items():
        assert len(versions) == 1, name
        assert re.fullmatch(r"v\d+", versions.pop()), name


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """A checkout of stand-ins: they write down what they were given, and end as they are told."""
    for name in ("bin", "root/.venv/bin", "out", "workspace"):
        (tmp_path / name).mkdir(parents=True)
    make = tmp_path / "bin" / "make"
    make.write_text('#!/bin/bash\necho "make $* key=${NTROPY_API_KEY-none}" >> "$LOG"\nexit "$MAKE_CODE"\n')
    python = tmp_path / "root" / ".venv" / "bin" / "python"
    python.write_text(
        '#!/bin/bash\nprintf "<%s>" "$@" >> "$LOG"\necho " key=$NTROPY_API_KEY" >> "$LOG"\nexit "$CHECK_CODE"\n'
    )
    for path in (make, python):
        path.chmod(0o755)
    return tmp_path


def perform(step: dict[str, Any], stage: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step's script as a runner does."""
    whole = {
        "PATH": f"{stage / 'bin'}:{os.environ['PATH']}",
        "LOG": str(stage / "log"),
        "GITHUB_OUTPUT": str(stage / "output"),
        "GITHUB_STEP_SUMMARY": str(stage / "summary"),
        "GITHUB_WORKSPACE": str(stage / "workspace"),
        "CONTRACT_OUT": str(stage / "out"),
        "CONTRACT_ROOT": str(stage / "root"),
        **{name: "" for name in CHECK["env"] if name not in ("CONTRACT_OUT", "CONTRACT_ROOT")},
        **env,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(
        command, env=whole, cwd=stage / "workspace", capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("code", ["0", "1", "2"])
def test_the_check_is_given_its_options(code: str, stage: Path) -> None:
    """Each input becomes one argument as it stands, the key none; the step hands on the exit status."""
    given = {
        "CONTRACT_BASE_URL": "https://api.example.com/$(touch evil)",
        "CONTRACT_PROFILE": "live",
        "CONTRACT_FAIL_ON": "breaking",
        "CONTRACT_CREDITS": "20",
        "CONTRACT_ACCEPT": "my accepted.toml",
    }
    done = perform(CHECK, stage, MAKE_CODE="0", CHECK_CODE=code, NTROPY_API_KEY="any-key", **given)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (stage / "log").read_text().splitlines() == [
        "make setup PYTHON=python key=none",
        f"<-m><contract_tests><--out><{stage}/out><--base-url><https://api.example.com/$(touch evil)>"
        f"<--profile><live><--fail-on><breaking><--credits><20><--accept><{stage}/workspace/my accepted.toml>"
        " key=any-key",
    ]
    assert (stage / "output").read_text() == f"exit-code={code}\n"
    assert perform(FAIL, stage, CONTRACT_CODE=code).returncode == int(code)


def test_without_inputs_the_sandbox_is_checked(stage: Path) -> None:
    """No option is given that nobody gave; set-up that fails is a check that could not run."""
    assert perform(CHECK, stage, MAKE_CODE="0", CHECK_CODE="0").returncode == 0
    assert f"<-m><contract_tests><--out><{stage}/out> key=" in (stage / "log").read_text()
    (stage / "output").unlink()
    assert perform(CHECK, stage, MAKE_CODE="2", CHECK_CODE="0").returncode == 0
    assert (stage / "output").read_text() == "exit-code=2\n"


def test_what_was_found_is_shown(stage: Path) -> None:
    """The page goes to the summary and the causes to annotations, also where there is neither."""
    assert SHOW["if"] == "always()"
    done = perform(SHOW, stage, CONTRACT_ROOT=str(ROOT))
    assert done.returncode == 0
    assert done.stdout == "::error title=Contract check::the check wrote no report: its log says why\n"
    (stage / "out" / "contract.md").write_text("# Drift\n")
    (stage / "out" / "contract.json").write_text(
        '{"exit_code": 0, "drifts": [{"impact": "additive", "message": "new"}], "fail_on": "breaking"}'
    )
    done = perform(SHOW, stage, CONTRACT_ROOT=str(ROOT))
    assert done.stdout == "::warning title=no operation%3A additive::new%0Afingerprint: none\n"
    assert (stage / "summary").read_text() == "# Drift\n"


def test_the_options_are_those_of_the_check() -> None:
    """Every option that the action gives is one of the command's."""
    from contract_tests.provider import command

    source = Path(command.__file__).read_text()
    for option in re.findall(r"\((--[a-z-]+) ", CHECK["run"]):
        assert f'"{option}"' in source, option


def test_the_readme_shows_the_action_as_it_is() -> None:
    """The example gives inputs that there are, and a key from a secret."""
    readme = (ROOT / "README.md").read_text()
    (example,) = re.findall(r"```yaml\n(.*?contract-check.*?)```", readme, re.DOTALL)
    workflow = yaml.safe_load(example)
    (job,) = workflow["jobs"].values()
    (step,) = [each for each in job["steps"] if FOLDER in each.get("uses", "")]
    assert step["with"].keys() <= ACTION["inputs"].keys()
    assert re.fullmatch(r"\$\{\{ secrets\.\w+ \}\}", step["with"]["api-key"])
    assert workflow["permissions"] == {"contents": "read"}
