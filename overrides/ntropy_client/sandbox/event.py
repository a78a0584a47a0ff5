"""Something that has happened, as webhooks are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ntropy_client.sandbox.answer import encode

__all__ = ["Event"]


@dataclass(frozen=True, slots=True)
class Event:
    """An event.

    Attributes:
        id: The same for every webhook and every repetition.
        type: Such as ``batches.completed``.
        content: The body that is sent, written once: a repetition has the same.
        happened: When.
    """

    id: str
    type: str
    content: bytes = field(repr=False)
    happened: datetime

    @classmethod
    def of(cls, id: str, type: str, data: Mapping[str, Any], happened: datetime) -> Event:
        """Make an event.

        Args:
            id: Its id.
            type: Its type.
            data: What it is about, as its GET shows it.
            happened: When.

        Returns:
            The event.
        """
        return cls(id, type, encode({"event_id": id, "event_type": type, "data": data}), happened)
