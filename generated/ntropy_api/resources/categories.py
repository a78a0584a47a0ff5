"""The names of the categories that transactions can have: read the default sets, change them, or make
sets of your own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack

from ..api.categories import categories_get, categories_reset, categories_set
from ..request import check_options

if TYPE_CHECKING:
    from ..models import CategorySet
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender

__all__ = ["AsyncCategories", "Categories"]


class Categories:
    """The names of the categories that transactions can have: read the default sets, change them, or
    make sets of your own.
    """

    def __init__(self, client: Sender) -> None:
        self._client = client

    def get(self, id: str, **options: Unpack[RequestOptions]) -> CategorySet | dict[str, Any]:
        """Get a category set.

        ``GET /v3/categories/{id}``.

        `consumer` and `business` are the sets of account holders that name none of their own; every
        other id is a set that was made by `categories_set`.

        Args:
            id: The id of the category set: `consumer`, `business`, or one of your own choice.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The names of the categories, by direction.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no category set with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("categories.get", options)
        return self._client.send(categories_get.request(id), **options).value

    def set(
        self, id: str, *, incoming: Sequence[str], outgoing: Sequence[str], **options: Unpack[RequestOptions]
    ) -> CategorySet | dict[str, Any]:
        """Create or replace a category set.

        ``POST /v3/categories/{id}``.

        The names replace those that the set had before. Account holders use the set that their
        `category_id` names; the sets `consumer` and `business` can be replaced as well and then
        hold for all others of that type. Transactions that are enriched afterwards get a category
        of the set, by direction. One that fits none gets `not enough information`, whether the set
        has that name or not.

        Sets belong to the API key. Repeating the request does no harm.

        Args:
            id: The id of the category set: `consumer`, `business`, or one of your own choice.
            incoming: The categories of transactions that bring money in.
            outgoing: The categories of transactions that take money out.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The set, as it is now.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("categories.set", options)
        return self._client.send(
            categories_set.request(id, incoming=incoming, outgoing=outgoing), **options
        ).value

    def reset(self, id: str, **options: Unpack[RequestOptions]) -> CategorySet | dict[str, Any] | None:
        """Take a category set back to what it was by default.

        ``POST /v3/categories/{id}/reset``.

        `consumer` and `business` have the names again that they had at first. Repeating the request
        does no harm.

        Args:
            id: The id of the category set: `consumer`, `business`, or one of your own choice.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The set, as it is now; null when there is none any more.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no category set with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("categories.reset", options)
        return self._client.send(categories_reset.request(id), **options).value


class AsyncCategories:
    """The names of the categories that transactions can have: read the default sets, change them, or
    make sets of your own.
    """

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def get(self, id: str, **options: Unpack[RequestOptions]) -> CategorySet | dict[str, Any]:
        """Get a category set.

        ``GET /v3/categories/{id}``.

        `consumer` and `business` are the sets of account holders that name none of their own; every
        other id is a set that was made by `categories_set`.

        Args:
            id: The id of the category set: `consumer`, `business`, or one of your own choice.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The names of the categories, by direction.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no category set with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("categories.get", options)
        reply = await self._client.send(categories_get.request(id), **options)
        return reply.value

    async def set(
        self, id: str, *, incoming: Sequence[str], outgoing: Sequence[str], **options: Unpack[RequestOptions]
    ) -> CategorySet | dict[str, Any]:
        """Create or replace a category set.

        ``POST /v3/categories/{id}``.

        The names replace those that the set had before. Account holders use the set that their
        `category_id` names; the sets `consumer` and `business` can be replaced as well and then
        hold for all others of that type. Transactions that are enriched afterwards get a category
        of the set, by direction. One that fits none gets `not enough information`, whether the set
        has that name or not.

        Sets belong to the API key. Repeating the request does no harm.

        Args:
            id: The id of the category set: `consumer`, `business`, or one of your own choice.
            incoming: The categories of transactions that bring money in.
            outgoing: The categories of transactions that take money out.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The set, as it is now.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("categories.set", options)
        reply = await self._client.send(
            categories_set.request(id, incoming=incoming, outgoing=outgoing), **options
        )
        return reply.value

    async def reset(self, id: str, **options: Unpack[RequestOptions]) -> CategorySet | dict[str, Any] | None:
        """Take a category set back to what it was by default.

        ``POST /v3/categories/{id}/reset``.

        `consumer` and `business` have the names again that they had at first. Repeating the request
        does no harm.

        Args:
            id: The id of the category set: `consumer`, `business`, or one of your own choice.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The set, as it is now; null when there is none any more.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no category set with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("categories.reset", options)
        reply = await self._client.send(categories_reset.request(id), **options)
        return reply.value
