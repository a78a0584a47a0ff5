"""What the second process of a drill does."""

from __future__ import annotations

import logging
import signal
import tempfile
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

from contract_tests.power.catalogue import DEFECTS
from contract_tests.power.drill import attack
from contract_tests.provider.run import Finding

__all__ = ["Found", "aside", "attack_by_name", "mute"]

Found = tuple[str, Finding | None, float, int]
"""What an outcome says, with the name of the defect: a defect itself cannot go to another process."""


def aside() -> None:
    """Begin: Ctrl-C ends this process without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    mute()


def mute() -> None:
    """Let nothing be logged: a seeded failure of the sandbox is no news for whoever runs the drill."""
    logging.getLogger("ntropy_client.sandbox").setLevel(logging.CRITICAL)


def attack_by_name(name: str, seed: int) -> Found:
    """Put a defect into a fresh sandbox and let the part look for it.

    Args:
        name: Of the defect, which has to be in the catalogue.
        seed: Of the sandbox and of everything generated.

    Returns:
        What came of it.
    """
    defect = next(one for one in DEFECTS if one.name == name)
    with tempfile.TemporaryDirectory() as directory:
        set_hypothesis_home_dir(Path(directory))
        outcome = attack(defect, seed=seed)
    return name, outcome.finding, outcome.seconds, outcome.requests
