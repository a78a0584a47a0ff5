"""One way in which an exchange differs from the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Kind", "Violation"]

Kind = Literal[
    "unknown-operation",
    "undocumented-status",
    "content-type",
    "missing-header",
    "parameter",
    "missing-parameter",
    "undocumented-parameter",
    "header",
    "not-json",
    "unexpected-body",
    "schema",
    "format",
    "undocumented-field",
    "unknown-value",
]


@dataclass(frozen=True, slots=True)
class Violation:
    """One difference between an exchange and the document.

    Attributes:
        kind: What sort of difference.
        pointer: JSON pointer into the body, "" for the whole or for what is not the body.
        message: What is wrong, in one line and without values that change from run to run.
        expected: What the document wants.
        actual: What came, cut when long.
        additive: Whether existing users of the client are unharmed: a new field, a new enum value,
            a new operation.
        side: Which half of the exchange differs.
    """

    kind: Kind
    pointer: str
    message: str
    expected: str
    actual: str
    additive: bool = False
    side: Literal["request", "response"] = "response"

    def __str__(self) -> str:
        side = "request: " if self.side == "request" else ""
        where = f"{self.pointer}: " if self.pointer else ""
        return f"{side}{where}{self.message}"
