"""One alternative of a schema, and those that its own keywords make."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from contract_tests.compare.reading import is_list, is_node, step

__all__ = ["Branch", "Part", "Schema", "as_list", "own", "shown"]

_BOUNDS: Mapping[str, str] = {
    "minLength": "string",
    "maxLength": "string",
    "minimum": "number",
    "maximum": "number",
    "multipleOf": "number",
    "minItems": "array",
    "maxItems": "array",
    "minProperties": "object",
    "maxProperties": "object",
}
_TYPE_OF: Mapping[str, str] = {
    **_BOUNDS,
    "exclusiveMinimum": "number",
    "exclusiveMaximum": "number",
    "pattern": "string",
    "format": "string",
    "items": "array",
    "uniqueItems": "array",
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
}
_OTHERS = (
    *("not", "if", "then", "else", "contains", "propertyNames", "prefixItems", "patternProperties"),
    *("dependentRequired", "dependentSchemas", "contentEncoding"),
)
_ANNOTATIONS = frozenset(
    (
        "title",
        "description",
        "example",
        "examples",
        "default",
        "deprecated",
        "externalDocs",
        "$comment",
        "xml",
    )
)
# They tell of the width of a number, or how to show a text; no JSON value fails them.
_FORMATS_WITHOUT_WEIGHT = frozenset(("int32", "int64", "float", "double", "password"))


@dataclass(frozen=True, slots=True)
class Part:
    """A schema as it is written, and where."""

    node: Any
    pointer: str


Schema = tuple[Part, ...]
"""Schemas that hold all together; none allows anything."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative.

    Attributes:
        kind: JSON type, "any" for no restriction.
        pointer: Where it stands.
        name: Last component that was referred to on the way to it.
        enum: The values that are allowed, as JSON; None for no such list.
        bounds: Keyword to number; exclusive ones have names of their own.
        formats: The formats and patterns it must have.
        additional: What fields without a name of their own may be; True for anything, False for none.
        others: Keywords that are only compared as a whole, as JSON.
    """

    kind: str
    pointer: str
    name: str = ""
    enum: tuple[str, ...] | None = None
    bounds: Mapping[str, float] = field(default_factory=dict[str, float])
    patterns: frozenset[str] = frozenset()
    format: str = ""
    items: Schema = ()
    properties: Mapping[str, Schema] = field(default_factory=dict[str, "Schema"])
    required: frozenset[str] = frozenset()
    additional: bool | Schema = True
    others: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def is_open(self) -> bool:
        """Whether it allows anything."""
        return self.kind == "any" and not self.others


def shown(value: Any) -> str:
    """Write a JSON value on one line.

    Args:
        value: Any JSON value.

    Returns:
        JSON with sorted keys: equal values are written alike.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def own(node: Mapping[str, Any], pointer: str, is_3_0: bool) -> list[Branch]:
    """Give the alternatives of what stands in a schema itself.

    Args:
        node: The schema; its references, `allOf`, `anyOf` and `oneOf` do not count.
        pointer: Where it stands.
        is_3_0: Whether `nullable` means something.

    Returns:
        One for each type.
    """
    values = [node["const"]] if "const" in node else node.get("enum")
    enum = None if not is_list(values) else values
    kinds = [str(each) for each in as_list(node["type"])] if "type" in node else _inferred(node, enum)
    if is_3_0 and enum is not None and node.get("nullable") is True and None in enum:
        kinds = [*kinds, "null"]
    others = {key: _canonical(node[key]) for key in _OTHERS if key in node}
    found: list[Branch] = []
    for kind in dict.fromkeys(kinds):
        if enum is not None:
            chosen = tuple(shown(value) for value in enum if _is_of(kind, value))
            if not chosen:
                continue
            if kind == "null":
                chosen = ()
        else:
            chosen = ()
        branch = Branch(kind, pointer, enum=chosen or None, others=others if kind != "null" else {})
        found.append(_filled(branch, node))
    return found


def _inferred(node: Mapping[str, Any], enum: Sequence[Any] | None) -> list[str]:
    if enum is not None:
        return [_kind_of(value) for value in enum]
    meant = dict.fromkeys(kind for keyword, kind in _TYPE_OF.items() if keyword in node)
    return list(meant) or ["any"]


def _filled(branch: Branch, node: Mapping[str, Any]) -> Branch:
    kind, pointer = ("number" if branch.kind == "integer" else branch.kind), branch.pointer
    bounds = {
        key: node[key]
        for key, of in _BOUNDS.items()
        if of == kind and isinstance(node.get(key), int | float) and not (node[key] == 0 and key in _FREE)
    }
    if kind == "number":
        for key, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            limit = node.get(key)
            if limit is True and plain in bounds:  # as in 3.0
                bounds[key] = bounds.pop(plain)
            elif isinstance(limit, int | float) and not isinstance(limit, bool):
                bounds[key] = limit
            if branch.kind == "integer" and key in bounds:
                whole = bounds.pop(key) + (1 if plain == "minimum" else -1)
                tightest = max if plain == "minimum" else min
                bounds[plain] = tightest(whole, bounds.get(plain, whole))
        return replace(branch, bounds=bounds)
    if kind == "string":
        named = str(node.get("format", ""))
        if node.get("contentMediaType") == "application/octet-stream":
            named = "binary"
        pattern = frozenset((str(node["pattern"]),)) if "pattern" in node else frozenset[str]()
        named = "" if named in _FORMATS_WITHOUT_WEIGHT else named
        return replace(branch, bounds=bounds, patterns=pattern, format=named)
    if kind == "array":
        if node.get("uniqueItems") is True:
            bounds["uniqueItems"] = 1
        items: Schema = (Part(node["items"], f"{pointer}/items"),) if "items" in node else ()
        return replace(branch, bounds=bounds, items=items)
    if kind == "object":
        named_fields = node.get("properties")
        fields: dict[str, Schema] = {
            name: (Part(value, f"{pointer}/properties{step(name)}"),)
            for name, value in (named_fields.items() if is_node(named_fields) else ())
        }
        required = frozenset(str(name) for name in as_list(node.get("required")))
        keyword = "additionalProperties" if "additionalProperties" in node else "unevaluatedProperties"
        rest = node.get(keyword, True)
        additional: bool | Schema = (
            (Part(rest, f"{pointer}/{keyword}"),) if is_node(rest) and rest else rest is not False
        )
        return replace(branch, bounds=bounds, properties=fields, required=required, additional=additional)
    return branch


_FREE = frozenset(("minLength", "minItems", "minProperties"))


def as_list(value: Any) -> list[Any]:
    """Give a list, of nothing or of one where there is none.

    Args:
        value: Any part of a document.

    Returns:
        It, or a list of it.
    """
    return value if is_list(value) else [] if value is None else [value]


def _kind_of(value: Any) -> str:
    if value is None:
        return "null"
    for kind, of in (
        ("boolean", bool),
        ("integer", int),
        ("number", float),
        ("string", str),
        ("array", list),
    ):
        if isinstance(value, of):
            return kind
    return "object"


def _is_of(kind: str, value: Any) -> bool:
    found = _kind_of(value)
    return kind in ("any", found) or (kind == "number" and found == "integer")


def _canonical(node: Any) -> str:
    """A keyword's content but for what is only said; references stay as the name of what they lead to."""

    def bare(value: Any) -> Any:
        if is_node(value):
            kept: Iterable[tuple[str, Any]] = (
                (key, each)
                for key, each in value.items()
                if not key.startswith("x-") and (key not in _ANNOTATIONS or is_node(each))
            )
            return {key: bare(each) for key, each in kept}
        return [bare(each) for each in value] if is_list(value) else value

    return shown(bare(node))
