"""Redocly reads the document."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from pathlib import Path

from openapi._source import Source
from openapi.generate import DOCUMENT

from .peers.installed import HERE, node, node_modules

RAW = Source(DOCUMENT).raw
CONFIGURATION = HERE / "redocly.yaml"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def problems(path: Path, configuration: Path = CONFIGURATION) -> list[tuple[str, str]]:
    """The rules that a document breaks, and where and how."""
    script = node_modules() / "@redocly" / "cli" / "bin" / "cli.js"
    command = [node(), str(script), "lint", str(path), "--config", str(configuration)]
    command += ["--format", "json", "--max-problems", "100000"]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **QUIET}, stdin=subprocess.DEVNULL
    )
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert found["totals"]["ignored"] == 0
    return [
        (one["ruleId"], f"{one['location'][0].get('pointer')}: {one['message']}") for one in found["problems"]
    ]


def test_redocly_finds_nothing() -> None:
    """No error and no warning in the file, by every rule that is not switched off with a reason."""
    assert problems(DOCUMENT) == []


def test_redocly_would_find_something(tmp_path: Path) -> None:
    """An example that does not fit, a schema that nothing uses, a response without a description."""
    document = copy.deepcopy(RAW)
    components = document["components"]
    components["examples"]["BatchProcessing"]["value"]["progress"] = "none"
    components["schemas"]["Stray"] = {"type": "object"}
    del components["responses"]["Forbidden"]["description"]
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document))
    rules = {rule for rule, _ in problems(path)}
    assert {"no-invalid-media-type-examples", "no-unused-components", "struct"} <= rules


def test_no_rule_is_off_for_nothing(tmp_path: Path) -> None:
    """Each would find something, and has its reason beside it."""
    lines = [line for line in CONFIGURATION.read_text().splitlines() if ": off" in line]
    off = {line.partition(":")[0].strip() for line in lines if line.partition(": off # ")[2]}
    assert len(off) == len(lines)
    everything = tmp_path / "redocly.yaml"
    everything.write_text("extends: [all]\n")
    assert {rule for rule, _ in problems(DOCUMENT, everything)} == off | {"request-mime-type"}
