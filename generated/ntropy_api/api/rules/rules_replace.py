"""``POST /v3/rules/replace``: Replace all rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...body import encode_json
from ...json_types import AnyJson
from ...request import Request

if TYPE_CHECKING:
    from ...json_types import Rule

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {
    200: (
        None,
        AnyJson,
    )
}


def request(rules: Sequence[Rule]) -> Request[AnyJson | None]:
    """Build the request: replace all rules.

    Args:
        rules: The new rules, in the order of their application.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="rules_replace",
        method="POST",
        path="/v3/rules/replace",
        returns=_RETURNS,
        content=encode_json("rules_replace", rules, kind="array", leave_out=["id"]),
        idempotent=True,
    )
