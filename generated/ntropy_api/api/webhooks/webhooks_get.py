"""``GET /v3/webhooks/{id}``: Get a webhook."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.webhook import Webhook
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Webhook,)}


def request(id: str) -> Request[Webhook]:
    """Build the request: get a webhook.

    Args:
        id: The id of the webhook, as returned when it was registered.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="webhooks_get",
        method="GET",
        path=f"/v3/webhooks/{path_segment('webhooks_get', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
