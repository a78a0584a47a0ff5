"""``POST /v3/transactions/{id}/assign``: Assign a transaction to another account holder."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...body import encode_model
from ...codec import decoder
from ...models.transaction import Transaction
from ...models.transaction_assign import TransactionAssign
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Transaction,)}
_BODY = decoder(TransactionAssign)


def request(id: str, *, account_holder_id: str) -> Request[Transaction]:
    """Build the request: assign a transaction to another account holder.

    Args:
        id: The id of the transaction, as given when it was submitted.
        account_holder_id: The id of an existing account holder, of the same type as the
            transaction's present one.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {
        "account_holder_id": account_holder_id,
    }
    return Request(
        operation="transactions_assign",
        method="POST",
        path=f"/v3/transactions/{path_segment('transactions_assign', 'id', id)}/assign",
        returns=_RETURNS,
        content=encode_model("transactions_assign", body, _BODY),
        rate_limit=10,
    )
