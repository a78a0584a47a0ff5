"""``DELETE /v3/webhooks/{id}``: Delete a webhook."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {204: (None,)}


def request(id: str) -> Request[None]:
    """Build the request: delete a webhook.

    Args:
        id: The id of the webhook, as returned when it was registered.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="webhooks_delete",
        method="DELETE",
        path=f"/v3/webhooks/{path_segment('webhooks_delete', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
