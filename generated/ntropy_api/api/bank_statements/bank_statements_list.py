"""``GET /v3/bank_statements``: List bank statements, newest first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from ...address import query_pairs
from ...models.bank_statement_page import BankStatementPage
from ...request import Request

if TYPE_CHECKING:
    from ...models.bank_statement_status import BankStatementStatus

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (BankStatementPage,)}


def request(
    *,
    created_after: dt.datetime | str | None = None,
    created_before: dt.datetime | str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
    status: BankStatementStatus | Literal["processing", "completed", "error"] | str | None = None,
) -> Request[BankStatementPage]:
    """Build the request: list bank statements, newest first.

    Args:
        created_after: Only items created at this moment or later. RFC 3339, with a zone. A datetime
            without a zone means UTC.
        created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
            without a zone means UTC.
        cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the first
            page, and keep the filters of the first page with it.
        limit: How many statements to return on one page; 10 when left out.
        status: Only statements that have this status now. Older names of statuses (`queued`,
            `processed`, `failed`) may be understood as well.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="bank_statements_list",
        method="GET",
        path="/v3/bank_statements",
        returns=_RETURNS,
        query=query_pairs(
            "bank_statements_list",
            (
                ("created_after", created_after),
                ("created_before", created_before),
                ("cursor", cursor),
                ("limit", limit),
                ("status", status),
            ),
        ),
        idempotent=True,
        rate_limit=10,
    )
