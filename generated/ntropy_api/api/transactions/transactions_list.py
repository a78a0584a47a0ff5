"""``GET /v3/transactions``: List transactions, newest first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ...address import query_pairs
from ...models.transaction_page import TransactionPage
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (TransactionPage,)}


def request(
    *,
    created_after: dt.datetime | str | None = None,
    created_before: dt.datetime | str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
    account_holder_id: str | None = None,
) -> Request[TransactionPage]:
    """Build the request: list transactions, newest first.

    Args:
        created_after: Only items created at this moment or later. RFC 3339, with a zone. A datetime
            without a zone means UTC.
        created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
            without a zone means UTC.
        cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the first
            page, and keep the filters of the first page with it.
        limit: How many transactions to return on one page; 25 when left out.
        account_holder_id: Only transactions of the account holder with this id.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="transactions_list",
        method="GET",
        path="/v3/transactions",
        returns=_RETURNS,
        query=query_pairs(
            "transactions_list",
            (
                ("created_after", created_after),
                ("created_before", created_before),
                ("cursor", cursor),
                ("limit", limit),
                ("account_holder_id", account_holder_id),
            ),
        ),
        idempotent=True,
        rate_limit=10,
    )
