"""Be told of what happens instead of polling for it: register an address, and events are sent there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Unpack

from msgspec import UNSET, UnsetType

from ..api.webhooks import webhooks_create, webhooks_delete, webhooks_get, webhooks_list, webhooks_patch
from ..pages import AsyncPages, Page, first_page
from ..request import check_options

if TYPE_CHECKING:
    from ..models import EventType, Webhook
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender

__all__ = ["AsyncWebhooks", "Webhooks"]


class Webhooks:
    """Be told of what happens instead of polling for it: register an address, and events are sent
    there.
    """

    def __init__(self, client: Sender) -> None:
        self._client = client

    def create(
        self,
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
        **options: Unpack[RequestOptions],
    ) -> Webhook:
        """Register an address that is told of events.

        ``POST /v3/webhooks``, at most 10 a second for each key.

        Each event of the chosen kinds is sent there as a POST with a JSON body; the webhooks of
        this document describe it. An organisation may have 10 webhooks. Every call makes a new one.

        With a token, every delivery carries it in the header `X-Ntropy-Token`, which proves where
        it comes from.

        Args:
            url: The address to which events are sent.
            events: The kinds of events to send.
            token: A secret of your choice that comes with every delivery, in the header
                `X-Ntropy-Token`.
            hmac_secret: A secret for signing deliveries. Only the official SDK knows of it: how
                deliveries are signed with it is not published, and no answer has it.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The new webhook.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: There are 10 webhooks already.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("webhooks.create", options)
        return self._client.send(
            webhooks_create.request(url=url, events=events, token=token, hmac_secret=hmac_secret), **options
        ).value

    def list(self, **options: Unpack[RequestOptions]) -> Page[Webhook]:
        """List all webhooks.

        ``GET /v3/webhooks``, at most 10 a second for each key.

        The answer has the form of a page, but takes no parameters: all webhooks are on it.

        Args:
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The page.

        Raises:
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("webhooks.list", options)
        return first_page(self._client, webhooks_list.request(), options, follow=False)

    def get(self, id: str, **options: Unpack[RequestOptions]) -> Webhook:
        """Get a webhook.

        ``GET /v3/webhooks/{id}``, at most 10 a second for each key.

        Shows also whether it is enabled: a webhook is disabled after too many failed deliveries in
        a row.

        Args:
            id: The id of the webhook, as returned when it was registered.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The webhook.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no webhook with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("webhooks.get", options)
        return self._client.send(webhooks_get.request(id), **options).value

    def patch(
        self,
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
        **options: Unpack[RequestOptions],
    ) -> Webhook:
        """Change a webhook.

        ``PATCH /v3/webhooks/{id}``.

        Only the fields that are given change. Set `enabled` to true to enable a webhook that was
        disabled after failed deliveries.

        Args:
            id: The id of the webhook, as returned when it was registered.
            url: The address to which events are sent.
            events: The kinds of events to send.
            token: A secret of your choice that comes with every delivery, in the header
                `X-Ntropy-Token`.
            hmac_secret: A secret for signing deliveries. Only the official SDK knows of it: how
                deliveries are signed with it is not published, and no answer has it.
            enabled: Whether events are sent.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The webhook, as it is now.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no webhook with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("webhooks.patch", options)
        return self._client.send(
            webhooks_patch.request(
                id, url=url, events=events, token=token, hmac_secret=hmac_secret, enabled=enabled
            ),
            **options,
        ).value

    def delete(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a webhook.

        ``DELETE /v3/webhooks/{id}``, at most 10 a second for each key.

        Nothing is delivered to it any more. Deleting it once more is answered 404.

        Args:
            id: The id of the webhook, as returned when it was registered.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no webhook with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("webhooks.delete", options)
        self._client.send(webhooks_delete.request(id), **options)


class AsyncWebhooks:
    """Be told of what happens instead of polling for it: register an address, and events are sent
    there.
    """

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def create(
        self,
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
        **options: Unpack[RequestOptions],
    ) -> Webhook:
        """Register an address that is told of events.

        ``POST /v3/webhooks``, at most 10 a second for each key.

        Each event of the chosen kinds is sent there as a POST with a JSON body; the webhooks of
        this document describe it. An organisation may have 10 webhooks. Every call makes a new one.

        With a token, every delivery carries it in the header `X-Ntropy-Token`, which proves where
        it comes from.

        Args:
            url: The address to which events are sent.
            events: The kinds of events to send.
            token: A secret of your choice that comes with every delivery, in the header
                `X-Ntropy-Token`.
            hmac_secret: A secret for signing deliveries. Only the official SDK knows of it: how
                deliveries are signed with it is not published, and no answer has it.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The new webhook.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: There are 10 webhooks already.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("webhooks.create", options)
        reply = await self._client.send(
            webhooks_create.request(url=url, events=events, token=token, hmac_secret=hmac_secret), **options
        )
        return reply.value

    def list(self, **options: Unpack[RequestOptions]) -> AsyncPages[Webhook]:
        """List all webhooks.

        ``GET /v3/webhooks``, at most 10 a second for each key.

        The answer has the form of a page, but takes no parameters: all webhooks are on it.

        Args:
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The page.

        Raises:
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("webhooks.list", options)
        return AsyncPages(self._client, webhooks_list.request(), options, follow=False)

    async def get(self, id: str, **options: Unpack[RequestOptions]) -> Webhook:
        """Get a webhook.

        ``GET /v3/webhooks/{id}``, at most 10 a second for each key.

        Shows also whether it is enabled: a webhook is disabled after too many failed deliveries in
        a row.

        Args:
            id: The id of the webhook, as returned when it was registered.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The webhook.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no webhook with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("webhooks.get", options)
        reply = await self._client.send(webhooks_get.request(id), **options)
        return reply.value

    async def patch(
        self,
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
        **options: Unpack[RequestOptions],
    ) -> Webhook:
        """Change a webhook.

        ``PATCH /v3/webhooks/{id}``.

        Only the fields that are given change. Set `enabled` to true to enable a webhook that was
        disabled after failed deliveries.

        Args:
            id: The id of the webhook, as returned when it was registered.
            url: The address to which events are sent.
            events: The kinds of events to send.
            token: A secret of your choice that comes with every delivery, in the header
                `X-Ntropy-Token`.
            hmac_secret: A secret for signing deliveries. Only the official SDK knows of it: how
                deliveries are signed with it is not published, and no answer has it.
            enabled: Whether events are sent.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The webhook, as it is now.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no webhook with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("webhooks.patch", options)
        reply = await self._client.send(
            webhooks_patch.request(
                id, url=url, events=events, token=token, hmac_secret=hmac_secret, enabled=enabled
            ),
            **options,
        )
        return reply.value

    async def delete(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a webhook.

        ``DELETE /v3/webhooks/{id}``, at most 10 a second for each key.

        Nothing is delivered to it any more. Deleting it once more is answered 404.

        Args:
            id: The id of the webhook, as returned when it was registered.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no webhook with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("webhooks.delete", options)
        await self._client.send(webhooks_delete.request(id), **options)
