"""What is wrong with the content of bodies and answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openapi._components import ref_name, types_of
from openapi._source import Fault, Node, Source, Where, is_node
from openapi._types import Schemas

__all__ = ["content_faults"]

JSON = "application/json"
FORM = "multipart/form-data"


def content_faults(
    source: Source, schemas: Schemas, content: Node, where: Where, what: str, *, sent: bool = True
) -> Iterator[Fault]:
    """Find what must be mended in the content of one body or answer.

    Args:
        source: The document.
        schemas: Its components.
        content: The media types.
        where: Where the body or the answer stands.
        what: What to call it.
        sent: Whether it is a request's; only those can be forms.

    Returns:
        The faults, in no particular order.
    """
    if len(content) > 1:
        extra = list(content)[1]
        line = source.line(*where, "content", extra)
        yield Fault(line, f"{what} has a second content type, {extra}: leave only one")
    for content_type, media in content.items():
        at = (*where, "content", content_type)
        line = source.line(*at)
        if content_type != JSON and not (sent and content_type == FORM):
            yield Fault(line, f"{what} is {content_type}: only {JSON} is generated, or a body that is a form")
        if not media.get("examples"):
            yield Fault(line, f"{what} has no examples: add at least one, by name")
        schema = media.get("schema")
        if schema is None:
            yield Fault(line, f"{what} has no schema: give it one")
        elif content_type == FORM:
            yield from _form_faults(source, schemas, schema, (*at, "schema"), what)
        elif _is_inline(schema):
            line = source.line(*at, "schema")
            yield Fault(line, f"{what} has an inline schema: make it a component and refer to it")


def _form_faults(source: Source, schemas: Schemas, schema: Node, where: Where, what: str) -> Iterator[Fault]:
    name = ref_name(schema)
    fields: Node = schemas.all.get(name or "", {}).get("properties", {})
    if name is None or not fields:
        line = source.line(*where)
        yield Fault(line, f"{what} is a form: make its fields a component and refer to it")
        return
    files = 0
    for key, field in fields.items():
        at = ("components", "schemas", name, "properties", key)
        if field.get("format") == "binary":
            files += 1
            if files > 1:
                yield Fault(
                    source.line(*at), f"{name}.{key} is a second file of {what}: only one is generated"
                )
            if key not in schemas.all[name].get("required", ()):
                yield Fault(source.line(*at), f"{name}.{key} is the file of {what}: make it required")
        elif {"array", "object"} & set(types_of(schemas.resolved(field))):
            yield Fault(
                source.line(*at), f"{name}.{key} is a field of a form: only text and numbers are sent"
            )
    if name in schemas.beside_forms:
        line = source.line("components", "schemas", name)
        yield Fault(line, f"{name} is a form and something else too: a form becomes no class; split it")


def _is_inline(schema: Any) -> bool:
    """Tell whether a body's schema, its items or its alternatives are objects or enums of no name."""
    if not is_node(schema):
        return False
    if "enum" in schema or schema.get("properties"):
        return True
    parts = (part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ()))
    return any(_is_inline(part) for part in (schema.get("items"), schema.get("additionalProperties"), *parts))
