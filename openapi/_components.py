"""The component schemas of a document: what each of them is, and where it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from openapi._source import Node, Source, is_list, is_node, resolve

__all__ = ["Components", "branches", "nullable", "ref_name", "types_of"]


_FORM = "multipart/form-data"


def ref_name(schema: Mapping[str, Any]) -> str | None:
    """Give the component that a schema refers to, itself or as the only member of an ``allOf``."""
    ref = schema.get("$ref")
    if ref is None and len(schema.get("allOf", ())) == 1:
        ref = schema["allOf"][0].get("$ref")
    return str(ref).rsplit("/", 1)[-1] if ref else None


def types_of(schema: Mapping[str, Any]) -> list[str]:
    """Give a schema's JSON types without null."""
    kinds = schema.get("type", [])
    return [kind for kind in ([kinds] if isinstance(kinds, str) else kinds) if kind != "null"]


def nullable(schema: Mapping[str, Any]) -> bool:
    """Tell whether a schema itself allows null."""
    kinds = schema.get("type", [])
    if kinds == "null" or (is_list(kinds) and "null" in kinds):
        return True
    return any(nullable(part) for word in ("anyOf", "oneOf") for part in schema.get(word, ()))


def branches(schema: Mapping[str, Any]) -> list[Node]:
    """Give the alternatives of a schema, those that are null left out."""
    parts = [part for word in ("anyOf", "oneOf") for part in schema.get(word, ())]
    return [part for part in parts if part.get("type") != "null"]


class Components:
    """The component schemas of a document."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._raw = source.raw
        self.all = source.schemas

    def resolved(self, schema: Mapping[str, Any]) -> Node:
        """Follow references, and an ``allOf`` of one."""
        name = ref_name(schema)
        return self.all.get(name, {}) if name else dict(schema)

    def kinds(self, schema: Mapping[str, Any]) -> set[str]:
        """Give the JSON types that a value of a schema may have; empty where it does not say."""
        if "type" in schema:
            return set(types_of(schema))
        parts = [*branches(schema), *schema.get("allOf", ())]
        name = ref_name(schema)
        return set().union(*map(self.kinds, [self.all[name]] if name in self.all else parts))

    def allows_null(self, schema: Mapping[str, Any]) -> bool:
        """Tell whether a schema, or the component it refers to, allows null."""
        if nullable(schema):
            return True
        name = ref_name(schema)
        if name:
            return nullable(self.all.get(name, {}))
        return any(self.allows_null(part) for part in branches(schema))

    def description(self, schema: Mapping[str, Any]) -> str:
        """Give a schema's description, else that of the component it refers to."""
        if schema.get("description"):
            return str(schema["description"])
        name = ref_name(schema)
        if name is None:
            parts = branches(schema)
            name = ref_name(parts[0]) if len(parts) == 1 else None
        return str(self.all.get(name or "", {}).get("description", ""))

    # ---- what a component is -------------------------------------------------------------------

    def is_json(self, name: str) -> bool:
        """Whether a component stays JSON at run time."""
        return self.all.get(name, {}).get("x-python") == "json"

    def is_enum(self, name: str) -> bool:
        """Whether a component is an enumeration of strings."""
        return "enum" in self.all.get(name, {}) and not self.is_json(name)

    def is_model(self, name: str) -> bool:
        """Whether a component becomes a class with fields."""
        schema = self.all.get(name, {})
        return not self.is_json(name) and bool(schema.get("properties"))

    @cached_property
    def models(self) -> list[str]:
        """The components that become classes, sorted."""
        return sorted(name for name in self.all if self.is_model(name) and name not in self.forms)

    @cached_property
    def enums(self) -> list[str]:
        """The components that become enumerations, sorted."""
        return sorted(name for name in self.all if self.is_enum(name))

    @cached_property
    def json(self) -> list[str]:
        """The components that stay JSON, sorted."""
        return sorted(name for name in self.all if self.is_json(name))

    @cached_property
    def json_enums(self) -> list[str]:
        """The enumerations within what stays JSON, sorted."""
        reached = self.reached(self.all[name] for name in self.json)
        return sorted(name for name in reached if self.is_enum(name))

    # ---- where a component is used -------------------------------------------------------------

    def reached(self, nodes: Iterable[Any]) -> set[str]:
        """Give all components that are reached from some parts of the document."""
        found: set[str] = set()
        waiting = list(nodes)
        while waiting:
            for name in _references(waiting.pop()):
                if name not in found and name in self.all:
                    found.add(name)
                    waiting.append(self.all[name])
        return found

    @cached_property
    def sent(self) -> set[str]:
        """The components that requests hold."""
        bodies = [resolve(self._raw, one.raw.get("requestBody")) for one in self._source.operations]
        return self.reached(bodies)

    @cached_property
    def received(self) -> set[str]:
        """The components that answers and webhook events hold."""
        answers: list[Any] = []
        for one in self._source.operations:
            answers += [resolve(self._raw, answer) for answer in one.raw.get("responses", {}).values()]
        for item in self._raw.get("webhooks", {}).values():
            answers.append(resolve(self._raw, item.get("post", {}).get("requestBody")))
        return self.reached(answers)

    @cached_property
    def only_sent(self) -> set[str]:
        """The components that are checked strictly: a reply must still decode, a request must fit."""
        return self.sent - self.received

    @cached_property
    def forms(self) -> set[str]:
        """The components that are multipart bodies: they become arguments and no class."""
        found: set[str] = set()
        for one in self._source.operations:
            content = resolve(self._raw, one.raw.get("requestBody")).get("content", {})
            name = ref_name(content.get(_FORM, {}).get("schema", {}))
            if name in self.all:
                found.add(name)
        return found

    @cached_property
    def beside_forms(self) -> set[str]:
        """The forms that are something else too, so that a class of them would be missing."""
        bodies = [resolve(self._raw, one.raw.get("requestBody")) for one in self._source.operations]
        others = [
            media for body in bodies for kind, media in body.get("content", {}).items() if kind != _FORM
        ]
        inner = [self.all[name].get("properties") for name in self.forms]
        return self.forms & (self.received | self.reached([*others, *inner]))

    @cached_property
    def typed_dicts(self) -> list[str]:
        """The components that signatures accept as dicts, and those within JSON, sorted."""
        fields: list[Any] = []
        for one in self._source.operations:
            for media in resolve(self._raw, one.raw.get("requestBody")).get("content", {}).values():
                # A body's own fields are arguments.
                fields.append(self.resolved(media.get("schema", {})).get("properties") or media)
        reached = self.reached([*fields, *(self.all[name] for name in self.json)])
        return sorted(name for name in reached if self.is_model(name) and name not in self.forms)


def _references(node: Any) -> Iterator[str]:
    if is_node(node):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str) and "/schemas/" in value:
                yield value.rsplit("/", 1)[-1]
            elif key not in ("examples", "example"):
                yield from _references(value)
    elif is_list(node):
        for value in node:
            yield from _references(value)
