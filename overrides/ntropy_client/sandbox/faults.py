"""Faults on demand: the request header `X-Ntropy-Sandbox-Fault` spoils one answer.

- ``status=503`` answers with this status; the request is not carried out.
- ``latency=0.5`` answers that many seconds later.
- ``cut`` carries the request out, announces the whole body, and breaks the connection in its middle.

Several are separated by commas. An answer without a body cannot be cut.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ntropy_client.sandbox.answer import RefusedError

__all__ = ["FAULT_HEADER", "LONGEST_LATENCY", "Fault"]

FAULT_HEADER = "x-ntropy-sandbox-fault"

LONGEST_LATENCY = 600.0
"""Seconds."""

_USAGE = f"{FAULT_HEADER} takes status=400..599, latency=seconds (at most {LONGEST_LATENCY:.0f}) and cut"


@dataclass(frozen=True, slots=True)
class Fault:
    """How to spoil an answer.

    Attributes:
        status: The status to answer with.
        latency: Seconds to wait before the answer.
        cut: Whether to break off in the middle of the body.
    """

    status: int | None = None
    latency: float = 0.0
    cut: bool = False

    @classmethod
    def parse(cls, header: str | None) -> Fault:
        """Read the header.

        Args:
            header: Its value, None when it was not sent.

        Returns:
            The fault.

        Raises:
            RefusedError: 400, the header is not understood.
        """
        status: int | None = None
        latency, cut = 0.0, False
        for part in [] if header is None else header.split(","):
            name, _, value = (piece.strip() for piece in part.partition("="))
            if name == "status" and re.fullmatch(r"[45][0-9]{2}", value):
                status = int(value)
            elif name == "latency" and (seconds := _seconds(value)) is not None:
                latency = seconds
            elif part.strip() == "cut":
                cut = True
            else:
                raise RefusedError(400, f"Cannot do {part.strip()!r}: {_USAGE}")
        return cls(status, latency, cut)


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and 0 <= seconds <= LONGEST_LATENCY else None
