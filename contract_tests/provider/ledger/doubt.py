"""What an oracle says when two exchanges cannot both be right."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from contract_tests.provider.run import Exchange

__all__ = ["Doubt", "text"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One contradiction, seen in the exchange that is looked at."""

    oracle: str
    pointer: str
    message: str
    expected: str = ""
    actual: str = ""
    earlier: tuple[Exchange, ...] = field(default=(), repr=False)
    """The exchanges that it contradicts."""


def text(value: object) -> str:
    """A JSON value as text for a report."""
    return json.dumps(value, ensure_ascii=False, default=str)
