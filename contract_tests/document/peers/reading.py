"""The document in the words that Redocly and Prism follow, where it says the same in others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["for_prism", "zoneless"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCHEMAS = "#/components/schemas/"


def zoneless(node: Any) -> Any:
    """Give the document without the formats that may be broken.

    In OpenAPI 3.1 a `format` is an annotation, and the provider's timestamps come with and without a zone;
    the document marks those `x-zone: optional`. Redocly and Prism hold examples to the format all the same,
    and know no mark of ours.

    Args:
        node: The document, or a part of it.

    Returns:
        A copy, without the `format` of what is so marked.
    """
    if isinstance(node, Mapping):
        free = node.get("x-zone") == "optional"
        return {key: zoneless(value) for key, value in node.items() if not (free and key == "format")}
    if isinstance(node, list):
        return [zoneless(item) for item in node]
    return node


def for_prism(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give the document so that Prism checks all of it.

    Prism takes a schema for one of draft 7, which has no `unevaluatedProperties`, unless the dialect of
    OpenAPI 3.1 is written out. It puts what is referred to in the place of each reference, and where that
    has no end it may be left with a schema that it cannot compile, and then refuses nothing. So where a
    schema comes to one that contains itself, such schemas stand in `$defs` and are referred to by anchor.

    Args:
        document: The document.

    Returns:
        A copy that means the same, but for what `zoneless` takes out.
    """
    found: dict[str, Any] = zoneless(document)
    found["jsonSchemaDialect"] = _DIALECT
    schemas: dict[str, Any] = found["components"]["schemas"]
    reached = {name: _reached(schemas, schema) for name, schema in schemas.items()}
    endless = {name for name, names in reached.items() if name in names}
    anchored = {name for name, names in reached.items() if names & endless}
    definitions = {name: {"$anchor": name, **_by_anchor(schemas[name], anchored)} for name in anchored}

    def rewrite(node: Any) -> Any:
        if isinstance(node, list):
            return [rewrite(item) for item in node]
        if not isinstance(node, Mapping):
            return node
        return {key: wrap(value) if key == "schema" else rewrite(value) for key, value in node.items()}

    def wrap(schema: Any) -> Any:
        needed = sorted(_reached(schemas, schema) & anchored)
        if not needed:
            return schema
        # Beside a bare reference Prism would lose the definitions.
        return {
            "$defs": {name: definitions[name] for name in needed},
            "anyOf": [_by_anchor(schema, anchored)],
        }

    components = {
        kind: parts if kind in ("schemas", "examples") else rewrite(parts)
        for kind, parts in found["components"].items()
    }
    return {**found, "paths": rewrite(found["paths"]), "components": components}


def _by_anchor(node: Any, names: set[str]) -> Any:
    if isinstance(node, list):
        return [_by_anchor(item, names) for item in node]
    if not isinstance(node, Mapping):
        return node
    target = _target(node)
    if target in names:
        return {**node, "$ref": f"#{target}"}
    return {key: _by_anchor(value, names) for key, value in node.items()}


def _reached(schemas: Mapping[str, Any], node: Any) -> set[str]:
    """The schemas that one refers to, and those that these refer to."""
    found: set[str] = set()
    waiting = list(_targets(node))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _targets(schemas[name])
    return found


def _targets(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _targets(item)
    elif isinstance(node, Mapping):
        target = _target(node)
        if target:
            yield target
        for value in node.values():
            yield from _targets(value)


def _target(node: Mapping[str, Any]) -> str | None:
    """The schema that a reference refers to; a property may be called `$ref` too."""
    ref = node.get("$ref")
    return ref.removeprefix(_SCHEMAS) if isinstance(ref, str) and ref.startswith(_SCHEMAS) else None
