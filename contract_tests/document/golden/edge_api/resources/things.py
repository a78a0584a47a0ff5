"""Things of every kind."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Unpack

from msgspec import UNSET, UnsetType

from ..api.things import (
    things_delete,
    things_get,
    things_labels,
    things_list,
    things_patch,
    things_relabel,
    things_related,
)
from ..pages import AsyncPages, Page, first_page
from ..request import check_options

if TYPE_CHECKING:
    from ..json_types import PartInputDict
    from ..models import Kind, LabelSet, PartInput, Thing
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender

__all__ = ["AsyncThings", "Things"]


class Things:
    """Things of every kind."""

    def __init__(self, client: Sender) -> None:
        self._client = client

    def list(
        self,
        *,
        cursor: str | None = None,
        made_after: dt.datetime | str | None = None,
        kind: Kind | Literal["small", "rather large", "&&"] | None = None,
        **options: Unpack[RequestOptions],
    ) -> Page[Thing]:
        """List things.

        ``GET /v1/things``, at most 10 a second for each key.

        A list of things, with filters.

        Args:
            cursor: Where to go on.
            made_after: Only later ones. A datetime without a zone means UTC.
            kind: Only of this kind.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.list", options)
        return first_page(
            self._client, things_list.request(cursor=cursor, made_after=made_after, kind=kind), options
        )

    def get(self, id: str | int, **options: Unpack[RequestOptions]) -> Thing:
        """Get a thing.

        ``GET /v1/things/{id}``.

        Everything that is known of it.

        Args:
            id: The id of the thing.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The thing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.get", options)
        return self._client.send(things_get.request(id), **options).value

    def patch(
        self,
        id: str | int,
        *,
        note: str | UnsetType | None = UNSET,
        kind: Kind | Literal["small", "rather large", "&&"] | UnsetType = UNSET,
        body_: str | UnsetType = UNSET,
        list_: Sequence[PartInput | PartInputDict] | UnsetType = UNSET,
        **options: Unpack[RequestOptions],
    ) -> Thing:
        """Change a thing.

        ``PATCH /v1/things/{id}``.

        What is left out stays; null takes a note away.

        Args:
            id: The id of the thing.
            note: A note; null takes it away.
            kind: How large a thing is.
            body_: A name that the code has a use for.
            list_: Its new parts.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The thing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.patch", options)
        return self._client.send(
            things_patch.request(id, note=note, kind=kind, body_=body_, list_=list_), **options
        ).value

    def delete(self, id: str | int, **options: Unpack[RequestOptions]) -> None:
        """Delete a thing.

        ``DELETE /v1/things/{id}``.

        It is gone then.

        Args:
            id: The id of the thing.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.delete", options)
        self._client.send(things_delete.request(id), **options)

    def related(
        self,
        id: str | int,
        part_inputs: Sequence[PartInput | PartInputDict],
        **options: Unpack[RequestOptions],
    ) -> builtins.list[Thing]:
        """Find related things.

        ``POST /v1/things/{id}/related``.

        The answer is a bare array, and so is the body.

        Args:
            id: The id of the thing.
            part_inputs: The parts that related things have too.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The related things, nearest first.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.related", options)
        return self._client.send(things_related.request(id, part_inputs), **options).value

    def labels(self, id: str | int, **options: Unpack[RequestOptions]) -> dict[str, int]:
        """Get the labels of a thing.

        ``GET /v1/things/{id}/labels``.

        The answer is a map.

        Args:
            id: The id of the thing.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The number of each label.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.labels", options)
        return self._client.send(things_labels.request(id), **options).value

    def relabel(
        self, id: str | int, *, front: Sequence[str], back: Sequence[str], **options: Unpack[RequestOptions]
    ) -> LabelSet | dict[str, Any] | None:
        """Replace the labels of a thing.

        ``PUT /v1/things/{id}/labels``.

        The body is a set or anything else; null resets.

        Args:
            id: The id of the thing.
            front: In front.
            back: Behind.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The labels, as they are then.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.relabel", options)
        return self._client.send(things_relabel.request(id, front=front, back=back), **options).value


class AsyncThings:
    """Things of every kind."""

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    def list(
        self,
        *,
        cursor: str | None = None,
        made_after: dt.datetime | str | None = None,
        kind: Kind | Literal["small", "rather large", "&&"] | None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncPages[Thing]:
        """List things.

        ``GET /v1/things``, at most 10 a second for each key.

        A list of things, with filters.

        Args:
            cursor: Where to go on.
            made_after: Only later ones. A datetime without a zone means UTC.
            kind: Only of this kind.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.list", options)
        return AsyncPages(
            self._client, things_list.request(cursor=cursor, made_after=made_after, kind=kind), options
        )

    async def get(self, id: str | int, **options: Unpack[RequestOptions]) -> Thing:
        """Get a thing.

        ``GET /v1/things/{id}``.

        Everything that is known of it.

        Args:
            id: The id of the thing.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The thing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.get", options)
        reply = await self._client.send(things_get.request(id), **options)
        return reply.value

    async def patch(
        self,
        id: str | int,
        *,
        note: str | UnsetType | None = UNSET,
        kind: Kind | Literal["small", "rather large", "&&"] | UnsetType = UNSET,
        body_: str | UnsetType = UNSET,
        list_: Sequence[PartInput | PartInputDict] | UnsetType = UNSET,
        **options: Unpack[RequestOptions],
    ) -> Thing:
        """Change a thing.

        ``PATCH /v1/things/{id}``.

        What is left out stays; null takes a note away.

        Args:
            id: The id of the thing.
            note: A note; null takes it away.
            kind: How large a thing is.
            body_: A name that the code has a use for.
            list_: Its new parts.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The thing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.patch", options)
        reply = await self._client.send(
            things_patch.request(id, note=note, kind=kind, body_=body_, list_=list_), **options
        )
        return reply.value

    async def delete(self, id: str | int, **options: Unpack[RequestOptions]) -> None:
        """Delete a thing.

        ``DELETE /v1/things/{id}``.

        It is gone then.

        Args:
            id: The id of the thing.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.delete", options)
        await self._client.send(things_delete.request(id), **options)

    async def related(
        self,
        id: str | int,
        part_inputs: Sequence[PartInput | PartInputDict],
        **options: Unpack[RequestOptions],
    ) -> builtins.list[Thing]:
        """Find related things.

        ``POST /v1/things/{id}/related``.

        The answer is a bare array, and so is the body.

        Args:
            id: The id of the thing.
            part_inputs: The parts that related things have too.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The related things, nearest first.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.related", options)
        reply = await self._client.send(things_related.request(id, part_inputs), **options)
        return reply.value

    async def labels(self, id: str | int, **options: Unpack[RequestOptions]) -> dict[str, int]:
        """Get the labels of a thing.

        ``GET /v1/things/{id}/labels``.

        The answer is a map.

        Args:
            id: The id of the thing.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The number of each label.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.labels", options)
        reply = await self._client.send(things_labels.request(id), **options)
        return reply.value

    async def relabel(
        self, id: str | int, *, front: Sequence[str], back: Sequence[str], **options: Unpack[RequestOptions]
    ) -> LabelSet | dict[str, Any] | None:
        """Replace the labels of a thing.

        ``PUT /v1/things/{id}/labels``.

        The body is a set or anything else; null resets.

        Args:
            id: The id of the thing.
            front: In front.
            back: Behind.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The labels, as they are then.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no such thing.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("things.relabel", options)
        reply = await self._client.send(things_relabel.request(id, front=front, back=back), **options)
        return reply.value
