"""What users install: the wheel, from a clean environment, outside the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
VENV_BIN = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NTROPY_", "PYTHON"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel and the sdist, built as a release builds them: the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An environment with nothing but the wheel and what it asks for; its python."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    # The versions that everything else is tested with.
    pins = re.findall(r"^([\w.-]+==[^\s;]+)", (ROOT / "requirements-dev.txt").read_text(), re.MULTILINE)
    (folder / "constraints.txt").write_text("\n".join(pins))
    install = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "-c", folder / "constraints.txt")
    run(python, *install, f"{wheel}[sandbox,progress]", cwd=folder)
    yield python
    shutil.rmtree(folder)


def test_every_package_is_in_it_with_types_and_document(wheel: Path, dist: Path) -> None:
    """The wheel has what the checkout has, and nothing of the tests."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "ntropy_client/__init__.py",
        "ntropy_client/py.typed",
        "ntropy_api/py.typed",
        "ntropy_api/openapi.json",
        "ntropy_api/models/batch.py",
        "ntropy_api/resources/batches.py",
    ):
        assert name in names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "ntropy_client",
        "ntropy_pytest",
        "ntropy_api",
    }
    checkout = {
        f"{package.name}/{path.relative_to(package)}"
        for package in sorted((*(ROOT / "overrides").iterdir(), ROOT / "generated/ntropy_api"))
        for path in package.rglob("*.py")
    }
    assert checkout == {name for name in names if name.endswith(".py")}
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        inside = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"openapi/ntropy-v3.yaml", "LICENSE", "README.md", "CHANGELOG.md"} <= inside


def test_only_httpx_and_msgspec_are_required(wheel: Path) -> None:
    """Everything else is an extra."""
    (name,) = (name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("METADATA"))
    metadata = Parser().parsestr(zipfile.ZipFile(wheel).read(name).decode())
    needs = metadata.get_all("Requires-Dist") or []
    core = {re.split(r"[^\w-]", need)[0] for need in needs if "extra ==" not in need}
    assert core == {"httpx", "msgspec"}
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "Apache-2.0"


def test_an_application_runs_from_a_clean_environment(clean: Path, tmp_path: Path) -> None:
    """Everything that an application developer is shown works as printed, against `ntropy sandbox`."""
    script = tmp_path / "consumer.py"
    shutil.copy(HERE / "consumer.py", script)
    command = [str(clean.parent / "ntropy"), "sandbox", "--port", "0"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            assert server.stdout is not None
            address = next(
                found[0] for line in server.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+", line))
            )
            out = run(clean, script, cwd=tmp_path, NTROPY_BASE_URL=address, NTROPY_API_KEY="any-key")
        finally:
            server.terminate()
            server.communicate(timeout=10)
    assert out.endswith("consumer ok\n")
    assert "Netflix" in out or "Blue Bottle" in out
    assert re.search(r"404 Not Found: .*; path /v3/batches/nope \(batches_get, request [0-9a-f-]+\)", out)
    assert "any-key" not in out


def test_the_core_needs_no_extra(clean: Path, tmp_path: Path) -> None:
    """Importing the client, and pacing it, imports nothing of the extras."""
    code = (
        "import sys, ntropy_client; from ntropy_client import models, operations; "
        "from ntropy_client.pacing import Pacer; "
        "client = ntropy_client.Ntropy('any-key', pacer=Pacer()); client.batches; "
        "print(sorted({'tqdm', 'starlette', 'uvicorn', 'jsonschema_rs', 'multipart', 'pyrate_limiter'} & set(sys.modules)))"
    )
    assert run(clean, "-c", code, cwd=tmp_path).strip() == "[]"


def test_an_application_type_checks(clean: Path, tmp_path: Path) -> None:
    """mypy --strict and pyright have nothing to say about the same file, against the installed wheel."""
    script = tmp_path / "consumer.py"
    shutil.copy(HERE / "consumer.py", script)
    run(
        VENV_BIN / "mypy",
        "--strict",
        "--python-executable",
        clean,
        "--cache-dir",
        tmp_path / "cache",
        script,
        cwd=tmp_path,
    )
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    run(VENV_BIN / "pyright", "--pythonpath", clean, script, cwd=tmp_path)
