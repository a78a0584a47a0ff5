from __future__ import annotations

import datetime as dt
from typing import ClassVar

from ..model import Model
from .event_type import EventType

__all__ = ["Webhook"]


class Webhook(Model, frozen=True, kw_only=True):
    """An address that is told of events."""

    id: str
    """The id of the webhook, made by the service."""
    created_at: dt.datetime
    """When the webhook was registered. Without a zone it means UTC."""
    url: str
    """The address to which events are sent."""
    events: list[EventType]
    """The kinds of events that are sent."""
    enabled: bool
    """Whether events are sent. It becomes false by itself after too many failed deliveries in a row."""
    token: str | None = None
    """The secret that comes with every delivery, if there is one."""

    __hidden__: ClassVar[frozenset[str]] = frozenset(["token"])
