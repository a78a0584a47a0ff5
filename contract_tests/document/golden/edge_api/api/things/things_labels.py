"""``GET /v1/things/{id}/labels``: Get the labels of a thing."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (dict[str, int],)}


def request(id: str | int) -> Request[dict[str, int]]:
    """Build the request: get the labels of a thing.

    Args:
        id: The id of the thing.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="things_labels",
        method="GET",
        path=f"/v1/things/{path_segment('things_labels', 'id', id)}/labels",
        returns=_RETURNS,
        idempotent=True,
    )
