"""``DELETE /v1/things/{id}``: Delete a thing."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {204: (None,)}


def request(id: str | int) -> Request[None]:
    """Build the request: delete a thing.

    Args:
        id: The id of the thing.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="things_delete",
        method="DELETE",
        path=f"/v1/things/{path_segment('things_delete', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
    )
