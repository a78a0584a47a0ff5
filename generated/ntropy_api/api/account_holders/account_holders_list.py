"""``GET /v3/account_holders``: List account holders, newest first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ...address import query_pairs
from ...models.account_holder_page import AccountHolderPage
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (AccountHolderPage,)}


def request(
    *,
    created_after: dt.datetime | str | None = None,
    created_before: dt.datetime | str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Request[AccountHolderPage]:
    """Build the request: list account holders, newest first.

    Args:
        created_after: Only items created at this moment or later. RFC 3339, with a zone. A datetime
            without a zone means UTC.
        created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
            without a zone means UTC.
        cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the first
            page, and keep the filters of the first page with it.
        limit: How many account holders to return on one page; 10 when left out.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="account_holders_list",
        method="GET",
        path="/v3/account_holders",
        returns=_RETURNS,
        query=query_pairs(
            "account_holders_list",
            (
                ("created_after", created_after),
                ("created_before", created_before),
                ("cursor", cursor),
                ("limit", limit),
            ),
        ),
        idempotent=True,
        rate_limit=10,
    )
