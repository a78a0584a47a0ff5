"""``POST /v3/webhooks``: Register an address that is told of events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from ...body import encode_model
from ...codec import decoder
from ...models.webhook import Webhook
from ...models.webhook_input import WebhookInput
from ...request import Request

if TYPE_CHECKING:
    from ...models.event_type import EventType

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Webhook,)}
_BODY = decoder(WebhookInput)


def request(
    *,
    url: str,
    events: Sequence[
        EventType
        | Literal[
            "reports.resolved",
            "reports.rejected",
            "reports.pending",
            "bank_statements.completed",
            "bank_statements.error",
            "batches.completed",
            "batches.error",
        ]
    ],
    token: str | None = None,
    hmac_secret: str | None = None,
) -> Request[Webhook]:
    """Build the request: register an address that is told of events.

    Args:
        url: The address to which events are sent.
        events: The kinds of events to send.
        token: A secret of your choice that comes with every delivery, in the header
            `X-Ntropy-Token`.
        hmac_secret: A secret for signing deliveries. Only the official SDK knows of it: how
            deliveries are signed with it is not published, and no answer has it.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {
        "url": url,
        "events": events,
    }
    if token is not None:
        body["token"] = token
    if hmac_secret is not None:
        body["hmac_secret"] = hmac_secret
    return Request(
        operation="webhooks_create",
        method="POST",
        path="/v3/webhooks",
        returns=_RETURNS,
        content=encode_model("webhooks_create", body, _BODY),
        rate_limit=10,
    )
