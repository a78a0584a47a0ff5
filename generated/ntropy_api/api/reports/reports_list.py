"""``GET /v3/reports``: List reports, newest first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from ...address import query_pairs
from ...models.report_page import ReportPage
from ...request import Request

if TYPE_CHECKING:
    from ...models.report_status import ReportStatus

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (ReportPage,)}


def request(
    *,
    created_after: dt.datetime | str | None = None,
    created_before: dt.datetime | str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
    status: ReportStatus | Literal["open", "pending", "resolved", "rejected"] | None = None,
) -> Request[ReportPage]:
    """Build the request: list reports, newest first.

    Args:
        created_after: Only items created at this moment or later. RFC 3339, with a zone. A datetime
            without a zone means UTC.
        created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
            without a zone means UTC.
        cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the first
            page, and keep the filters of the first page with it.
        limit: How many reports to return on one page; 10 when left out.
        status: Only reports that have this status now.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="reports_list",
        method="GET",
        path="/v3/reports",
        returns=_RETURNS,
        query=query_pairs(
            "reports_list",
            (
                ("created_after", created_after),
                ("created_before", created_before),
                ("cursor", cursor),
                ("limit", limit),
                ("status", status),
            ),
        ),
        idempotent=True,
    )
