"""Read an event that a webhook was told of. Loaded at first use: it needs the models."""

from __future__ import annotations

from contextlib import suppress
from reprlib import Repr
from typing import Any, TypeAlias, TypeVar

import msgspec

from ntropy_api.codec import decoder
from ntropy_api.events import EVENTS
from ntropy_api.events import Event as DocumentedEvent
from ntropy_api.model import Model

from ._errors import WebhookValidationError
from ._fault import UNREADABLE, fault
from ._redact import cut

__all__ = ["Event", "UnknownEvent", "read"]

T = TypeVar("T")

_short = Repr()
_short.maxstring = _short.maxother = 80
_short.maxlevel = 3


class _Shown:
    """A value for printing: however large it is, little is made of it, and less is shown."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        return cut(_short.repr(self._value))


class UnknownEvent(Model, frozen=True, kw_only=True):
    """An event of a type that this version does not know; it has all that came.

    Webhooks are told only of what they asked for, so it is rare: a type that is newer than this version.
    """

    event_id: str
    """The id of the event. A repeated delivery has the same, so keep the ids you have seen."""
    event_type: str
    """What happened, such as ``entities.merged``."""
    data: Any = None
    """What it happened to, as decoded JSON; None when nothing came."""

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [(name, _Shown(getattr(self, name))) for name in self.__struct_fields__]


Event: TypeAlias = DocumentedEvent | UnknownEvent
"""Any event: one of the documented ones, or one that this version does not know."""


class _Head(msgspec.Struct, frozen=True):
    event_id: str
    event_type: str


def read(content: bytes) -> Event:
    """Read an event.

    Args:
        content: The body of a delivery.

    Returns:
        The event. One of an unknown type is read as those that share what stands before the dot, where its
        data fits; else it is an `UnknownEvent`.

    Raises:
        WebhookValidationError: The body is no event, or the data does not fit its documented type.
    """
    head = _decode(content, _Head)
    event_type = head.event_type
    if event_type in EVENTS:
        return _decode(content, EVENTS[event_type], head)
    model = _relative(event_type)
    if model is not None:
        with suppress(WebhookValidationError):
            return _decode(content, model, head)
    return _decode(content, UnknownEvent, head)


def _relative(event_type: str) -> type[DocumentedEvent] | None:
    """Give the model of the types that share what stands before the dot, if it is one."""
    prefix, dot, _ = event_type.partition(".")
    models = {model for known, model in EVENTS.items() if dot and known.startswith(prefix + dot)}
    return models.pop() if len(models) == 1 else None


def _decode(content: bytes, model: type[T], head: _Head | None = None) -> T:
    try:
        value: T = decoder(model).decode(content)
    except UNREADABLE as error:
        location, reason = fault(content, error)
        raise WebhookValidationError(
            location=location,
            reason=reason,
            content=content,
            event_id=head.event_id if head else None,
            event_type=head.event_type if head else None,
        ) from None
    return value
