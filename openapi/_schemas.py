"""What is wrong with the schemas of a document: what the generator would lose, or the models cannot hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openapi._source import Fault, Node, Source
from openapi._types import Schemas, nullable, ref_name, types_of

__all__ = ["schema_faults"]

Where = tuple[str | int, ...]

EXTENSIONS = frozenset(
    (
        "x-python",
        "x-enum-varnames",
        "x-volatile",
        "x-zone",
        "x-contract-maximum",
        "x-sandbox-choice",
        "x-filename",
    )
)
MODEL_METHODS = frozenset(("to_dict", "to_json", "from_dict", "from_json"))
KINDS = frozenset(("string", "number", "integer", "boolean", "array", "object", "null"))
_COMBINED = ("allOf", "anyOf", "oneOf")


def schema_faults(source: Source, schemas: Schemas) -> Iterator[Fault]:
    """Find what must be mended in components and inline schemas.

    Args:
        source: The document.
        schemas: Its schemas.

    Returns:
        The faults, in no particular order.
    """
    linter = _Linter(source, schemas)
    for name, schema in source.schemas.items():
        yield from linter.component(name, schema)
    for operation in source.operations:
        for index, parameter in enumerate(operation.parameters):
            yield from linter.node(
                parameter.get("schema", {}), (*operation.where, "parameters", index, "schema")
            )


class _Linter:
    def __init__(self, source: Source, schemas: Schemas) -> None:
        self.source = source
        self.schemas = schemas

    def at(self, where: Where, message: str) -> Fault:
        return Fault(self.source.line(*where), message)

    def component(self, name: str, schema: Node) -> Iterator[Fault]:
        where: Where = ("components", "schemas", name)
        if not name[:1].isupper() or not name.isalnum():
            yield self.at(where, f"the schema {name} must be named like a class, such as TransactionInput")
        if schema.get("x-python", "json") != "json":
            yield self.at((*where, "x-python"), "x-python can only be json")
        if not schema.get("description"):
            yield self.at(where, f"the schema {name} has no description: it becomes the docstring")
        if schema.get("x-python") == "json":
            return
        if "enum" in schema:
            yield from self._enum(name, schema, where)
            return
        yield from self.node(schema, where, component=True)
        shared = name in self.schemas.sent and name in self.schemas.received
        for key, value in schema.get("properties", {}).items():
            at = (*where, "properties", key)
            if not self.schemas.description(value):
                yield self.at(at, f"{name}.{key} has no description: it becomes the docstring")
            if key in MODEL_METHODS:
                yield self.at(at, f"{name}.{key} is named like a method of every model: rename it")
            if shared and key not in schema.get("required", ()):
                yield self.at(
                    at, f"{name} is both sent and received and {key} is optional: split it into two schemas"
                )
        for key in schema.get("required", ()):
            if key not in schema.get("properties", {}):
                yield self.at((*where, "required"), f"{name} requires {key}, which is no property of it")

    def _enum(self, name: str, schema: Node, where: Where) -> Iterator[Fault]:
        values = schema["enum"]
        if not all(isinstance(value, str) for value in values) or "null" in str(schema.get("type")):
            yield self.at(
                where, f"the enum {name} must have strings only; say null where it is used, by anyOf"
            )
        names = schema.get("x-enum-varnames")
        if names is not None and len(names) != len(values):
            yield self.at(
                (*where, "x-enum-varnames"),
                f"{name} has {len(values)} values and {len(names)} names for them",
            )

    def node(self, schema: Any, where: Where, *, component: bool = False) -> Iterator[Fault]:
        """Look at one schema and those within."""
        if not isinstance(schema, dict):
            yield self.at(where, "a schema is a mapping; this is not")
            return
        for key in schema:
            if key.startswith("x-") and key not in EXTENSIONS:
                yield self.at((*where, key), f"{key} is not known on a schema: is it misspelt?")
        if "$ref" in schema:
            return
        for kind in schema["type"] if isinstance(schema.get("type"), list) else [schema.get("type", "null")]:
            if kind not in KINDS:
                yield self.at((*where, "type"), f"there is no type {kind!r}")
        combined = [word for word in _COMBINED if word in schema]
        if combined and (schema.get("properties") or len(combined) > 1):
            beside = "properties" if schema.get("properties") else combined[1]
            yield self.at(
                (*where, beside),
                f"{beside} beside {combined[0]} would be lost: make a component of one of them",
            )
        if len(schema.get("allOf", ())) > 1 or (schema.get("allOf") and ref_name(schema) is None):
            yield self.at(
                (*where, "allOf"), "only an allOf of one $ref is generated: write the properties out"
            )
        if not component and (schema.get("properties") or "enum" in schema):
            what = "object" if schema.get("properties") else "enum"
            yield self.at(where, f"this {what} schema is inline: make it a component and refer to it")
        if "array" in types_of(schema) and not isinstance(schema.get("items"), dict):
            yield self.at(where, "an array needs items")
        if len([kind for kind in types_of(schema) if kind in ("array", "object", "string")]) > 1:
            yield self.at(
                where, "several types at once are only generated with x-python: json on a component"
            )
        if component and nullable(schema) and schema.get("properties"):
            yield self.at(where, "a component that is null or an object: say null where it is used, by anyOf")
        yield from self._sent_number(schema, where)
        for word in _COMBINED:
            for index, part in enumerate(schema.get(word, ())):
                yield from self.node(part, (*where, word, index))
        if isinstance(schema.get("items"), dict):
            yield from self.node(schema["items"], (*where, "items"))
        if isinstance(schema.get("additionalProperties"), dict):
            yield from self.node(schema["additionalProperties"], (*where, "additionalProperties"))
        for key, value in schema.get("properties", {}).items():
            yield from self.node(value, (*where, "properties", key))

    def _sent_number(self, schema: Node, where: Where) -> Iterator[Fault]:
        name = where[2] if where[:2] == ("components", "schemas") else None
        number = {"number", "integer"} & set(types_of(schema))
        if name in self.schemas.sent and number and nullable(schema):
            yield self.at(
                where,
                "a number in a request cannot be null: NaN would be sent as null without a word; drop the null",
            )
