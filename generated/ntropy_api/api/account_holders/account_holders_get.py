"""``GET /v3/account_holders/{id}``: Get an account holder."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.account_holder import AccountHolder
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (AccountHolder,)}


def request(id: str) -> Request[AccountHolder]:
    """Build the request: get an account holder.

    Args:
        id: The id of the account holder, as given when it was created.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="account_holders_get",
        method="GET",
        path=f"/v3/account_holders/{path_segment('account_holders_get', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
