"""``POST /v1/rules/replace``: Replace all rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...body import encode_json
from ...json_types import ArchivedRule
from ...request import Request

if TYPE_CHECKING:
    from ...json_types import Rule

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (list[ArchivedRule],)}


def request(rules: Sequence[Rule]) -> Request[list[ArchivedRule]]:
    """Build the request: replace all rules.

    Args:
        rules: The new rules.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="rules_replace",
        method="POST",
        path="/v1/rules/replace",
        returns=_RETURNS,
        content=encode_json("rules_replace", rules, kind="array", leave_out=["id"]),
        idempotent=True,
    )
