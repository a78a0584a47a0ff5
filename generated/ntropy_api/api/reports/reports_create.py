"""``POST /v3/reports``: Report a wrong enrichment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...body import encode_model
from ...codec import decoder
from ...models.report import Report
from ...models.report_create import ReportCreate
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Report,)}
_BODY = decoder(ReportCreate)


def request(*, transaction_id: str, description: str, fields: Sequence[str]) -> Request[Report]:
    """Build the request: report a wrong enrichment.

    Args:
        transaction_id: The id of the transaction.
        description: What is wrong, in words.
        fields: The paths of the fields that are wrong, such as `.entities.counterparty`.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {
        "transaction_id": transaction_id,
        "description": description,
        "fields": fields,
    }
    return Request(
        operation="reports_create",
        method="POST",
        path="/v3/reports",
        returns=_RETURNS,
        content=encode_model("reports_create", body, _BODY),
    )
