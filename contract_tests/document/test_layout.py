"""Arrows between the parts point one way: openapi -> generated -> overrides -> contract_tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CLIENT = ROOT / "overrides" / "ntropy_client"

MAY_IMPORT = {
    "openapi": {"openapi"},
    "generated": {"ntropy_api"},
    "overrides": {"ntropy_api", "ntropy_client"},
}
OURS = {"openapi", "ntropy_api", "ntropy_client", "contract_tests"}


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports; relative ones by their place in the tree."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            if not node.level:
                yield node.module or ""
            else:
                base = package[: len(package) - node.level + 1]
                inside = base[1:] if base[0] in ("overrides", "generated") else base
                names = [node.module] if node.module else [name.name for name in node.names]
                yield from (".".join((*inside, *name.split("."))) for name in names)


def sources(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "__pycache__" not in path.parts]


@pytest.mark.parametrize("top", MAY_IMPORT)
def test_no_arrow_points_back(top: str) -> None:
    """The lower part knows nothing of the upper ones."""
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(ROOT / top)
        for name in imports(path)
        if name.split(".")[0] in OURS - MAY_IMPORT[top]
    }
    assert found == set()


def test_decoders_are_built_in_one_place() -> None:
    """Two threads that build decoders at once crash the process: only the codec, which has a lock, builds them."""
    found = {
        path.relative_to(ROOT).as_posix()
        for path in sources(ROOT / "generated")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Decoder"
    }
    assert found == {"generated/ntropy_api/codec.py"}


def test_only_the_transport_names_httpx() -> None:
    """The HTTP library can be changed in two files of the client; what watches and fakes it comes beside."""
    allowed = {
        "_transport.py",
        "_outcome.py",
        "conformance/_watch.py",
        "sandbox/transport.py",
        "sandbox/post.py",
    }
    found = {
        path.relative_to(CLIENT).as_posix()
        for path in sources(CLIENT)
        for name in imports(path)
        if name.split(".")[0] in ("httpx", "httpcore") and not path.is_relative_to(CLIENT / "testing")
    }
    assert found <= allowed
    assert "_transport.py" in found


def test_the_sandbox_knows_nothing_of_the_client() -> None:
    """An error in one cannot hide an error in the other."""
    allowed = {"ntropy_client._version", "ntropy_client.document", "ntropy_client._extras"}
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(CLIENT / "sandbox")
        for name in imports(path)
        if name.startswith(("ntropy_client", "ntropy_api"))
        and not name.startswith("ntropy_client.sandbox")
        and name not in allowed
    }
    assert found == set()


def test_the_core_imports_only_its_two_dependencies() -> None:
    """Everything else is imported where an extra is used, inside a function or a package of its own."""
    extras = {"sandbox", "cli", "conformance", "testing"}
    known = {"httpx", "msgspec", "ntropy_api", "ntropy_client"}
    import sys

    found: set[str] = set()
    for path in sources(CLIENT):
        parts = path.relative_to(CLIENT).parts
        if parts[0].removesuffix(".py") in extras:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Import | ast.ImportFrom) and not getattr(node, "level", 0):
                names = (
                    [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else [one.name for one in node.names]
                )
                found |= {name.split(".")[0] for name in names}
    assert found - known - set(sys.stdlib_module_names) == set()


def test_hand_written_modules_hold_one_noun() -> None:
    """No module of the client grows beyond what can be read at once."""
    long = {path.name: len(path.read_text().splitlines()) for path in sources(CLIENT)}
    assert {name: lines for name, lines in long.items() if lines > 350} == {}
