"""Fixtures: what came of the jobs, and which client did them."""

from __future__ import annotations

import pytest

from contract_tests.document.peers.installed import python_peer
from contract_tests.provider.official_sdk.ran import KINDS, Ran, run


@pytest.fixture(scope="session")
def ran() -> Ran:
    """What came of all jobs. Without the peers' environment the test is skipped; in CI it fails."""
    return run(python_peer("python"))


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The client that did the job."""
    return str(request.param)
