"""``GET /v3/rules``: Get all rules, in the order of their application."""

from __future__ import annotations

from typing import Any

from ...json_types import ListedRule
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (list[ListedRule],)}


def request() -> Request[list[ListedRule]]:
    """Build the request: get all rules, in the order of their application.

    Returns:
        The request, for a client's `send`.
    """
    return Request(
        operation="rules_list",
        method="GET",
        path="/v3/rules",
        returns=_RETURNS,
        idempotent=True,
    )
