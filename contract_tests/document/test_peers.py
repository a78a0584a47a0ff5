"""The peers are pinned, and none is lost without a word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .peers import installed

PACKAGE, LOCK = (json.loads((installed.HERE / name).read_text()) for name in installed.PINS)


def test_pins_are_exact_and_by_digest() -> None:
    """Everything that npm installs is decided here."""
    assert PACKAGE["dependencies"] == {
        name: LOCK["packages"][f"node_modules/{name}"]["version"] for name in PACKAGE["dependencies"]
    }
    assert len(LOCK["packages"]) > 100
    for name, one in LOCK["packages"].items():
        assert not name or (one["version"] and one["integrity"].startswith("sha512-")), name


def test_pins_name_no_address() -> None:
    """Whose registry it comes from is for the one who installs to say."""
    for path in installed.HERE.iterdir():
        if path.is_file() and path.suffix != ".py":
            assert "://" not in path.read_text(), path.name
    assert not (installed.HERE / ".npmrc").exists()


@pytest.mark.parametrize("ci", [True, False], ids=["ci", "elsewhere"])
def test_what_is_not_installed_is_skipped_but_not_in_ci(
    ci: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person reads what to do about it; CI fails."""
    monkeypatch.setenv("CI", "true" if ci else "")
    monkeypatch.setattr(installed, "INSTALLED", tmp_path)
    monkeypatch.setattr(installed, "PYTHON", tmp_path)
    kind: Any = pytest.fail.Exception if ci else pytest.skip.Exception
    with pytest.raises(kind, match="Redocly and Prism are not installed as they are pinned: make peers"):
        installed.node_modules()
    with pytest.raises(kind, match="datamodel-codegen is not installed: make peers"):
        installed.python_peer("datamodel-codegen")


def test_half_an_installation_and_an_older_one_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When npm was interrupted, or the pins have moved on since, the tests say so."""
    monkeypatch.setenv("CI", "")
    monkeypatch.setattr(installed, "INSTALLED", tmp_path)
    folder = tmp_path / "node_modules"
    folder.mkdir()
    for name in installed.PINS:
        (tmp_path / name).write_bytes((installed.HERE / name).read_bytes())
    with pytest.raises(pytest.skip.Exception):
        installed.node_modules()
    (folder / ".package-lock.json").touch()
    assert installed.node_modules() == folder
    (tmp_path / "package-lock.json").write_text("{}")
    with pytest.raises(pytest.skip.Exception):
        installed.node_modules()
