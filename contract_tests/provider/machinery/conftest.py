"""What takes long is under way beside everything else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from contract_tests.provider.machinery.command import ROOT, Started, start

KEY = "contract-test-key-0123"


@pytest.fixture(scope="session", autouse=True)
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Started | None]:
    """A whole check of the sandbox on a port, if anybody is going to ask for it: it waits a lot."""
    if not any(
        "whole" in getattr(item, "fixturenames", ()) and "test_whole" in item.nodeid
        for item in request.session.items
    ):
        yield None
        return
    command = [sys.executable, "-m", "ntropy_client.cli", "sandbox", "--port=0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = next(line for line in server.stdout if "http://127.0.0.1:" in line)
        url = f"http://127.0.0.1:{line.partition('http://127.0.0.1:')[2].split()[0].strip('/')}"
        started = start(tmp_path_factory.mktemp("whole"), "--base-url", url, "--profile=smoke", key=KEY)
        yield started
        started.process.kill()
        started.process.communicate()
        server.terminate()
