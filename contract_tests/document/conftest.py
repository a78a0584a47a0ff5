"""What the document's tests share: the edge document, and its tree, generated once."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from openapi._source import Source
from openapi.generate import build

HERE = Path(__file__).parent
EDGE = HERE / "edge.yaml"


@pytest.fixture(scope="session")
def edge_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package generated from the edge document."""
    folder = tmp_path_factory.mktemp("edge") / "edge_api"
    build(Source(EDGE, "edge.yaml"), folder)
    return folder


@pytest.fixture(scope="session")
def edge(edge_tree: Path) -> ModuleType:
    """The same, imported."""
    sys.path.insert(0, str(edge_tree.parent))
    try:
        return importlib.import_module("edge_api")
    finally:
        sys.path.remove(str(edge_tree.parent))
