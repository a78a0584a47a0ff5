"""One request and the statuses that may answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import UNSET

__all__ = ["Probe"]


@dataclass(frozen=True, slots=True)
class Probe:
    """One request, as plain data.

    Attributes:
        oracle: What is looked at: `accepts`, `refuses`, `auth`, `not-found`, `method`, `fault`.
        operation: Id of the operation.
        what: What is special about the request, in words.
        expected: The statuses that may answer it: "200", or a class such as "4XX".
        pointer: The place in the request that is special.
        method: Another method than the operation's.
        path: Values of path parameters; None for those of an item made for the purpose.
        query: The query.
        body: The JSON body.
        raw_body: A body that is sent as it is.
        headers: Further headers; None takes one away.
        key: Label of the key.
        consumes: Whether an item must be made for this probe alone, since it changes it.
        settled: Whether the item must have come to its end.
        documented: Whether the document promises the status; otherwise a miss is a question, not a drift,
            on a server that is not the sandbox.
    """

    oracle: str
    operation: str
    what: str
    expected: tuple[str, ...]
    pointer: str = ""
    method: str | None = None
    path: Mapping[str, str] | None = None
    query: tuple[tuple[str, str], ...] = ()
    body: Any = field(default=UNSET, repr=False)
    raw_body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str | None] = field(default_factory=dict[str, "str | None"])
    key: str = "first"
    consumes: bool = False
    settled: bool = False
    documented: bool = True

    @property
    def name(self) -> str:
        """A name that stays the same from run to run."""
        return f"{self.operation} {self.oracle} {self.pointer or '-'} {self.what}"

    def admits(self, status: int) -> bool:
        """Whether ``status`` may answer it."""
        return any(one in {str(status), f"{status // 100}XX"} for one in self.expected)
