"""The public names: what users import, held so that none goes or comes unseen."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import ntropy_client

ROOT = Path(__file__).parent.parent.parent

PUBLIC = """
    UNSET APIConnectionError APIStatusError APITimeoutError AsyncNtropy AsyncPage AsyncPages AuthenticationError
    BadRequestError BankStatementFailedError BatchFailedError ConfigurationError ConflictError JobFailedError
    NotFoundError Ntropy NtropyError Page PayloadTooLargeError PermissionDeniedError Problem QuotaExceededError
    RateLimitError Request RequestValidationError Response ResponseValidationError ServerError Timeouts
    TransactionInputDict UnprocessableEntityError Upload WaitTimeoutError WebhookVerificationError __version__
    models operations
"""


def test_the_public_names_are_these() -> None:
    """A name that is added or lost is a decision, made here."""
    assert sorted(ntropy_client.__all__) == sorted(PUBLIC.split())
    for name in ntropy_client.__all__:
        assert getattr(ntropy_client, name) is not None


def test_models_has_every_schema() -> None:
    """Every schema and enumeration of the document is importable, by name and by star."""
    from ntropy_client import document, models

    kept = {name for name, schema in document.load().schemas.items() if schema.get("x-python") != "json"}
    assert kept <= set(models.__all__)
    for name in models.__all__:
        assert getattr(models, name).__name__ == name
    with pytest.raises(AttributeError, match="Bacth"):
        models.Bacth  # type: ignore[attr-defined]  # noqa: B018  # pyright: ignore


def test_every_error_is_an_ntropy_error() -> None:
    """One except clause catches all, and each says whence it comes."""
    for name in ntropy_client.__all__:
        value = getattr(ntropy_client, name)
        if isinstance(value, type) and issubclass(value, BaseException):
            assert issubclass(value, ntropy_client.NtropyError)


@pytest.mark.parametrize("name", ["ntropy_client", "ntropy_client.models", "ntropy_client.operations"])
def test_a_module_lists_what_it_has(name: str) -> None:
    """`dir` shows the public names, so that completion works."""
    module = importlib.import_module(name)
    assert set(module.__all__) <= set(dir(module))


def test_every_public_thing_has_a_docstring() -> None:
    """Modules, classes, functions and methods that users can reach say what they are."""
    bare: list[str] = []
    for path in sorted((ROOT / "overrides").rglob("*.py")) + sorted((ROOT / "openapi").rglob("*.py")):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
            if not isinstance(node, documented) or ast.get_docstring(node):
                continue
            name = getattr(node, "name", "module")
            if not name.startswith("_"):
                bare.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)} {name}")
    inner = {"hang", "load", "names", "dump", "least"}
    assert [one for one in bare if one.split()[-1] not in inner] == []


def test_importing_brings_little() -> None:
    """`import ntropy_client` loads no model, no resource and no extra."""
    code = "import sys, ntropy_client; print('\\n'.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = (
        "ntropy_api.models.",
        "ntropy_api.api.",
        "ntropy_api.resources.",
        "tqdm",
        "starlette",
        "jsonschema",
        "rich",
    )
    assert [name for name in loaded if name.startswith(heavy)] == []
