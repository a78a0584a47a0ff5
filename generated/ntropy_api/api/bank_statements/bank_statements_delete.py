"""``DELETE /v3/bank_statements/{id}``: Delete a bank statement permanently."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {204: (None,)}


def request(id: str) -> Request[None]:
    """Build the request: delete a bank statement permanently.

    Args:
        id: The id of the bank statement, as returned when it was uploaded.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="bank_statements_delete",
        method="DELETE",
        path=f"/v3/bank_statements/{path_segment('bank_statements_delete', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
