"""Fixtures of the drill."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis.configuration import set_hypothesis_home_dir


@pytest.fixture(scope="package", autouse=True)
def _nothing_left_behind() -> Generator[None]:  # pyright: ignore[reportUnusedFunction]
    """Whatever Hypothesis stores goes where it is thrown away, and seeded failures are not logged."""
    log = logging.getLogger("ntropy_client.sandbox")
    level = log.level
    log.setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as directory:
        set_hypothesis_home_dir(Path(directory))
        yield
        set_hypothesis_home_dir(None)
    log.setLevel(level)
