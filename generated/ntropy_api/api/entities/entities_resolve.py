"""``POST /v3/entities/resolve``: Find an entity by its name or its website."""

from __future__ import annotations

from typing import Any

from ...body import encode_model
from ...codec import decoder
from ...models.entity_query import EntityQuery
from ...models.entity_response import EntityResponse
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (EntityResponse,)}
_BODY = decoder(EntityQuery)


def request(
    *, name: str | None = None, website: str | None = None, location: str | None = None
) -> Request[EntityResponse]:
    """Build the request: find an entity by its name or its website.

    Args:
        name: The name of the entity.
        website: The host of the entity's website, such as `starbucks.com`.
        location: A place of the entity, as one line of text.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {}
    if name is not None:
        body["name"] = name
    if website is not None:
        body["website"] = website
    if location is not None:
        body["location"] = location
    return Request(
        operation="entities_resolve",
        method="POST",
        path="/v3/entities/resolve",
        returns=_RETURNS,
        content=encode_model("entities_resolve", body, _BODY),
    )
