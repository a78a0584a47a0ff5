"""``GET /v3/batches``: List batches, newest first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from ...address import query_pairs
from ...models.batch_page import BatchPage
from ...request import Request

if TYPE_CHECKING:
    from ...models.batch_status import BatchStatus

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (BatchPage,)}


def request(
    *,
    created_after: dt.datetime | str | None = None,
    created_before: dt.datetime | str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
    status: BatchStatus | Literal["processing", "completed", "error"] | None = None,
) -> Request[BatchPage]:
    """Build the request: list batches, newest first.

    Args:
        created_after: Only items created at this moment or later. RFC 3339, with a zone. A datetime
            without a zone means UTC.
        created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
            without a zone means UTC.
        cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the first
            page, and keep the filters of the first page with it.
        limit: How many batches to return on one page; 10 when left out.
        status: Only batches that have this status now.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="batches_list",
        method="GET",
        path="/v3/batches",
        returns=_RETURNS,
        query=query_pairs(
            "batches_list",
            (
                ("created_after", created_after),
                ("created_before", created_before),
                ("cursor", cursor),
                ("limit", limit),
                ("status", status),
            ),
        ),
        idempotent=True,
        rate_limit=20,
    )
