from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from ..model import Model
from .event_type import EventType

__all__ = ["WebhookPatch"]


class WebhookPatch(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change about a webhook. What is left out stays."""

    url: Annotated[str, Meta(min_length=1, max_length=1024)] | UnsetType | None = UNSET
    """The address to which events are sent."""
    events: list[EventType] | UnsetType | None = UNSET
    """The kinds of events to send."""
    token: Annotated[str, Meta(max_length=128)] | UnsetType | None = UNSET
    """A secret of your choice that comes with every delivery, in the header `X-Ntropy-Token`."""
    hmac_secret: str | UnsetType | None = UNSET
    """A secret for signing deliveries. Only the official SDK knows of it: how deliveries are signed
    with it is not published, and no answer has it.
    """
    enabled: bool | UnsetType | None = UNSET
    """Whether events are sent."""

    __hidden__: ClassVar[frozenset[str]] = frozenset(["token", "hmac_secret"])
