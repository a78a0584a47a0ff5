"""``POST /v3/categories/{id}/reset``: Take a category set back to what it was by default."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.category_set import CategorySet
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {
    200: (
        None,
        CategorySet,
        dict[str, Any],
    )
}


def request(id: str) -> Request[CategorySet | dict[str, Any] | None]:
    """Build the request: take a category set back to what it was by default.

    Args:
        id: The id of the category set: `consumer`, `business`, or one of your own choice.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="categories_reset",
        method="POST",
        path=f"/v3/categories/{path_segment('categories_reset', 'id', id)}/reset",
        returns=_RETURNS,
        idempotent=True,
    )
