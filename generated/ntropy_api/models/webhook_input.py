from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from ..model import Model
from .event_type import EventType

__all__ = ["WebhookInput"]


class WebhookInput(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An address that is to be told of events."""

    url: Annotated[str, Meta(min_length=1, max_length=1024)]
    """The address to which events are sent."""
    events: list[EventType]
    """The kinds of events to send."""
    token: Annotated[str, Meta(max_length=128)] | None = None
    """A secret of your choice that comes with every delivery, in the header `X-Ntropy-Token`."""
    hmac_secret: str | None = None
    """A secret for signing deliveries. Only the official SDK knows of it: how deliveries are signed
    with it is not published, and no answer has it.
    """

    __hidden__: ClassVar[frozenset[str]] = frozenset(["token", "hmac_secret"])
