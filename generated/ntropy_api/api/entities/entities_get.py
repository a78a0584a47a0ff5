"""``GET /v3/entities/{id}``: Get an entity by its id."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.entity_response import EntityResponse
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (EntityResponse,)}


def request(id: str) -> Request[EntityResponse]:
    """Build the request: get an entity by its id.

    Args:
        id: The id of the entity, as found in an enriched transaction.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="entities_get",
        method="GET",
        path=f"/v3/entities/{path_segment('entities_get', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
    )
