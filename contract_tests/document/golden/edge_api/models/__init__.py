"""Every model and enumeration; each is imported at first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .files import Files as Files
    from .kind import Kind as Kind
    from .label_set import LabelSet as LabelSet
    from .part import Part as Part
    from .part_input import PartInput as PartInput
    from .refusal import Refusal as Refusal
    from .stored import Stored as Stored
    from .thing import Thing as Thing
    from .thing_event import ThingEvent as ThingEvent
    from .thing_event_type import ThingEventType as ThingEventType
    from .thing_page import ThingPage as ThingPage
    from .thing_patch import ThingPatch as ThingPatch
else:
    from ..lazy import lazy

    __getattr__, __dir__ = lazy(
        __name__,
        {
            "Files": ".files",
            "Kind": ".kind",
            "LabelSet": ".label_set",
            "Part": ".part",
            "PartInput": ".part_input",
            "Refusal": ".refusal",
            "Stored": ".stored",
            "Thing": ".thing",
            "ThingEvent": ".thing_event",
            "ThingEventType": ".thing_event_type",
            "ThingPage": ".thing_page",
            "ThingPatch": ".thing_patch",
        },
    )

__all__ = [
    "Files",
    "Kind",
    "LabelSet",
    "Part",
    "PartInput",
    "Refusal",
    "Stored",
    "Thing",
    "ThingEvent",
    "ThingEventType",
    "ThingPage",
    "ThingPatch",
]
