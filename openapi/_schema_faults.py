"""What is wrong with the schemas of a document: what the generator would lose, or the models cannot hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

from openapi._components import branches, nullable, ref_name, types_of
from openapi._names import TAKEN_CLASSES, identifier
from openapi._source import Fault, Node, Source, Where, is_list, is_node, resolve
from openapi._types import Schemas

__all__ = ["schema_faults"]

MODEL_METHODS = frozenset(("to_dict", "to_json", "from_dict", "from_json"))
KINDS = frozenset(("string", "number", "integer", "boolean", "array", "object", "null"))
FORMATS = frozenset(
    ("date", "date-time", "uuid", "uri", "email", "password", "binary", "int32", "int64", "float", "double")
)
_COMBINED = ("allOf", "anyOf", "oneOf")
_NAME = re.compile(r"[^\"'\\{}\s]+")


def schema_faults(source: Source, schemas: Schemas) -> Iterator[Fault]:
    """Find what must be mended in components and in the schemas of parameters, bodies and answers.

    Args:
        source: A document of the right form, whose references all lead somewhere.
        schemas: Its components.

    Returns:
        The faults, in no particular order.
    """
    linter = _Linter(source, schemas)
    for name, schema in source.schemas.items():
        yield from linter.component(name, schema)
    for one in source.operations:
        for at, parameter in zip(one.places, one.parameters, strict=True):
            yield from linter.node(parameter.get("schema", {}), (*at, "schema"))
        body = one.raw.get("requestBody")
        yield from linter.content(body, (*one.where, "requestBody"), sent=True)
        for status, answer in one.raw.get("responses", {}).items():
            yield from linter.content(answer, (*one.where, "responses", status))


class _Linter:
    def __init__(self, source: Source, schemas: Schemas) -> None:
        self.source = source
        self.schemas = schemas
        self.in_paths = {
            (*at, "schema")
            for one in source.operations
            for at, parameter in zip(one.places, one.parameters, strict=True)
            if parameter["in"] == "path"
        }

    def at(self, where: Where, message: str) -> Fault:
        return Fault(self.source.line(*where), message)

    def content(self, node: Any, where: Where, *, sent: bool = False) -> Iterator[Fault]:
        """Look at the schemas of a body or an answer."""
        where = self.source.place(node, where)
        for content_type, media in resolve(self.source.raw, node).get("content", {}).items():
            at = (*where, "content", content_type, "schema")
            yield from self.node(media.get("schema", {}), at, sent=sent)

    def component(self, name: str, schema: Node) -> Iterator[Fault]:
        where: Where = ("components", "schemas", name)
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name):
            yield self.at(where, f"the schema {name} must be named like a class, such as TransactionInput")
        if name in TAKEN_CLASSES:
            yield self.at(
                where, f"the schema {name} is named like a class that generated code uses: rename it"
            )
        if not schema.get("description"):
            yield self.at(where, f"the schema {name} has no description: it becomes the docstring")
        if schema.get("x-python", "json") != "json":
            yield self.at((*where, "x-python"), "x-python can only be json")
        if "x-leave-out" in schema and not self.schemas.is_json(name):
            # A model has no keys of others in the first place.
            yield self.at((*where, "x-leave-out"), "x-leave-out is only for a component with x-python: json")
        if self.schemas.is_json(name):
            yield from self.words(schema, where)
            return
        if "enum" in schema:
            yield from self.enum(name, schema, where)
            return
        yield from self.node(schema, where, component=True, sent=name in self.schemas.sent)
        if name in self.schemas.models:
            yield from self.fields(name, schema, where)

    def fields(self, name: str, schema: Node, where: Where) -> Iterator[Fault]:
        shared = name in self.schemas.sent and name in self.schemas.received
        taken: dict[str, str] = {}
        for key, value in schema["properties"].items():
            at = (*where, "properties", key)
            python_name = identifier(key)
            if not self.schemas.description(value):
                yield self.at(at, f"{name}.{key} has no description: it becomes the docstring")
            if not _NAME.fullmatch(key):
                yield self.at(at, f"{name}.{key} is no name for a field: mark the schema x-python: json")
            if python_name in MODEL_METHODS:
                yield self.at(at, f"{name}.{key} is named like a method of every model: rename it")
            elif python_name in taken:
                yield self.at(at, f"{name}.{key} and {taken[python_name]} are both {python_name}: rename one")
            taken.setdefault(python_name, key)
            if shared and key not in schema.get("required", ()):
                yield self.at(
                    at, f"{name} is both sent and received and {key} is optional: split it into two schemas"
                )
        for index, key in enumerate(schema.get("required", ())):
            if key not in schema["properties"]:
                yield self.at(
                    (*where, "required", index), f"{name} requires {key}, which is no property of it"
                )

    def enum(self, name: str, schema: Node, where: Where) -> Iterator[Fault]:
        values = schema["enum"]
        if (
            not values
            or not all(isinstance(value, str) for value in values)
            or types_of(schema) != ["string"]
        ):
            yield self.at(
                where, f"the enum {name} must be strings, of type string; say null where it is used, by anyOf"
            )
        elif len(set(values)) != len(values):
            yield self.at((*where, "enum"), f"the enum {name} has a value twice")
        names = schema.get("x-enum-varnames")
        if names is None:
            return
        at = (*where, "x-enum-varnames")
        if len(names) != len(values):
            yield self.at(at, f"{name} has {len(values)} values and {len(names)} names for them")
        elif len(set(names)) != len(names) or not all(re.fullmatch(r"[A-Z][A-Z0-9_]*", one) for one in names):
            yield self.at(at, f"the names of {name} must differ, and be like SOME_VALUE")

    def words(self, schema: Node, where: Where) -> Iterator[Fault]:
        """Look at what holds for a schema of any kind, and at those within."""
        kinds = schema["type"] if is_list(schema.get("type")) else [schema.get("type", "null")]
        for kind in kinds or [None]:
            if kind not in KINDS:
                yield self.at((*where, "type"), f"there is no type {kind!r}{_meant(kind, KINDS)}")
        form = schema.get("format")
        if form is not None and form not in FORMATS:
            yield self.at((*where, "format"), f"the format {form!r} is not known{_meant(form, FORMATS)}")
        if "x-zone" in schema and (schema["x-zone"], form) != ("optional", "date-time"):
            yield self.at((*where, "x-zone"), "x-zone can only be optional, beside format: date-time")
        if "x-accepts" in schema and (
            (schema["x-accepts"], schema.get("type")) != ("integer", "string") or where not in self.in_paths
        ):
            yield self.at(
                (*where, "x-accepts"),
                "x-accepts can only be integer, beside type: string of a parameter in the path",
            )
        if "pattern" in schema:
            try:
                re.compile(schema["pattern"])
            except re.error as error:
                yield self.at((*where, "pattern"), f"the pattern is no regular expression: {error}")
        for part, at in _within(schema, where):
            yield from self.words(part, at)

    def node(
        self, schema: Node, where: Where, *, component: bool = False, sent: bool = False
    ) -> Iterator[Fault]:
        """Look at a schema that becomes a type, and at those within."""
        if "$ref" in schema:
            return
        if component or where[:2] != ("components", "schemas"):
            yield from self.words(schema, where)
        combined = [word for word in _COMBINED if word in schema]
        if combined and (schema.get("properties") or len(combined) > 1):
            beside = "properties" if schema.get("properties") else combined[1]
            yield self.at(
                (*where, beside),
                f"{beside} beside {combined[0]} would be lost: make a component of one of them",
            )
        if "allOf" in schema and ref_name(schema) is None:
            yield self.at(
                (*where, "allOf"), "only an allOf of one $ref is generated: write the properties out"
            )
        if not component and (schema.get("properties") or "enum" in schema):
            what = "object" if schema.get("properties") else "enum"
            yield self.at(where, f"this {what} schema is inline: make it a component and refer to it")
        if "array" in types_of(schema) and "items" not in schema:
            yield self.at(where, "an array needs items")
        if len([kind for kind in types_of(schema) if kind in ("array", "object", "string")]) > 1:
            yield self.at(
                where, "several types at once are only generated with x-python: json on a component"
            )
        if component and nullable(schema) and schema.get("properties"):
            yield self.at(where, "a component that is null or an object: say null where it is used, by anyOf")
        if sent and self.schemas.allows_null(schema) and self._is_number(schema):
            yield self.at(
                where,
                "a number in a request cannot be null: NaN would be sent as null without a word; drop the null",
            )
        if schema and not any(word in schema for word in ("type", "enum", *_COMBINED)):
            yield self.at(
                where, "a schema needs a type; for JSON of any kind refer to a component with x-python: json"
            )
        for part, at in _within(schema, where):
            if at[-1] not in ("not", "unevaluatedProperties"):
                yield from self.node(part, at, sent=sent)

    def _is_number(self, schema: Node) -> bool:
        target = self.schemas.resolved(schema)
        return bool({"number", "integer"} & set(types_of(target))) or any(
            self._is_number(part) for part in branches(target)
        )


def _within(schema: Node, where: Where) -> Iterator[tuple[Node, Where]]:
    for word in _COMBINED:
        for index, part in enumerate(schema.get(word, ())):
            yield part, (*where, word, index)
    for word in ("items", "additionalProperties", "unevaluatedProperties", "not"):
        if is_node(schema.get(word)):
            yield schema[word], (*where, word)
    for key, value in schema.get("properties", {}).items():
        yield value, (*where, "properties", key)


def _meant(given: object, known: Collection[str]) -> str:
    close = get_close_matches(str(given), known, 1)
    return f": is {close[0]!r} meant?" if close else f": known are {', '.join(sorted(known))}"
