"""Find the fields of a body that the document does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from ntropy_client.conformance._schemas import Schema, Schemas, in_place

__all__ = ["undocumented"]


def undocumented(
    value: Any, schema: Schema, schemas: Schemas, pointer: str = ""
) -> Iterator[tuple[str, Any]]:
    """Walk a value beside its schema.

    Where a schema has alternatives, a field is documented when any of them names it.

    Args:
        value: Decoded JSON.
        schema: What describes it.
        schemas: To follow references.
        pointer: Where the value stands.

    Yields:
        JSON pointer and value of each field that no schema for it names.
    """
    if isinstance(value, list):
        parts = list(in_place(schema, schemas, of_type="array"))
        items = [part["items"] for part in parts if isinstance(part.get("items"), Mapping)]
        for index, item in enumerate(cast("Sequence[Any]", value)):
            for each in items:
                yield from undocumented(item, each, schemas, f"{pointer}/{index}")
    elif isinstance(value, dict):
        parts = list(in_place(schema, schemas, of_type="object"))
        closed = any("properties" in part for part in parts) and not any(_is_free(part) for part in parts)
        for name, field in cast("dict[str, Any]", value).items():
            where = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            described = list(_describing(name, parts))
            if len(described) == 1:
                yield from undocumented(field, described[0], schemas, where)
            elif described:
                yield from undocumented(field, {"anyOf": described}, schemas, where)
            elif closed:
                yield where, field


def _describing(name: str, parts: list[Schema]) -> Iterator[Schema]:
    named = [part["properties"][name] for part in parts if name in part.get("properties", ())]
    for part in parts:
        named += [s for pattern, s in part.get("patternProperties", {}).items() if re.search(pattern, name)]
    if not named:
        named = [part["additionalProperties"] for part in parts if "additionalProperties" in part]
    return (cast("Schema", schema) for schema in named if isinstance(schema, Mapping))


def _is_free(part: Schema) -> bool:
    if part.get("additionalProperties", False) is not False:
        return True
    return part.get("type") == "object" and not any(
        keyword in part for keyword in ("properties", "patternProperties", "allOf", "anyOf", "oneOf", "$ref")
    )
