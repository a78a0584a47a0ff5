"""``POST /v1/things/{id}/related``: Find related things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from ...address import path_segment
from ...body import encode_model
from ...codec import decoder
from ...models.part_input import PartInput
from ...models.thing import Thing
from ...request import Request

if TYPE_CHECKING:
    from ...json_types import PartInputDict

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (list[Thing],)}
_BODY = decoder(Annotated[list[PartInput], Meta(min_length=1)])


def request(id: str | int, part_inputs: Sequence[PartInput | PartInputDict]) -> Request[list[Thing]]:
    """Build the request: find related things.

    Args:
        id: The id of the thing.
        part_inputs: The parts that related things have too.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="things_related",
        method="POST",
        path=f"/v1/things/{path_segment('things_related', 'id', id)}/related",
        returns=_RETURNS,
        content=encode_model("things_related", part_inputs, _BODY),
    )
