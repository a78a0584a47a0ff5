"""The whole check, from the command line, against a sandbox of its own process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from contract_tests.provider.machinery.command import ROOT, Outcome, start
from contract_tests.provider.machinery.customer import customer, everything, furnish
from ntropy_client import document as documents

KEY = "contract-test-key-0123"


@pytest.fixture
def address() -> Iterator[str]:
    """A sandbox on a port of its own."""
    command = [sys.executable, "-m", "ntropy_client.cli", "sandbox", "--port=0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = next(line for line in server.stdout if "http://127.0.0.1:" in line)
        yield f"http://127.0.0.1:{line.partition('http://127.0.0.1:')[2].split()[0].strip('/')}"
        server.terminate()


@pytest.mark.timeout(600)
def test_an_honest_server_conforms_however_often_it_is_checked(address: str, tmp_path: Path) -> None:
    """The sandbox on a port passes every part, twice on an account that is in use, which is left as it was."""
    with customer(address, KEY) as client:
        furnish(client)
        before = everything(client) | {"batches": None}
        asked = ("--base-url", address, "--profile=smoke")
        # What rules make is made for them alone, and they wait a lot: once is enough.
        for number, parts in enumerate((["--parts=probes,walk,schemathesis"], [])):
            outcome = start(tmp_path / str(number), *asked, *parts, key=KEY).outcome()
            assert outcome.code == 0, outcome.output + outcome.errors
            if not parts:
                conforms(outcome)
            assert everything(client) | {"batches": None} == before
            assert not (outcome.reports / "created.jsonl").exists()
            assert not (outcome.reports / "saved.json").exists()


def conforms(outcome: Outcome) -> None:
    """The exit status is 0, and all reports say so."""
    assert outcome.code == 0, outcome.output + outcome.errors
    assert "conforms in" in outcome.output
    count = len(documents.load().operations)
    assert f"seen 2xx {count}/{count}" in outcome.output
    report = json.loads(outcome.report("contract.json"))
    assert (report["verdict"], report["exit_code"], report["drifts"]) == ("conforms", 0, [])
    assert report["unknown"] == []
    assert {part["name"] for part in report["parts"] if part["state"] == "done"} >= {
        "probes",
        "rules",
        "walk",
        "schemathesis",
        "conformance",
        "ledger",
        "coverage",
    }
    assert not ElementTree.fromstring(outcome.report("junit.xml")).findall(".//failure")
    assert "**conforms" in outcome.report("contract.md")
