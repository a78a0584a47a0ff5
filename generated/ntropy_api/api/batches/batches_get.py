"""``GET /v3/batches/{id}``: Get a batch, to learn its status and progress."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.batch import Batch
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Batch,)}


def request(id: str) -> Request[Batch]:
    """Build the request: get a batch, to learn its status and progress.

    Args:
        id: The id of the batch, as returned when it was submitted.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="batches_get",
        method="GET",
        path=f"/v3/batches/{path_segment('batches_get', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=20,
    )
