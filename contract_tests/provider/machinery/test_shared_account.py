"""A check over a socket says the truth on an account that is in use, and leaves it as it was.

What cannot differ between operations is looked at with the webhooks alone: of them an account may have ten.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.provider.machinery.command import ROOT, Outcome, Started, start
from contract_tests.provider.machinery.customer import customer, everything, furnish
from ntropy_client import document as documents

WEBHOOKS = ",".join(one.id for one in documents.load().operations.values() if one.tag == "webhooks")
HOOK = {"url": "http://127.0.0.1:9/mine", "events": [], "token": "kept"}
NO_ROOM = "the account has no room for another webhook"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A sandbox on a port of its own."""
    command = [sys.executable, "-m", "ntropy_client.cli", "sandbox", "--port=0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = next(line for line in server.stdout if "http://127.0.0.1:" in line)
        yield f"http://127.0.0.1:{line.partition('http://127.0.0.1:')[2].split()[0].strip('/')}"
        server.terminate()


def unknowns(outcome: Outcome) -> list[str]:
    """What a check left open."""
    return [one["message"] for one in json.loads(outcome.report("contract.json"))["unknown"]]


def kept(client: httpx.Client) -> dict[str, Any]:
    """All that the account has but for batches, which nobody can delete."""
    return everything(client) | {"batches": None}


@pytest.mark.timeout(300)
def test_what_there_is_no_room_for_is_left_open(address: str, tmp_path: Path) -> None:
    """With four webhooks of others everything is tried; with nine and ten the rest is unknown, and says why."""
    started: dict[int, Started] = {}
    before: dict[int, dict[str, Any]] = {}
    for there in (4, 9, 10):
        with customer(address, f"holds-{there}") as client:
            for _ in range(there):
                client.post("/v3/webhooks", json=HOOK).raise_for_status()
            before[there] = kept(client)
        started[there] = start(
            tmp_path / str(there), "--base-url", address, f"--operations={WEBHOOKS}", key=f"holds-{there}"
        )
    for there, one in started.items():
        outcome = one.outcome()
        assert outcome.code == 0, outcome.output + outcome.errors
        left_open = unknowns(outcome)
        assert all(NO_ROOM in message for message in left_open)
        assert bool(left_open) == (there > 4), left_open
        with customer(address, f"holds-{there}") as client:
            assert kept(client) == before[there]


@pytest.mark.timeout(300)
def test_a_check_that_was_killed_does_not_spoil_the_next(address: str, tmp_path: Path) -> None:
    """What it left is deleted first where its journal lies; elsewhere it is in the way and no drift."""
    asked = (
        "--base-url",
        address,
        f"--operations={WEBHOOKS},rules_replace,account_holders_create",
        "--parts=probes,walk,schemathesis",
    )
    before: dict[str, dict[str, Any]] = {}
    left: dict[str, dict[str, Any]] = {}
    nexts: dict[str, Started] = {}
    outcomes: dict[str, Outcome] = {}
    for reports in ("same", "other"):
        with customer(address, f"killed-{reports}") as client:
            furnish(client)
            before[reports] = kept(client)
            killed = start(tmp_path / "same", *asked, key=f"killed-{reports}")
            deadline = time.monotonic() + 60
            while len(client.get("/v3/webhooks").json()["data"]) < 4 and time.monotonic() < deadline:
                time.sleep(0.02)
            killed.process.kill()
            killed.process.communicate()
            left[reports] = kept(client)
            assert left[reports] != before[reports]
        nexts[reports] = start(tmp_path / reports, *asked, key=f"killed-{reports}")
        if reports == "same":
            # Only then may another check write its journal there.
            outcomes[reports] = nexts[reports].outcome()
    outcomes["other"] = nexts["other"].outcome()
    after: dict[str, dict[str, Any]] = {}
    for reports, outcome in outcomes.items():
        assert outcome.code == 0, outcome.output + outcome.errors
        assert all(NO_ROOM in message for message in unknowns(outcome))
        with customer(address, f"killed-{reports}") as client:
            after[reports] = kept(client)
    assert after["same"] == before["same"]
    assert unknowns(outcomes["same"]) == []
    # Webhooks are disabled by themselves where nobody answers.
    assert after["other"]["webhooks"].keys() == left["other"]["webhooks"].keys()
    assert before["other"]["webhooks"].items() <= after["other"]["webhooks"].items()
    assert after["other"] | {"webhooks": None} == left["other"] | {"webhooks": None}
