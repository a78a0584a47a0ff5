"""Run all jobs of the official SDK against a sandbox on a loopback port."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from contract_tests.provider.machinery.serving import Answer, Rewritten, serve
from contract_tests.provider.official_sdk.descriptions import descriptions
from contract_tests.provider.official_sdk.shapes import without
from contract_tests.provider.official_sdk.witness import Seen, Witness
from contract_tests.provider.receiver import Received, Receiver
from ntropy_client.document import load
from ntropy_client.sandbox import ManualClock, create_app

__all__ = ["KINDS", "ROOT", "Ran", "run"]

KINDS = ("SDK", "AsyncSDK")
ROOT = Path(__file__).parent.parent.parent.parent
JOBS = "contract_tests.provider.official_sdk.jobs"
LONGEST = 90
"""Seconds that all jobs may take together."""
STEP = 0.0501
"""Seconds on the sandbox's clock from one request to the next: no two things happen at the same moment, and
none at a whole second, which the sandbox and the SDK write in different ways."""

_UNWANTED = re.compile(r"PYTHON|NTROPY|\w+_proxy$", re.IGNORECASE)


@dataclass(frozen=True)
class Ran:
    """What came of all jobs.

    Attributes:
        sdk: The version and the methods of the SDK.
        jobs: By the kind of client and the name of the job: what it saw, or how it failed.
        seen: What was exchanged with the sandbox.
        received: What came to webhooks.
    """

    sdk: Mapping[str, Any]
    jobs: Mapping[tuple[str, str], Mapping[str, Any]]
    seen: list[Seen]
    received: list[Received]

    def saw(self, kind: str, name: str) -> Any:
        """What a job saw, without the ids of requests, which are never the same."""
        job = self.jobs[kind, name]
        if "failed" in job:
            pytest.fail(f"{kind}, {name}: {job['failed']}", pytrace=False)
        return without(job["saw"], "request_id", "req_id")

    def exchanges(self, kind: str, name: str, method: str = "", path: str = "") -> list[Seen]:
        """What a job exchanged, all of it or with one method and path."""
        mine = [one for one in self.seen if one.key == f"{kind}-{name}"]
        return [one for one in mine if method in {"", one.method} and path in {"", one.path}]


def run(python: Path) -> Ran:
    """Run all jobs, each with a key of its own.

    Args:
        python: An interpreter that has the SDK.

    Returns:
        What came of them. When they could not be run the test fails.
    """
    clock = ManualClock()
    app = create_app(clock=clock)
    accounting: list[str] = load().schemas["AccountingCategory"]["enum"]

    def categorise(answer: Answer) -> None:
        # One job is to see all categories, of which the sandbox by itself gives only the usual ones.
        if answer.path == "/v3/transactions" and (answer.key or "").endswith("-accounting"):
            enriched = answer.json()
            enriched["categories"]["accounting"] = enriched["id"]
            answer.set_json(enriched)

    witness = Witness(Rewritten(app, categorise), lambda: clock.advance(STEP))
    environment = {name: value for name, value in os.environ.items() if not _UNWANTED.match(name)}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "NO_PROXY": "127.0.0.1"}
    with serve(witness) as url, Receiver() as receiver:
        command = [str(python), "-m", JOBS, url]
        given = {"hook": receiver.url, "descriptions": descriptions(), "accounting": accounting}
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                input=json.dumps(given),
                capture_output=True,
                text=True,
                timeout=LONGEST,
            )
        except subprocess.TimeoutExpired:
            pytest.fail(f"the jobs do not end; the last request: {witness.seen[-1:]}", pytrace=False)
        if done.returncode:
            pytest.fail(f"{python} cannot run the SDK; make peers?\n{done.stderr}", pytrace=False)
        # Each kind of client has a webhook that is told of one batch.
        received = receiver.wait_for(len(KINDS))
        app.state.sandbox.close()
    told, *lines = [json.loads(line) for line in done.stdout.splitlines()]
    jobs = {(line["sdk"], line["job"]): line for line in lines}
    return Ran(told, jobs, witness.seen, received)
