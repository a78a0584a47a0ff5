"""``PATCH /v3/webhooks/{id}``: Change a webhook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from msgspec import UNSET, UnsetType

from ...address import path_segment
from ...body import encode_model
from ...codec import decoder
from ...models.webhook import Webhook
from ...models.webhook_patch import WebhookPatch
from ...request import Request

if TYPE_CHECKING:
    from ...models.event_type import EventType

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Webhook,)}
_BODY = decoder(WebhookPatch)


def request(
    id: str,
    *,
    url: str | UnsetType | None = UNSET,
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
    ]
    | UnsetType
    | None = UNSET,
    token: str | UnsetType | None = UNSET,
    hmac_secret: str | UnsetType | None = UNSET,
    enabled: bool | UnsetType | None = UNSET,
) -> Request[Webhook]:
    """Build the request: change a webhook.

    Args:
        id: The id of the webhook, as returned when it was registered.
        url: The address to which events are sent.
        events: The kinds of events to send.
        token: A secret of your choice that comes with every delivery, in the header
            `X-Ntropy-Token`.
        hmac_secret: A secret for signing deliveries. Only the official SDK knows of it: how
            deliveries are signed with it is not published, and no answer has it.
        enabled: Whether events are sent.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {}
    if url is not UNSET:
        body["url"] = url
    if events is not UNSET:
        body["events"] = events
    if token is not UNSET:
        body["token"] = token
    if hmac_secret is not UNSET:
        body["hmac_secret"] = hmac_secret
    if enabled is not UNSET:
        body["enabled"] = enabled
    return Request(
        operation="webhooks_patch",
        method="PATCH",
        path=f"/v3/webhooks/{path_segment('webhooks_patch', 'id', id)}",
        returns=_RETURNS,
        content=encode_model("webhooks_patch", body, _BODY),
    )
