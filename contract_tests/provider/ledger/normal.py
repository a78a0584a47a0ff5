"""JSON values in a form in which two views of one item can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from contract_tests.provider.shapes import Shape, Shapes, as_list, as_object

__all__ = ["instant", "normal"]


def instant(value: object) -> datetime | None:
    """The moment that a timestamp names; one without a zone means UTC.

    Args:
        value: A JSON value.

    Returns:
        An aware datetime, or None when the value is no timestamp.
    """
    if not isinstance(value, str) or len(value) < 11:
        return None
    try:
        parsed = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)
    except ValueError:
        return None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def normal(value: object, shape: Shape | None, shapes: Shapes) -> object:
    """The value without what may differ between two honest views of the same thing.

    Null and absent members are the same, a default is the same as nothing, a timestamp is a
    moment however it is written, and volatile members are left out.

    Args:
        value: A JSON value.
        shape: Its schema, when there is one.
        shapes: Where the schemas below it come from.

    Returns:
        Something that equals the normal form of another view of the same thing.
    """
    if shape is not None and shape.alternatives:
        shape = None
    members = as_object(value)
    if members is not None:
        return _members(members, shape, shapes)
    items = as_list(value)
    if items is not None:
        below = None if shape is None else shapes.items(shape)
        return [normal(item, below, shapes) for item in items]
    if shape is not None and shape.format == "date-time":
        return instant(value) or value
    return value


def _members(members: Mapping[str, object], shape: Shape | None, shapes: Shapes) -> dict[str, object]:
    known = {} if shape is None else shapes.properties(shape)
    kept: dict[str, object] = {}
    for name, value in members.items():
        below = known.get(name)
        if value is None or (below is not None and below.volatile):
            continue
        if below is not None and "default" in below.raw and below.raw["default"] == value:
            continue
        kept[name] = normal(value, below, shapes)
    return kept
