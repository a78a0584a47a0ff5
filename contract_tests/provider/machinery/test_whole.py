"""The whole check, from the command line, against a sandbox of its own process."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from contract_tests.provider.machinery.command import Started
from ntropy_client import document as documents


def test_an_honest_server_conforms(whole: Started | None) -> None:
    """The sandbox on a port passes every part with exit status 0, and all reports say so."""
    assert whole is not None
    outcome = whole.outcome()
    assert outcome.code == 0, outcome.output + outcome.errors
    assert "conforms in" in outcome.output
    count = len(documents.load().operations)
    assert f"seen 2xx {count}/{count}" in outcome.output
    report = json.loads(outcome.report("contract.json"))
    assert (report["verdict"], report["exit_code"], report["drifts"]) == ("conforms", 0, [])
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
