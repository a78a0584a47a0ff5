"""Deliveries for the tests of webhooks: the document's examples, and others made of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ntropy_client import document

HEADER = "X-Ntropy-Token"
TOKEN = "swordfish"
CARRIED = {HEADER: TOKEN}

DOCUMENT = document.load()


def examples() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every event type of the document with its example."""
    for name, item in DOCUMENT.raw["webhooks"].items():
        media = item["post"]["requestBody"]["content"]["application/json"]
        for example in media["examples"].values():
            yield name, DOCUMENT.resolve(example)["value"]


EXAMPLES = dict(examples())
COMPLETED = EXAMPLES["batches.completed"]


def event(**fields: object) -> bytes:
    """A delivery's body; None takes a field away."""
    found = {name: value for name, value in {**COMPLETED, **fields}.items() if value is not None}
    return json.dumps(found).encode()
