"""``GET /v3/bank_statements/{id}``: Get a bank statement, to learn its status."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.bank_statement import BankStatement
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (BankStatement,)}


def request(id: str) -> Request[BankStatement]:
    """Build the request: get a bank statement, to learn its status.

    Args:
        id: The id of the bank statement, as returned when it was uploaded.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="bank_statements_get",
        method="GET",
        path=f"/v3/bank_statements/{path_segment('bank_statements_get', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
