"""The form of a document: which part holds what. A key that nothing would be made of is refused here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from openapi._source import METHODS, Fault, Source, Where, is_list, is_node

__all__ = ["shape_faults"]


@dataclass(frozen=True)
class Shape:
    """What a mapping of the document may hold."""

    what: str
    keys: Mapping[str, str]
    """A kind for each key: a name of another shape or of a scalar, [kind] for a list, {kind} for a map."""
    required: tuple[str, ...] = ()
    section: str = ""
    """Where in components a reference that stands for it leads."""


_TEXTS = ("summary", "description")


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "text")


SHAPES = {
    "document": Shape(
        "the document",
        {
            **_texts("openapi", "jsonSchemaDialect"),
            "info": "info",
            "servers": "[server]",
            "security": "[requirement]",
            "tags": "[tag]",
            "paths": "{path}",
            "webhooks": "{path}",
            "components": "components",
            "externalDocs": "any",
        },
        ("openapi", "info", "paths"),
    ),
    "info": Shape(
        "info",
        {
            **_texts("title", "version", "summary", "description", "termsOfService"),
            "contact": "any",
            "license": "any",
        },
        ("title", "version"),
    ),
    "server": Shape("a server", {**_texts("url", "description"), "variables": "any"}, ("url",)),
    "tag": Shape("a tag", {**_texts("name", "description"), "externalDocs": "any"}, ("name",)),
    "components": Shape(
        "components",
        {
            "schemas": "{schema}",
            "responses": "{response}",
            "parameters": "{parameter}",
            "examples": "{example}",
            "requestBodies": "{body}",
            "headers": "{header}",
            "securitySchemes": "{scheme}",
        },
    ),
    "scheme": Shape("a security scheme", _texts("type", "in", "name", "description", "scheme"), ("type",)),
    "path": Shape(
        "a path",
        {**_texts(*_TEXTS), "parameters": "[parameter]", **dict.fromkeys(METHODS, "operation")},
    ),
    "operation": Shape(
        "an operation",
        {
            **_texts("operationId", *_TEXTS),
            "tags": "[text]",
            "parameters": "[parameter]",
            "requestBody": "body",
            "responses": "{response}",
            "security": "[requirement]",
            "externalDocs": "any",
            "x-rate-limit": "positive",
            "x-idempotent": "flag",
            "x-writes": "{text}",
            "x-contract-setup": "[text]",
            "x-not-found": "text",
        },
    ),
    "parameter": Shape(
        "a parameter",
        {
            **_texts("name", "in", "description"),
            "required": "flag",
            "schema": "schema",
            "content": "any",
            "example": "any",
            "examples": "{example}",
        },
        ("name", "in"),
        section="parameters",
    ),
    "body": Shape(
        "a request body",
        {"description": "text", "required": "flag", "content": "{media}"},
        ("content",),
        section="requestBodies",
    ),
    "media": Shape("a media type", {"schema": "schema", "examples": "{example}", "encoding": "{encoding}"}),
    "encoding": Shape("the encoding of a field", {"contentType": "text"}),
    "response": Shape(
        "a response",
        {
            **_texts("description", "x-sandbox-choice"),
            "headers": "{header}",
            "content": "{media}",
        },
        ("description",),
        section="responses",
    ),
    "header": Shape(
        "a header",
        {
            "description": "text",
            "required": "flag",
            "schema": "schema",
            "example": "any",
            "examples": "{example}",
        },
        section="headers",
    ),
    "example": Shape("an example", {**_texts(*_TEXTS), "value": "any"}, ("value",), section="examples"),
    "schema": Shape(
        "a schema",
        {
            **_texts("title", "description", "format", "pattern", "x-python", "x-zone", "x-filename"),
            **_texts("contentEncoding", "contentMediaType", "$comment"),
            **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), "number"),
            **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), "count"),
            **dict.fromkeys(("minProperties", "maxProperties"), "count"),
            **dict.fromkeys(("allOf", "anyOf", "oneOf"), "[schema]"),
            **dict.fromkeys(("not", "items"), "schema"),
            **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), "flag or schema"),
            **dict.fromkeys(("uniqueItems", "readOnly", "writeOnly", "x-volatile"), "flag"),
            **dict.fromkeys(("default", "const", "example"), "any"),
            **dict.fromkeys(("enum", "examples"), "[any]"),
            "multipleOf": "positive",
            "type": "text or [text]",
            "required": "[text]",
            "properties": "{schema}",
            "x-enum-varnames": "[text]",
            "x-leave-out": "[text]",
            "x-contract-maximum": "count",
            "x-accepts": "text",
        },
        section="schemas",
    ),
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


SCALARS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "text": (lambda value: isinstance(value, str) and value.strip() != "", "text"),
    "flag": (lambda value: isinstance(value, bool), "true or false"),
    "number": (_is_number, "a number"),
    "positive": (lambda value: _is_number(value) and value > 0, "a number above 0"),
    "count": (lambda value: _is_number(value) and isinstance(value, int) and value >= 0, "a whole number"),
}


def shape_faults(source: Source) -> Iterator[Fault]:
    """Find what is not of the form that a document has.

    Args:
        source: The document.

    Returns:
        The faults; once there are none, the rest of the lint need not ask what is a mapping and what a list.
    """
    for where, value in source.unquoted():
        shown = value.isoformat() if isinstance(value, date) else value
        yield Fault(source.line(*where), f"{shown} is no JSON: put it in quotes, or write a finite number")
    for where, message in _faults(source.raw, "document", ()):
        yield Fault(source.line(*where), message)


def _faults(value: Any, kind: str, where: Where) -> Iterator[tuple[Where, str]]:
    name = f"{where[-1]!r}" if where else "the document"
    if kind == "any":
        return
    if value is None:
        yield where, f"{name} is empty: fill it in, or take it out"
    elif " or " in kind:
        one, other = kind.split(" or ")
        chosen = other if isinstance(value, dict | list) else one
        yield from _faults(value, chosen, where)
    elif kind in SCALARS:
        fits, wanted = SCALARS[kind]
        if not fits(value):
            quotes = ": put it in quotes" if kind == "text" and _is_number(value) else ""
            yield where, f"{name} must be {wanted}, not {_found(value)}{quotes}"
    elif kind == "requirement":
        yield from _faults(value, "{[any]}", where)
    elif kind.startswith("["):
        if not is_list(value):
            yield where, f"{name} must be a list, not {_found(value)}"
            return
        for index, item in enumerate(value):
            yield from _faults(item, kind[1:-1], (*where, index))
    elif not is_node(value):
        yield where, f"{name} must be a mapping, not {_found(value)}"
    elif kind.startswith("{"):
        for key, item in value.items():
            yield from _faults(item, kind[1:-1], (*where, key))
    else:
        yield from _mapping_faults(value, SHAPES[kind], where)


def _mapping_faults(value: Mapping[str, Any], shape: Shape, where: Where) -> Iterator[tuple[Where, str]]:
    if shape.section and "$ref" in value:
        # Whether it exists, and what stands beside it, is told where references are looked at.
        ref = value["$ref"]
        wanted = f"#/components/{shape.section}/"
        if not isinstance(ref, str):
            yield (*where, "$ref"), f"'$ref' must be text, such as '{wanted}Name'"
        elif ref.startswith("#/") and (not ref.startswith(wanted) or "/" in ref.removeprefix(wanted)):
            yield (*where, "$ref"), f"{shape.what} can only be a reference to '{wanted}Name', not to {ref}"
        return
    for key in shape.required:
        if key not in value:
            yield where, f"{shape.what} needs {key!r}: add it"
    for key, item in value.items():
        if key in shape.keys:
            yield from _faults(item, shape.keys[key], (*where, key))
            continue
        close = get_close_matches(key, shape.keys, 1)
        if key == "nullable":
            # As OpenAPI 3.0 had it.
            yield (*where, key), "'nullable' is of OpenAPI 3.0: write type: [string, 'null'] here"
            continue
        meant = f"is {close[0]!r} meant? else" if close else "is it misspelt? else"
        yield (*where, key), f"nothing would be made of {key!r} on {shape.what}: {meant} take it out"


def _found(value: Any) -> str:
    if is_node(value):
        return "a mapping"
    if is_list(value):
        return "a list"
    return "empty text" if value == "" else f"{value!r}"[:60]
