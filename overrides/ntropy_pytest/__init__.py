"""The pytest plugin of ntropy-client. It imports nothing until one of its fixtures is used.

It is a package of its own because pytest imports plugins with all that they lie in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ntropy_client.sandbox import ManualClock
    from ntropy_client.testing import NtropyMock, NtropySandbox

__all__ = ["ntropy_clock", "ntropy_mock", "ntropy_sandbox"]


@pytest.fixture
def ntropy_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[ManualClock]:
    """The time of all clients and of `ntropy_sandbox`: it stands, and goes on by as much as a client sleeps.

    `advance(seconds)` lets more of it pass. ``NTROPY_API_KEY`` is set, where it is not.
    """
    import os

    from ntropy_client.sandbox import ManualClock
    from ntropy_client.testing import held

    if not os.environ.get("NTROPY_API_KEY"):
        monkeypatch.setenv("NTROPY_API_KEY", "test-key")
    with held(ManualClock()) as clock:
        yield clock


@pytest.fixture
def ntropy_mock(ntropy_clock: ManualClock) -> Iterator[NtropyMock]:
    """Answers that you set, by operation, for requests of the code under test.

    They have to fit the API's document, and so have the requests.
    """
    from ntropy_client.testing import NtropyMock

    with NtropyMock() as mock:
        yield mock


@pytest.fixture
def ntropy_sandbox(ntropy_clock: ManualClock) -> Iterator[NtropySandbox]:
    """A sandbox of the test's own, which answers the requests of the code under test and keeps what it is told."""
    from ntropy_client.testing import NtropySandbox

    with NtropySandbox(ntropy_clock) as sandbox:
        yield sandbox
