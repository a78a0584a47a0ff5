from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["ThingEventType"]


class ThingEventType(OpenEnum):
    """What happened."""

    THINGS_MADE: ClassVar[ThingEventType] = known("things.made")
    THINGS_GONE: ClassVar[ThingEventType] = known("things.gone")
