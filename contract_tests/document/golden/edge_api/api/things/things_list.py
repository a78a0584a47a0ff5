"""``GET /v1/things``: List things."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from ...address import query_pairs
from ...models.thing_page import ThingPage
from ...request import Request

if TYPE_CHECKING:
    from ...models.kind import Kind

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (ThingPage,)}


def request(
    *,
    cursor: str | None = None,
    made_after: dt.datetime | str | None = None,
    kind: Kind | Literal["small", "rather large", "&&"] | None = None,
) -> Request[ThingPage]:
    """Build the request: list things.

    Args:
        cursor: Where to go on.
        made_after: Only later ones. A datetime without a zone means UTC.
        kind: Only of this kind.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="things_list",
        method="GET",
        path="/v1/things",
        returns=_RETURNS,
        query=query_pairs(
            "things_list",
            (
                ("cursor", cursor),
                ("made_after", made_after),
                ("kind", kind),
            ),
        ),
        idempotent=True,
        rate_limit=10,
    )
