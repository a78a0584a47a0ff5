"""``PATCH /v3/rules/{id}``: Replace one rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...address import path_segment
from ...body import encode_json
from ...json_types import StoredRule
from ...request import Request

if TYPE_CHECKING:
    from ...json_types import Rule

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (StoredRule,)}


def request(id: str | int, rule: Rule) -> Request[StoredRule]:
    """Build the request: replace one rule.

    Args:
        id: The id of the rule: its position among the rules, as answers give it.
        rule: The new rule.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="rules_patch",
        method="PATCH",
        path=f"/v3/rules/{path_segment('rules_patch', 'id', id)}",
        returns=_RETURNS,
        content=encode_json("rules_patch", rule, kind="object", leave_out=["id"]),
    )
