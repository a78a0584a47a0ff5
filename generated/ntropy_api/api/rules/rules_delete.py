"""``DELETE /v3/rules/{id}``: Delete one rule."""

from __future__ import annotations

from typing import Any

from ...address import path_segment
from ...json_types import AnyJson
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {
    200: (
        None,
        AnyJson,
    )
}


def request(id: str | int) -> Request[AnyJson | None]:
    """Build the request: delete one rule.

    Args:
        id: The id of the rule: its position among the rules, as answers give it.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="rules_delete",
        method="DELETE",
        path=f"/v3/rules/{path_segment('rules_delete', 'id', id)}",
        returns=_RETURNS,
    )
