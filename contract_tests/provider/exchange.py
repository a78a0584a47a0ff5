"""One request and its response, as a check remembers them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["Exchange", "decoded"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response. The key header is masked, header names are lower case.

    Attributes:
        number: Position in the run, from 1; 0 until it is recorded.
        part: The part of the check that sent it.
        operation: Id of the operation it belongs to, None when the document has none for it.
        method: In capitals.
        path: As sent, percent-encoded, without the query and without what the base URL has of its own.
        query: As sent, decoded, in order.
        status: HTTP status.
        started: When it was sent, by the clock of the target (the sandbox's own when embedded).
        elapsed: Seconds until the whole response was there, by the real clock.
        key: Which key was used: "first", "second", "none", "invalid" …, never the key itself.
        world: 0 for the account of the target, another number for each application made apart.
        unpaid: Whether it was refused for want of credits, so that nothing else can be concluded from it.
    """

    number: int
    part: str
    operation: str | None
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    request_headers: Mapping[str, str] = field(repr=False)
    request_body: bytes = field(repr=False)
    status: int
    response_headers: Mapping[str, str] = field(repr=False)
    response_body: bytes = field(repr=False)
    started: datetime
    elapsed: float
    key: str = "first"
    world: int = 0
    unpaid: bool = False

    def json(self) -> Any:
        """Give the decoded response body.

        Returns:
            The decoded JSON.

        Raises:
            ValueError: The body is no JSON, or is nested too deeply to be read.
        """
        return decoded(self.response_body)

    def request_json(self) -> Any:
        """Give the decoded request body.

        Returns:
            The decoded JSON.

        Raises:
            ValueError: The body is no JSON.
        """
        return decoded(self.request_body)

    @property
    def is_plain(self) -> bool:
        """Whether every server reads the path alike: no slash within an id, and no id of dots alone."""
        segments = self.path.upper().split("/")
        return not any("%2F" in segment or segment in ("%2E", "%2E%2E") for segment in segments)

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300


def decoded(content: bytes) -> Any:
    """Decode a body.

    Args:
        content: The body.

    Returns:
        The decoded JSON.

    Raises:
        ValueError: It is no JSON, or is nested too deeply to be read.
    """
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None
