"""``POST /v3/bank_statements/{id}/verify``: Read the essentials from a bank statement's first page."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.statement_info import StatementInfo
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (StatementInfo,)}


def request(id: str) -> Request[StatementInfo]:
    """Build the request: read the essentials from a bank statement's first page.

    Args:
        id: The id of the bank statement, as returned when it was uploaded.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="bank_statements_verify",
        method="POST",
        path=f"/v3/bank_statements/{path_segment('bank_statements_verify', 'id', id)}/verify",
        returns=_RETURNS,
        rate_limit=10,
    )
