"""``DELETE /v3/account_holders/{id}``: Delete an account holder and all its transactions."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {204: (None,)}


def request(id: str) -> Request[None]:
    """Build the request: delete an account holder and all its transactions.

    Args:
        id: The id of the account holder, as given when it was created.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="account_holders_delete",
        method="DELETE",
        path=f"/v3/account_holders/{path_segment('account_holders_delete', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
        rate_limit=10,
    )
