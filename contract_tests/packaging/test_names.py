"""The public names: what users import, held so that none goes or comes unseen."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ntropy_client

ROOT = Path(__file__).parent.parent.parent

PUBLIC = """
    UNSET APIConnectionError APIStatusError APITimeoutError AsyncNtropy AsyncPage AsyncPages AuthenticationError
    BadRequestError BankStatementFailedError BatchFailedError ConfigurationError ConflictError JobFailedError
    NotFoundError Ntropy NtropyError Page PayloadTooLargeError PermissionDeniedError Problem QuotaExceededError
    RateLimitError Request RequestValidationError Response ResponseValidationError ServerError Timeouts
    TransactionInputDict UnprocessableEntityError Upload WaitTimeoutError WebhookValidationError
    WebhookVerificationError __version__ models operations rules webhooks
"""


def test_the_public_names_are_these() -> None:
    """A name that is added or lost is a decision, made here."""
    assert sorted(ntropy_client.__all__) == sorted(PUBLIC.split())
    for name in ntropy_client.__all__:
        assert getattr(ntropy_client, name) is not None


def test_pacing_has_these_names() -> None:
    """What paces is asked for by its module, which no client loads by itself."""
    from ntropy_client import pacing

    assert sorted(pacing.__all__) == ["Pacer", "PacerProtocol"]


def test_models_has_every_schema() -> None:
    """Every schema and enumeration of the document is importable, by name and by star."""
    from ntropy_client import document, models

    described = document.load()
    kept = {
        name
        for name, schema in described.schemas.items()
        if schema.get("x-python") != "json" and ("enum" in schema or "properties" in schema)
    }
    # The fields of a form are arguments.
    for operation in described.operations.values():
        if operation.body_content_type == "multipart/form-data":
            kept.remove(str((operation.body_schema or {})["$ref"]).rpartition("/")[2])
    assert len(kept) > 50
    assert kept <= set(models.__all__)
    for name in models.__all__:
        assert getattr(models, name).__name__ == name
    with pytest.raises(AttributeError, match="Bacth"):
        models.Bacth  # type: ignore[attr-defined]  # noqa: B018  # pyright: ignore


def test_every_error_is_an_ntropy_error() -> None:
    """One except clause catches all, and all can be imported: those of the modules, not those that are listed."""
    from ntropy_api import errors
    from ntropy_client import _errors

    defined = {
        name: value
        for module in (errors, _errors)
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, BaseException)
    }
    assert len(defined) >= 22
    assert [name for name, kind in defined.items() if not issubclass(kind, ntropy_client.NtropyError)] == []
    assert {name: getattr(ntropy_client, name, None) for name in defined} == defined
    assert set(defined) - set(ntropy_client.__all__) == set()


@pytest.mark.parametrize(
    "name",
    [
        "ntropy_client",
        "ntropy_client.models",
        "ntropy_client.operations",
        "ntropy_client.rules",
        "ntropy_client.webhooks",
    ],
)
def test_a_module_lists_what_it_has(name: str) -> None:
    """`dir` shows the public names, so that completion works."""
    module = importlib.import_module(name)
    assert set(module.__all__) <= set(dir(module))


def test_every_public_thing_has_a_docstring() -> None:
    """Modules, classes, functions and methods that users can reach say what they are."""

    def bare(node: ast.AST) -> Iterator[ast.AST]:
        """Public definitions without a docstring, those within functions and private classes left out."""
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                if inner.name.startswith("_"):
                    continue
                if not ast.get_docstring(inner):
                    yield inner
                if not isinstance(inner, ast.ClassDef):
                    continue
            yield from bare(inner)

    found: list[str] = []
    for top in ("overrides", "openapi/runtime", "generated"):
        for path in sorted((ROOT / top).rglob("*.py")):
            tree = ast.parse(path.read_text())
            if top != "generated" and not ast.get_docstring(tree):
                found.append(f"{path.relative_to(ROOT)}: the module")
            found += [f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}" for node in bare(tree)]
    assert found == []


def test_importing_brings_little() -> None:
    """`import ntropy_client` loads no model, no resource and no extra."""
    # What httpx brings is not ours to say: it loads rich where it finds it.
    code = (
        "import sys, httpx; known = set(sys.modules); import ntropy_client; print(*set(sys.modules) - known)"
    )
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
        "aiohttp",
        "httpx_aiohttp",
        "asyncio",
    )
    assert [name for name in loaded if name.startswith(heavy)] == []
