"""``POST /v3/categories/{id}``: Create or replace a category set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...address import path_segment
from ...body import encode_model
from ...codec import decoder
from ...models.category_set import CategorySet
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {
    200: (
        CategorySet,
        dict[str, Any],
    )
}
_BODY = decoder(CategorySet)


def request(
    id: str, *, incoming: Sequence[str], outgoing: Sequence[str]
) -> Request[CategorySet | dict[str, Any]]:
    """Build the request: create or replace a category set.

    Args:
        id: The id of the category set: `consumer`, `business`, or one of your own choice.
        incoming: The categories of transactions that bring money in.
        outgoing: The categories of transactions that take money out.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {
        "incoming": incoming,
        "outgoing": outgoing,
    }
    return Request(
        operation="categories_set",
        method="POST",
        path=f"/v3/categories/{path_segment('categories_set', 'id', id)}",
        returns=_RETURNS,
        content=encode_model("categories_set", body, _BODY),
        idempotent=True,
    )
