"""What the API sends to webhooks."""

from __future__ import annotations

from typing import TypeAlias

from .models.thing_event import ThingEvent

__all__ = ["EVENTS", "Event"]

Event: TypeAlias = ThingEvent
"""Any event that is documented."""

EVENTS: dict[str, type[Event]] = {
    "things.made": ThingEvent,
    "things.gone": ThingEvent,
}
"""The model of each event type."""
