"""``POST /v3/account_holders/{id}/recurring_groups``: Find the recurring transactions of an account
holder.
"""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.recurrence_group import RecurrenceGroup
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (list[RecurrenceGroup],)}


def request(id: str) -> Request[list[RecurrenceGroup]]:
    """Build the request: find the recurring transactions of an account holder.

    Args:
        id: The id of the account holder, as given when it was created.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="account_holders_recurring_groups",
        method="POST",
        path=f"/v3/account_holders/{path_segment('account_holders_recurring_groups', 'id', id)}/recurring_groups",
        returns=_RETURNS,
        rate_limit=10,
    )
