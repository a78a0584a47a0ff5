"""``GET /v3/reports/{id}``: Get a report, to learn its status."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...models.report import Report
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Report,)}


def request(id: str) -> Request[Report]:
    """Build the request: get a report, to learn its status.

    Args:
        id: The id of the report, as returned when it was made.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="reports_get",
        method="GET",
        path=f"/v3/reports/{path_segment('reports_get', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
    )
