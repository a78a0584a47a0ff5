"""``PUT /v1/things/{id}/labels``: Replace the labels of a thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...address import path_segment
from ...body import encode_model
from ...codec import decoder
from ...models.label_set import LabelSet
from ...request import Request

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {
    200: (
        None,
        LabelSet,
        dict[str, Any],
    )
}
_BODY = decoder(LabelSet)


def request(
    id: str | int, *, front: Sequence[str], back: Sequence[str]
) -> Request[LabelSet | dict[str, Any] | None]:
    """Build the request: replace the labels of a thing.

    Args:
        id: The id of the thing.
        front: In front.
        back: Behind.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {
        "front": front,
        "back": back,
    }
    return Request(
        operation="things_relabel",
        method="PUT",
        path=f"/v1/things/{path_segment('things_relabel', 'id', id)}/labels",
        returns=_RETURNS,
        content=encode_model("things_relabel", body, _BODY),
    )
