"""Fixtures of the contract check; without `python -m contract_tests` it is the quick one, embedded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from contract_tests.provider.engine import Engine
from contract_tests.provider.options import Options


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the embedded sandbox has no use for, unless a check is under way that may."""
    # What waits a lot goes first, so that nobody waits for it in the end.
    items.sort(key=lambda item: "test_whole.py" not in item.nodeid)
    if any(isinstance(plugin, Engine) for plugin in config.pluginmanager.get_plugins()):
        return
    left_out = [item for item in items if item.nodeid.endswith("provider/test_check.py::test_live")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session", autouse=True)
def _nothing_left_behind() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    """Whatever Hypothesis stores goes where it is thrown away."""
    with tempfile.TemporaryDirectory() as directory:
        set_hypothesis_home_dir(Path(directory))
        yield
        set_hypothesis_home_dir(None)


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The check that is being carried out."""
    for plugin in request.config.pluginmanager.get_plugins():
        if isinstance(plugin, Engine):
            yield plugin
            return
    made = Engine(Options(profile="smoke"))
    yield made
    made.conclude()
