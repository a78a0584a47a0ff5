"""What users of the package have to know is told, weighed, and counted into a version number."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_tests.changes.__main__ import main
from contract_tests.changes.surface import read
from contract_tests.changes.version import at_least, needed

ROOT = Path(__file__).parents[2]
CLIENT = "overrides/ntropy_client"
MODELS = "generated/ntropy_api/models"
BATCHES = "generated/ntropy_api/resources/batches.py"


def git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-C", str(root), *who, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the package as it is now, tagged."""
    root = tmp_path_factory.mktemp("released")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in (CLIENT, "generated/ntropy_api"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / CLIENT / "_version.py").write_text('__version__ = "1.2.3"\n')
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "release")
    git(root, "tag", "v1.2.3")
    return root


@pytest.fixture
def checkout(released: Path) -> Iterator[Path]:
    """The same, to be edited."""
    yield released
    git(released, "reset", "--hard", "--quiet", "v1.2.3")
    git(released, "clean", "--force", "--quiet")


# File, what stands there, what takes its place, and what is told: the version it needs and a line.
CASES: dict[str, tuple[str, str, str, str, str]] = {
    "a name that goes": (
        *(f"{CLIENT}/__init__.py", '    "Upload",\n', ""),
        *("2.0.0", "Upload: class is gone"),
    ),
    "a name that comes": (
        *(f"{CLIENT}/pacing.py", '__all__ = ["Pacer", ', '__all__ = ["Sent", "Pacer", '),
        *("1.3.0", "pacing.Sent: attribute is new"),
    ),
    "a field that goes": (
        *(f"{MODELS}/batch.py", "    total: int\n", ""),
        *("2.0.0", "models.Batch.total: attribute is gone"),
    ),
    "a field that comes": (
        *(f"{MODELS}/batch.py", "    total: int\n", "    total: int\n    cost: int\n"),
        *("1.3.0", "models.Batch.cost: attribute is new"),
    ),
    "a required field that is sent": (
        *(f"{MODELS}/transaction_input.py", "    date: dt.date\n", "    date: dt.date\n    day: str\n"),
        *("2.0.0", "models.TransactionInput.day: required field is new: who makes one without it fails"),
    ),
    "an optional field that is sent": (
        *(
            f"{MODELS}/transaction_input.py",
            "    date: dt.date\n",
            "    date: dt.date\n    day: str | None = None\n",
        ),
        *("1.3.0", "models.TransactionInput.day: attribute is new"),
    ),
    "a field that may be none now": (
        *(f"{MODELS}/batch.py", "    total: int\n", "    total: int | None\n"),
        *("2.0.0", "models.Batch.total: int before, int | None now"),
    ),
    "a field that is never none now": (
        *(f"{MODELS}/batch.py", "priority: BatchPriority | None = None", "priority: BatchPriority"),
        *("1.3.0", "models.Batch.priority: BatchPriority | None before, BatchPriority now"),
    ),
    "a sent field that may be left out": (
        *(f"{MODELS}/transaction_input.py", "    date: dt.date\n", "    date: dt.date | None = None\n"),
        *("1.3.0", "models.TransactionInput.date: may be left out now"),
    ),
    "a key of a dict": (
        *(
            "generated/ntropy_api/json_types.py",
            "class TransactionInputDict(TypedDict):",
            "class TransactionInputDict(TypedDict):\n        day: str",
        ),
        *("2.0.0", "TransactionInputDict.day: required field is new: who makes one without it fails"),
    ),
    "a value of an enumeration that goes": (
        *(f"{MODELS}/batch_status.py", '    ERROR: ClassVar[BatchStatus] = known("error")\n', ""),
        *("2.0.0", "models.BatchStatus.ERROR: attribute is gone"),
    ),
    "a value of an enumeration that comes": (
        *(
            f"{MODELS}/batch_status.py",
            "    ERROR: C",
            '    PAUSED: ClassVar[BatchStatus] = known("paused")\n    ERROR: C',
        ),
        *("1.3.0", "models.BatchStatus.PAUSED: attribute is new"),
    ),
    "a value of an enumeration that means another": (
        *(f"{MODELS}/batch_status.py", 'known("error")', 'known("failed")'),
        *("2.0.0", "models.BatchStatus.ERROR: stands for known('failed') now, for known('error') before"),
    ),
    "a parameter that goes": (
        *(BATCHES, '        priority: BatchPriority | Literal["default", "low"] | None = None,\n', ""),
        *("2.0.0", "Ntropy.batches.create: parameter priority is gone"),
    ),
    "a parameter that comes": (
        *(BATCHES, "        priority: B", "        note: str | None = None,\n        priority: B"),
        *("1.3.0", "Ntropy.batches.create: parameter note is new"),
    ),
    "a required parameter that comes": (
        *(BATCHES, "        priority: B", "        note: str,\n        priority: B"),
        *("2.0.0", "Ntropy.batches.create: parameter note is new and required"),
    ),
    "a parameter that takes more": (
        *(BATCHES, '"default", "low"]', '"default", "low", "high"]'),
        *(
            "1.3.0",
            "Ntropy.batches.create: parameter priority: BatchPriority | Literal['default', 'low'] | None before,",
        ),
    ),
    "a parameter that takes less": (
        *(BATCHES, '"default", "low"]', '"default"]'),
        *(
            "2.0.0",
            "Ntropy.batches.create: parameter priority: BatchPriority | Literal['default', 'low'] | None before,",
        ),
    ),
    "another return type": (
        *(
            BATCHES,
            "**options: Unpack[RequestOptions],\n    ) -> Batch:",
            "**options: Unpack[RequestOptions],\n    ) -> BatchResult:",
        ),
        *("2.0.0", "Ntropy.batches.create: returns another type: Batch before, BatchResult now"),
    ),
    "a method that goes from a hand-written resource": (
        *(f"{CLIENT}/resources/batches.py", "    def wait_all(", "    def _wait_all("),
        *("2.0.0", "Ntropy.batches.wait_all: function is gone"),
    ),
    "another default": (
        *(BATCHES, '= "POST /v3/transactions"', '= "PUT"'),
        *(
            "2.0.0",
            "Ntropy.batches.create: parameter operation: is 'PUT' by default now, 'POST /v3/transactions' before",
        ),
    ),
    "an option of every call": (
        *("generated/ntropy_api/request.py", "    request_id: str\n", ""),
        *("2.0.0", "(options of calls) CallOptions.request_id: attribute is gone"),
    ),
    "a base class": (
        *(
            f"{CLIENT}/_errors.py",
            "class APITimeoutError(APIConnectionError)",
            "class APITimeoutError(NtropyError)",
        ),
        *("2.0.0", "APITimeoutError: is no APIConnectionError any more"),
    ),
    "an extra": ("pyproject.toml", 'progress = ["tqdm>=4.66"]\n', "", "2.0.0", "[progress]: extra is gone"),
    "a higher Python": (
        "pyproject.toml",
        '">=3.11"',
        '">=3.12"',
        "2.0.0",
        "Python: >=3.11 before, >=3.12 now",
    ),
    "a private name": (
        f"{CLIENT}/_retry.py",
        "from __future__ import annotations",
        "from __future__ import annotations\n\nX = 1",
        "",
        "",
    ),
    "a docstring": (
        f"{MODELS}/batch.py",
        '"""How many transactions were submitted."""',
        '"""So many."""',
        "",
        "",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_changes_are_weighed(case: str, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each edit is told by the name that users write, and asks for its version number."""
    name, before, after, wanted, line = CASES[case]
    path = checkout / name
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    assert main(["v1.2.3", "--root", str(checkout), "--check"]) == (1 if wanted else 0)
    said = capsys.readouterr().out
    if not wanted:
        assert said.splitlines()[2].startswith("nothing that users can name has changed")
        return
    assert f"\n  {line}" in said
    assert f": needs {wanted}, a " in said
    assert said.endswith(f"the version here is 1.2.3: raise it to {wanted}\n")


def test_a_version_that_is_high_enough_passes(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Changes that break are fine in a release that says so; without --check they are only told."""
    path = checkout / MODELS / "batch.py"
    path.write_text(path.read_text().replace("    total: int\n", ""))
    assert main(["v1.2.3", "--root", str(checkout)]) == 0
    (checkout / CLIENT / "_version.py").write_text('__version__ = "2.0.0"\n')
    assert main(["v1.2.3", "--root", str(checkout), "--check"]) == 0
    assert capsys.readouterr().out.endswith("the version here is 2.0.0\n")


def test_every_public_name_is_seen() -> None:
    """What the modules export, every model and operation, and every method that hangs on either client."""
    import ntropy_client
    from ntropy_client import document, models

    seen = read(ROOT)
    names = {f"ntropy_client.{name}" for name in ntropy_client.__all__}
    names |= {f"ntropy_client.models.{name}" for name in models.__all__}
    for operation in document.load().operations.values():
        method = operation.id.removeprefix(f"{operation.tag}_")
        names |= {f"ntropy_client.{client}.{operation.tag}.{method}" for client in ("Ntropy", "AsyncNtropy")}
        names.add(f"ntropy_client.operations.{operation.id}")
    assert names - seen.keys() == set()
    assert {"ntropy_client.Ntropy.batches.wait", "ntropy_client.NotFoundError.status_code"} <= seen.keys()


def test_nothing_is_left_behind(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file, no worktree, no change of the index; the directory of the ref goes, also when a ref is unknown."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert main(["v1.2.3", "--root", str(checkout)]) == 0
    assert main(["gone", "--root", str(checkout)]) == 2
    assert list(tmp_path.iterdir()) == []
    assert git(checkout, "status", "--porcelain", "--ignored") == ""
    assert len(git(checkout, "worktree", "list").splitlines()) == 1


def test_what_is_no_ref_is_told(checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 with the reason: no such ref, no package at it, an option in its place, no repository."""
    git(checkout, "checkout", "--quiet", "--orphan", "empty")
    git(checkout, "commit", "--quiet", "--allow-empty", "--message", "empty")
    git(checkout, "rm", "-r", "--quiet", "--cached", ".")
    git(checkout, "commit", "--quiet", "--amend", "--allow-empty", "--message", "empty")
    git(checkout, "branch", "--force", "nothing")
    for ref, reason in (
        ("v9", "there is no ref 'v9' here: the latest tags are v1.2.3"),
        ("--all", "there is no ref '--all' here"),
        ("nothing", "at nothing there is no package to compare with"),
    ):
        assert main(["--root", str(checkout), "--", ref]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith(f"cannot compare: {reason}")
    bare = tmp_path / "bare"
    shutil.copytree(checkout / CLIENT, bare / CLIENT)
    monkey = subprocess.run(["git", "-C", str(bare), "rev-parse"], capture_output=True, check=False)
    if monkey.returncode:
        assert main(["--root", str(bare), "v1"]) == 2
        assert "is no git repository" in capsys.readouterr().err


def test_versions_follow_semantic_versioning() -> None:
    """From 1.0.0 on major, minor and patch; before, what breaks raises the second number."""
    assert needed("1.2.3", breaking=True, additive=True) == ("2.0.0", "major")
    assert needed("1.2.3", breaking=False, additive=True) == ("1.3.0", "minor")
    assert needed("1.2.3", breaking=False, additive=False) == ("1.2.4", "patch")
    assert needed("0.2.3", breaking=True, additive=False) == ("0.3.0", "minor")
    assert needed("0.2.3", breaking=False, additive=True) == ("0.2.4", "patch")
    assert at_least("1.10.0", "1.9.9")
    assert not at_least("1.9.9", "1.10.0")
    assert not at_least("new", "1.0.0")


def test_make_changes() -> None:
    """The target takes the ref, and says what a person has to give."""
    # As a person would, also where make runs the tests.
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--no-print-directory", "changes"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "name the release before: make changes SINCE=" in done.stderr
    if (ROOT / ".git").exists():
        done = subprocess.run(
            [*command, "SINCE=HEAD"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Since HEAD (")
