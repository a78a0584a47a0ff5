from __future__ import annotations

from ..model import Model
from .webhook import Webhook

__all__ = ["WebhookPage"]


class WebhookPage(Model, frozen=True, kw_only=True):
    """All webhooks, in the form of a page."""

    next_cursor: str | None
    """Where the next page would begin. There is no parameter to ask for it."""
    data: list[Webhook]
    """The webhooks."""
