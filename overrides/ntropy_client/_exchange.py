"""What passes between a flow and its driver: one attempt, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ntropy_api.request import Request, Timeouts

__all__ = ["Answer", "Attempt", "Failure", "FailureKind", "Outcome", "Sleep", "Step"]

FailureKind = Literal["connect", "timeout", "broken", "closed", "refused", "unsent", "late"]
"""Why no whole answer came: no connection; no answer in time; an answer that broke off; the client was closed
meanwhile, or before; never sendable; held back by the pacer until it was too late."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One HTTP request to be sent."""

    request: Request[Any]
    url: str
    headers: Mapping[str, str] = field(repr=False)
    timeouts: Timeouts
    time_left: float | None
    """Seconds within which the whole attempt must end; None for no end."""
    sent: Callable[[], object] | None = None
    """To be called when the request goes out; None when nobody needs to know."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP response."""

    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """An attempt that gave no whole response."""

    kind: FailureKind
    message: str = field(repr=False)
    """In words, as they came: there may be anything in them."""
    may_be_processed: bool
    """Whether the server may have carried the request out."""


@dataclass(frozen=True, slots=True)
class Sleep:
    """A pause, in seconds."""

    seconds: float


Outcome = Answer | Failure
Step = Attempt | Sleep
