"""What the README prints works as printed."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()


def test_the_first_script_runs_against_the_sandbox(tmp_path: Path) -> None:
    """Started as the README says, with the port alone left to the system."""
    (script,) = re.findall(r"```python\n(from ntropy_client import NotFoundError.*?)```", README, re.DOTALL)
    (tmp_path / "first.py").write_text(script)
    command = [str(Path(sys.executable).parent / "ntropy"), "sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            assert server.stdout is not None
            address = next(
                found[0] for line in server.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+", line))
            )
            done = subprocess.run(
                [sys.executable, "first.py"],
                cwd=tmp_path,
                env={**os.environ, "NTROPY_BASE_URL": address, "NTROPY_API_KEY": "any-key"},
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            server.terminate()
            server.communicate(timeout=10)
    assert done.returncode == 0, done.stderr
    assert "Netflix" in done.stdout
    assert "404 Not Found" in done.stdout


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Call make as a person would, whatever called these tests."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))
    }
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_every_target_that_is_named_exists() -> None:
    """No make target is promised that is not there."""
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    for name in ("README.md", "openapi/README.md", "contract_tests/benchmarks/README.md"):
        for words in re.findall(r"`make ([a-z -]+)", (ROOT / name).read_text()):
            assert set(words.split()) <= targets, (name, words)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("BASEURL=http://127.0.0.1:1", "BASE_URL"),
        ("base_url=x", "BASE_URL"),
        ("CREDIT=5", "CREDITS"),
        ("Z=", ""),
    ],
)
def test_a_variable_that_make_does_not_know_is_refused(given: str, meant: str) -> None:
    """Misspelt on the command line, it is told with the nearest name instead of being passed over."""
    made = make("-n", "contract", given)
    assert made.returncode == 2, made.stdout
    said = f"{given.partition('=')[0]} is no variable of this Makefile"
    assert (f"{said}: is {meant} meant?" if meant else f"{said}. It has") in made.stderr


def test_no_target_does_anything_with_a_variable_that_make_does_not_know() -> None:
    """Whatever is asked for."""
    targets = sorted(set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE)))
    assert len(targets) > 10
    made = make("-n", "--keep-going", *targets, "BASEURL=x")
    assert (made.returncode, made.stdout) == (2, "")


def test_every_variable_that_make_names_may_be_given() -> None:
    """What the list of targets names is known, whatever stands in it."""
    named = set(re.findall(r"\b([A-Z_]+)=", " ".join(re.findall(r"##.*\[(.*)\]", MAKEFILE))))
    assert {"BASE_URL", "CREDITS", "ARGS", "QUICK"} <= named
    made = make("-n", "help", "PYTHON=python3", *(f"{name}=--one=1 --two 'x'" for name in sorted(named)))
    assert made.returncode == 0, made.stderr


def test_every_link_leads_somewhere() -> None:
    """Files that the README points to are there."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_extra_that_is_named_exists() -> None:
    """No extra is promised that cannot be installed."""
    import tomllib

    known = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for names in re.findall(r"\[([a-z]+)\]`|ntropy-client\[([a-z,]+)\]", README):
        for name in "".join(names).split(","):
            assert name in known


def test_every_example_of_a_whole_program_is_one() -> None:
    """What is printed can be copied: names are imported, and it compiles; snippets of an `async def` say so."""
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        compile(block, "README.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def test_the_first_script_is_typed() -> None:
    """As a strict type checker wants it."""
    (script,) = re.findall(r"```python\n(from ntropy_client import NotFoundError.*?)```", README, re.DOTALL)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, "-c", script]
    environment = {
        **os.environ,
        "MYPYPATH": os.pathsep.join(map(str, (ROOT / "overrides", ROOT / "generated"))),
    }
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
