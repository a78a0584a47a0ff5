"""What the document's tests share: the edge document and its tree, generated once; a mock of the document."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from openapi._source import Source
from openapi.generate import DOCUMENT, build

from .peers.calls import KEY
from .peers.prism import Prism

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


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a mock that Prism makes of the document, of the file as it stands."""
    with Prism(DOCUMENT, tmp_path_factory.mktemp("prism") / "log.txt") as mock:
        yield mock.url


@pytest.fixture
def bare(prism: str) -> Iterator[httpx.Client]:
    """A client of no kindness to the mock: it sends what it is told to."""
    with httpx.Client(base_url=prism, headers={"X-Api-Key": KEY}, trust_env=False) as http:
        yield http
