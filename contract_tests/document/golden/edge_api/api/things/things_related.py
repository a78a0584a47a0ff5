"""``POST /v1/things/{id}/related``: Find related things."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.thing import Thing
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (list[Thing],)}


def request(id: str | int) -> Request[list[Thing]]:
    """Build the request: find related things.

    Args:
        id: The id of the thing.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="things_related",
        method="POST",
        path=f"/v1/things/{path_segment('things_related', 'id', id)}/related",
        returns=_RETURNS,
    )
