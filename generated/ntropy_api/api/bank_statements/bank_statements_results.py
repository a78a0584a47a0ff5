"""``GET /v3/bank_statements/{id}/results``: Get what was read from a completed bank statement."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.bank_statement_results import BankStatementResults
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (BankStatementResults,)}


def request(id: str) -> Request[BankStatementResults]:
    """Build the request: get what was read from a completed bank statement.

    Args:
        id: The id of the bank statement, as returned when it was uploaded.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="bank_statements_results",
        method="GET",
        path=f"/v3/bank_statements/{path_segment('bank_statements_results', 'id', id)}/results",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
