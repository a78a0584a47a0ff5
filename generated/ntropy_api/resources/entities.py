"""The organisations and persons behind transactions: look one up by its id, or find it by its name or
its website.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from ..api.entities import entities_get, entities_resolve
from ..request import check_options

if TYPE_CHECKING:
    from ..models import EntityResponse
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender

__all__ = ["AsyncEntities", "Entities"]


class Entities:
    """The organisations and persons behind transactions: look one up by its id, or find it by its name
    or its website.
    """

    def __init__(self, client: Sender) -> None:
        self._client = client

    def get(self, id: str, **options: Unpack[RequestOptions]) -> EntityResponse:
        """Get an entity by its id.

        ``GET /v3/entities/{id}``.

        Entities are the organisations and persons that enrichment finds: the counterparty of a
        transaction, its intermediaries and their parents.

        Args:
            id: The id of the entity, as found in an enriched transaction.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The entity.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The id cannot be the id of an entity.
            NotFoundError: There is no entity with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("entities.get", options)
        return self._client.send(entities_get.request(id), **options).value

    def resolve(
        self,
        *,
        name: str | None = None,
        website: str | None = None,
        location: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> EntityResponse:
        """Find an entity by its name or its website.

        ``POST /v3/entities/resolve``.

        Give a name or a website, not both, and a location if it is known. A query by name costs one
        credit, as a transaction does; a query by website costs none.

        Args:
            name: The name of the entity.
            website: The host of the entity's website, such as `starbucks.com`.
            location: A place of the entity, as one line of text.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The entity that fits best.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The query does not say what to look for: a name or a website is needed,
                and not both.
            QuotaExceededError: The remaining credits do not cover this request. Credits are
                refilled over time.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("entities.resolve", options)
        return self._client.send(
            entities_resolve.request(name=name, website=website, location=location), **options
        ).value


class AsyncEntities:
    """The organisations and persons behind transactions: look one up by its id, or find it by its name
    or its website.
    """

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def get(self, id: str, **options: Unpack[RequestOptions]) -> EntityResponse:
        """Get an entity by its id.

        ``GET /v3/entities/{id}``.

        Entities are the organisations and persons that enrichment finds: the counterparty of a
        transaction, its intermediaries and their parents.

        Args:
            id: The id of the entity, as found in an enriched transaction.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The entity.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The id cannot be the id of an entity.
            NotFoundError: There is no entity with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("entities.get", options)
        reply = await self._client.send(entities_get.request(id), **options)
        return reply.value

    async def resolve(
        self,
        *,
        name: str | None = None,
        website: str | None = None,
        location: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> EntityResponse:
        """Find an entity by its name or its website.

        ``POST /v3/entities/resolve``.

        Give a name or a website, not both, and a location if it is known. A query by name costs one
        credit, as a transaction does; a query by website costs none.

        Args:
            name: The name of the entity.
            website: The host of the entity's website, such as `starbucks.com`.
            location: A place of the entity, as one line of text.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The entity that fits best.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The query does not say what to look for: a name or a website is needed,
                and not both.
            QuotaExceededError: The remaining credits do not cover this request. Credits are
                refilled over time.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("entities.resolve", options)
        reply = await self._client.send(
            entities_resolve.request(name=name, website=website, location=location), **options
        )
        return reply.value
