"""``GET /v1/things/{id}``: Get a thing."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.thing import Thing
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Thing,)}


def request(id: str | int) -> Request[Thing]:
    """Build the request: get a thing.

    Args:
        id: The id of the thing.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="things_get",
        method="GET",
        path=f"/v1/things/{path_segment('things_get', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
    )
