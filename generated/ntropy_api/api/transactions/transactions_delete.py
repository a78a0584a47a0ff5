"""``DELETE /v3/transactions/{id}``: Delete a transaction permanently."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {204: (None,)}


def request(id: str) -> Request[None]:
    """Build the request: delete a transaction permanently.

    Args:
        id: The id of the transaction, as given when it was submitted.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="transactions_delete",
        method="DELETE",
        path=f"/v3/transactions/{path_segment('transactions_delete', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
