"""``POST /v3/rules``: Add a rule after all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...body import encode_json
from ...json_types import StoredRule
from ...request import Request

if TYPE_CHECKING:
    from ...json_types import Rule

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (StoredRule,)}


def request(rule: Rule) -> Request[StoredRule]:
    """Build the request: add a rule after all others.

    Args:
        rule: The rule.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="rules_create",
        method="POST",
        path="/v3/rules",
        returns=_RETURNS,
        content=encode_json("rules_create", rule, kind="object", leave_out=["id"]),
    )
