"""What the sandbox says of itself is held: for each sentence there is a sandbox that departs from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from contract_tests.power.choices import CHOICES
from ntropy_client import document as documents

UNSEEN = (
    "when the credits it was started with are spent",
    "A refused request costs nothing",
    "only when it was started with limits",
    "The status is not published",
    "is published for its deletion only",
    "is answered for an unknown set is not published",
)
"""What shows only in a sandbox that is started otherwise than for a check, which tests of the sandbox have; and
what is said of the provider."""


def texts() -> dict[str, str]:
    """All that the document says of the sandbox, by the place where it says so."""
    found: dict[str, str] = {}
    for operation in documents.load().operations.values():
        for status in operation.statuses:
            said = (operation.raw["responses"][status]).get("x-sandbox-choice")
            if said is not None:
                found[f"{operation.id} {status}"] = " ".join(said.split())
    for name, response in documents.load().raw["components"]["responses"].items():
        if "x-sandbox-choice" in response:
            found[name] = " ".join(response["x-sandbox-choice"].split())
    return found


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence, with its place."""
    for place, text in texts().items():
        for sentence in re.split(r"(?<=[a-z0-9`]\.) (?=[A-Z`])", text):
            yield place, sentence


SENTENCES = dict(enumerate(sentences()))


@pytest.mark.parametrize("number", SENTENCES, ids=lambda number: f"{SENTENCES[number][0]}-{number}")
def test_each_sentence_has_a_sandbox_that_departs_from_it(number: int) -> None:
    """A new choice, or another one, is not held before there is a defect that departs from it."""
    _, sentence = SENTENCES[number]
    assert any(part in sentence for part in (*UNSEEN, *(one.choice for one in CHOICES))), sentence


@pytest.mark.parametrize("choice", sorted({one.choice for one in CHOICES} | {*UNSEEN}))
def test_each_defect_departs_from_what_is_said(choice: str) -> None:
    """Nothing is called a choice that the document does not have."""
    assert choice
    assert any(choice in text for text in texts().values())
