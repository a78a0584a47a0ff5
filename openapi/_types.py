"""The one place that turns a schema into a Python type.

Four forms of one schema:

- **model**: what an answer is decoded to, and what a request model holds;
- **checked**: the same with the document's bounds, in models that are only ever sent;
- **wide**: what a signature accepts: text for dates, strings for enums, dicts for models;
- **JSON**: what stays JSON at run time (``x-python: json``), for type checkers alone.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from openapi._names import identifier
from openapi._source import Node, Source, resolve

__all__ = ["Field", "Schemas", "branches", "nullable", "ref_name", "types_of"]


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
    if kinds == "null" or (isinstance(kinds, list) and "null" in kinds):
        return True
    return any(nullable(part) for word in ("anyOf", "oneOf") for part in schema.get(word, ()))


def branches(schema: Mapping[str, Any]) -> list[Node]:
    """Give the alternatives of a schema, those that are null left out."""
    parts = [part for word in ("anyOf", "oneOf") for part in schema.get(word, ())]
    return [part for part in parts if part.get("type") != "null"]


class Field:
    """A property of a component, as the templates need it."""

    def __init__(self, schemas: Schemas, owner: str, name: str, schema: Node, required: bool) -> None:
        self._schemas = schemas
        self.name = name
        self.python_name = identifier(name)
        self.schema = schema
        self.required = required
        self.nullable = nullable(schema)
        self.owner = owner
        self.description = schemas.description(schema)
        self.secret = schema.get("format") == "password"

    @property
    def three_state(self) -> bool:
        """Whether left out and null differ."""
        return self.owner.endswith("Patch") and not self.required

    @property
    def model_type(self) -> str:
        """The type in the model."""
        checked = self.owner in self._schemas.only_sent
        found = self._schemas.model(self.schema, checked=checked)
        if self.three_state:
            return _join([found, "None" if self.nullable else "", "UnsetType"])
        return _join([found, "None" if self.nullable or not self.required else ""])

    @property
    def model_default(self) -> str:
        """What follows the annotation in the model."""
        settings: list[str] = []
        if self.three_state:
            settings.append("default=UNSET")
        elif not self.required:
            settings.append("default=None")
        if self.python_name != self.name:
            settings.append(f'name="{self.name}"')
        if not settings:
            return ""
        if len(settings) == 1 and settings[0].startswith("default="):
            return f" = {settings[0].removeprefix('default=')}"
        return f" = field({', '.join(settings)})"

    @property
    def wide_type(self) -> str:
        """The type in a signature."""
        found = self._schemas.wide(self.schema)
        if self.three_state:
            return _join([found, "None" if self.nullable else "", "UnsetType"])
        return _join([found, "None" if self.nullable or not self.required else ""])

    @property
    def only_value(self) -> str | None:
        """The value of a required field that allows only one, as source code."""
        values = self._schemas.resolved(self.schema).get("enum", ())
        return repr(values[0]) if self.required and len(values) == 1 else None

    @property
    def wide_default(self) -> str:
        """What follows the annotation in a signature."""
        if self.required:
            return f" = {self.only_value}" if self.only_value else ""
        return " = UNSET" if self.three_state else " = None"


class Schemas:
    """The component schemas of a document, and their types."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._raw = source.raw
        self.all = source.schemas

    def resolved(self, schema: Mapping[str, Any]) -> Node:
        """Follow references, and an ``allOf`` of one."""
        name = ref_name(schema)
        return self.all.get(name, {}) if name else dict(schema)

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

    def fields(self, name: str) -> list[Field]:
        """The properties of a component, required ones first."""
        schema = self.all[name]
        required = schema.get("required", ())
        found = [
            Field(self, name, key, value, key in required)
            for key, value in schema.get("properties", {}).items()
        ]
        return sorted(found, key=lambda one: not one.required)

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
        return self.reached([*answers, self._raw.get("webhooks", {})])

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
            name = ref_name(content.get("multipart/form-data", {}).get("schema", {}))
            if name:
                found.add(name)
        return found

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

    # ---- types ---------------------------------------------------------------------------------

    def model(self, schema: Mapping[str, Any], *, checked: bool = False) -> str:
        """Give the model or checked form, without null."""
        name = ref_name(schema)
        if name:
            if self.is_model(name) or self.is_enum(name) or self.is_json(name):
                return name
            return self.model(self.all.get(name, {}), checked=checked)
        parts = branches(schema)
        if parts:
            return _join(self.model(part, checked=checked) for part in parts)
        found = _join(self._plain(schema, kind, checked) for kind in types_of(schema)) or "Any"
        bounds = _bounds(schema) if checked else ""
        return f"Annotated[{found}, Meta({bounds})]" if bounds else found

    def _plain(self, schema: Mapping[str, Any], kind: str, checked: bool) -> str:
        if kind == "string":
            return {"date": "dt.date", "date-time": "dt.datetime"}.get(schema.get("format", ""), "str")
        if kind == "array":
            return f"list[{self.model(schema.get('items', {}), checked=checked)}]"
        if kind == "object":
            values = schema.get("additionalProperties")
            inner = self.model(values, checked=checked) if isinstance(values, dict) and values else "Any"
            return f"dict[str, {inner}]"
        return {"integer": "int", "number": "float", "boolean": "bool"}[kind]

    def alternatives(self, schema: Mapping[str, Any]) -> list[str]:
        """Give the types of an answer, to be tried in order."""
        target = self.resolved(schema)
        if not self.is_model(ref_name(schema) or "") and branches(target):
            found = [self.model(part) for part in branches(target)]
        else:
            found = [self.model(schema)]
        # Null is tried first: it is what no other type would take.
        return (["None"] if nullable(target) else []) + found

    def wide(self, schema: Mapping[str, Any]) -> str:
        """Give what a signature accepts, without null."""
        name = ref_name(schema)
        if name:
            if self.is_enum(name):
                return _join([name, f"Literal[{', '.join(map(_quoted, self.all[name]['enum']))}]"])
            if self.is_model(name):
                return _join([name, f"{name}Dict"])
            return name if self.is_json(name) else self.wide(self.all.get(name, {}))
        parts = branches(schema)
        if parts:
            return _join(self.wide(part) for part in parts)
        return _join(self._wide_plain(schema, kind) for kind in types_of(schema)) or "Any"

    def _wide_plain(self, schema: Mapping[str, Any], kind: str) -> str:
        if kind == "string":
            form = schema.get("format", "")
            return {"date": "dt.date | str", "date-time": "dt.datetime | str"}.get(form, "str")
        if kind == "array":
            return f"Sequence[{self.wide(schema.get('items', {}))}]"
        if kind == "object":
            values = schema.get("additionalProperties")
            return f"Mapping[str, {self.wide(values) if isinstance(values, dict) and values else 'Any'}]"
        return {"integer": "int", "number": "float | Decimal", "boolean": "bool"}[kind]

    def json_form(self, schema: Mapping[str, Any]) -> str:
        """Give what a value is that came as JSON and stays so, without null."""
        name = ref_name(schema)
        if name:
            if self.is_enum(name):
                return "str"
            if self.is_model(name):
                return f"{name}Dict"
            return name if self.is_json(name) else self.json_form(self.all.get(name, {}))
        parts = branches(schema)
        if parts:
            return _join(self.json_form(part) for part in parts)
        return _join(self._json_plain(schema, kind) for kind in types_of(schema)) or "Any"

    def _json_plain(self, schema: Mapping[str, Any], kind: str) -> str:
        if kind == "array":
            return f"Sequence[{self.json_form(schema.get('items', {}))}]"
        if kind == "object":
            values = schema.get("additionalProperties")
            return f"Mapping[str, {self.json_form(values) if isinstance(values, dict) and values else 'Any'}]"
        return {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}[kind]

    # ---- what stays JSON -----------------------------------------------------------------------

    def json_declarations(self) -> Iterator[str]:
        """Give the declarations that type checkers see of what stays JSON."""
        for name in self.json:
            yield from self._json_declaration(name)
        for name in self.typed_dicts:
            yield _typed_dict(
                f"{name}Dict",
                [
                    (one.name, self._dict_value(one), one.required and not one.only_value)
                    for one in self.fields(name)
                ],
                self.all[name].get("description", ""),
            )

    def _json_declaration(self, name: str) -> Iterator[str]:
        schema = self.all[name]
        inner: list[str] = []
        parts = branches(schema)
        whole = [part for part in schema.get("allOf", ()) if ref_name(part)]
        for kind in types_of(schema) if not parts and not whole else ():
            if kind == "object" and schema.get("properties"):
                own = name if types_of(schema) == ["object"] else f"{name}Object"
                required = schema.get("required", ())
                rows = [
                    (key, self.json_form(value), key in required)
                    for key, value in schema["properties"].items()
                ]
                yield _typed_dict(own, rows, schema.get("description", ""))
                inner.append(own)
            else:
                inner.append(self._json_plain(schema, kind))
        for number, part in enumerate(parts):
            if part.get("properties"):
                own = str(part.get("title") or f"{name}{number + 1}").replace(" ", "")
                required = part.get("required", ())
                rows = [
                    (key, self.json_form(value), key in required) for key, value in part["properties"].items()
                ]
                yield _typed_dict(own, rows, part.get("description", ""))
                inner.append(own)
            else:
                inner.append(self.json_form(part))
        inner += [self.json_form(part) for part in whole]
        if inner != [name]:
            yield f'{name}: TypeAlias = "{_join(inner) or "Any"}"'

    def _dict_value(self, field: Field) -> str:
        if field.owner in self.sent:
            return field.wide_type.replace(" | UnsetType", "")
        found = self.json_form(field.schema)
        return _join([found, "None" if field.nullable or not field.required else ""])


def _typed_dict(name: str, rows: list[tuple[str, str, bool]], description: str) -> str:
    def value(kind: str, required: bool) -> str:
        return kind if required else f"NotRequired[{kind}]"

    if all(key.isidentifier() and not keyword.iskeyword(key) for key, _, _ in rows):
        fields = (
            "\n".join(f"    {key}: {value(kind, required)}" for key, kind, required in rows) or "    pass"
        )
        doc = f'    """{" ".join(description.split())}"""\n\n' if description else ""
        return f"class {name}(TypedDict):\n{doc}{fields}"
    fields = ", ".join(f'{_quoted(key)}: "{value(kind, required)}"' for key, kind, required in rows)
    return f'{name} = TypedDict("{name}", {{{fields}}})'


def _bounds(schema: Mapping[str, Any]) -> str:
    words = {
        "minimum": "ge",
        "exclusiveMinimum": "gt",
        "maximum": "le",
        "exclusiveMaximum": "lt",
        "multipleOf": "multiple_of",
        "minLength": "min_length",
        "maxLength": "max_length",
        "minItems": "min_length",
        "maxItems": "max_length",
    }
    # A least length of 0 bounds nothing.
    found = [
        f"{word}={schema[key]!r}"
        for key, word in words.items()
        if key in schema and not (word == "min_length" and schema[key] == 0)
    ]
    if "pattern" in schema:
        # In Python `$` would let a newline pass.
        pattern = schema["pattern"]
        found.append(f"pattern={(pattern[:-1] + chr(92) + 'Z' if pattern.endswith('$') else pattern)!r}")
    return ", ".join(found)


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str) and "/schemas/" in value:
                yield value.rsplit("/", 1)[-1]
            elif key not in ("examples", "example"):
                yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _quoted(text: object) -> str:
    return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _join(kinds: Iterable[str]) -> str:
    """Join types to a union, each once."""
    found: list[str] = []
    for kind in kinds:
        for part in _split(kind):
            if part and part not in found:
                found.append(part)
    if "None" in found:
        found.remove("None")
        found.append("None")
    return " | ".join(found)


def _split(kind: str) -> Iterator[str]:
    """Split a union at its top level."""
    depth, start = 0, 0
    for index, character in enumerate(kind):
        if character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
        elif character == "|" and depth == 0:
            yield kind[start:index].strip()
            start = index + 1
    yield kind[start:].strip()
