"""``DELETE /v3/reports/{id}``: Delete a report."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {204: (None,)}


def request(id: str) -> Request[None]:
    """Build the request: delete a report.

    Args:
        id: The id of the report, as returned when it was made.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="reports_delete",
        method="DELETE",
        path=f"/v3/reports/{path_segment('reports_delete', 'id', id)}",
        returns=_RETURNS,
        idempotent=True,
    )
