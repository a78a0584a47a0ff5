"""``GET /v3/transactions/{id}``: Get a transaction with its enrichment."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.transaction import Transaction
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Transaction,)}


def request(id: str) -> Request[Transaction]:
    """Build the request: get a transaction with its enrichment.

    Args:
        id: The id of the transaction, as given when it was submitted.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="transactions_get",
        method="GET",
        path=f"/v3/transactions/{path_segment('transactions_get', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
