"""``GET /v3/webhooks``: List all webhooks."""

from __future__ import annotations

from typing import Any

from ...models.webhook_page import WebhookPage
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (WebhookPage,)}


def request() -> Request[WebhookPage]:
    """Build the request: list all webhooks.

    Returns:
        The request, for a client's `send`.
    """
    return Request(
        operation="webhooks_list",
        method="GET",
        path="/v3/webhooks",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
