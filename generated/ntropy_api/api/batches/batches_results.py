"""``GET /v3/batches/{id}/results``: Get the results of a completed batch."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.batch_result import BatchResult
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (BatchResult,)}


def request(id: str) -> Request[BatchResult]:
    """Build the request: get the results of a completed batch.

    Args:
        id: The id of the batch, as returned when it was submitted.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="batches_results",
        method="GET",
        path=f"/v3/batches/{path_segment('batches_results', 'id', id)}/results",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
