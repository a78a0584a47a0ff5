from __future__ import annotations

from ..model import Model
from .thing import Thing
from .thing_event_type import ThingEventType

__all__ = ["ThingEvent"]


class ThingEvent(Model, frozen=True, kw_only=True):
    """Something happened to a thing."""

    event_type: ThingEventType
    """What happened."""
    data: Thing
    """A thing."""
