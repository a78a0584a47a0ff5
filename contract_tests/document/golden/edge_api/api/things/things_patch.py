"""``PATCH /v1/things/{id}``: Change a thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from msgspec import UNSET, UnsetType

from ...address import path_segment
from ...body import encode_model
from ...codec import decoder
from ...models.thing import Thing
from ...models.thing_patch import ThingPatch
from ...request import Request

if TYPE_CHECKING:
    from ...json_types import PartInputDict
    from ...models.kind import Kind
    from ...models.part_input import PartInput

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Thing,)}
_BODY = decoder(ThingPatch)


def request(
    id: str | int,
    *,
    note: str | UnsetType | None = UNSET,
    kind: Kind | Literal["small", "rather large", "&&"] | UnsetType = UNSET,
    body_: str | UnsetType = UNSET,
    list_: Sequence[PartInput | PartInputDict] | UnsetType = UNSET,
) -> Request[Thing]:
    """Build the request: change a thing.

    Args:
        id: The id of the thing.
        note: A note; null takes it away.
        kind: How large a thing is.
        body_: A name that the code has a use for.
        list_: Its new parts.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {}
    if note is not UNSET:
        body["note"] = note
    if kind is not UNSET:
        body["kind"] = kind
    if body_ is not UNSET:
        body["body"] = body_
    if list_ is not UNSET:
        body["list"] = list_
    return Request(
        operation="things_patch",
        method="PATCH",
        path=f"/v1/things/{path_segment('things_patch', 'id', id)}",
        returns=_RETURNS,
        content=encode_model("things_patch", body, _BODY),
        idempotent=True,
    )
