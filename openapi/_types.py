"""The one place that turns a schema into a Python type.

Four forms of one schema:

- **model**: what an answer is decoded to, and what a request model holds;
- **checked**: the same with the document's bounds, in models that are only ever sent;
- **wide**: what a signature accepts: text for dates, strings for enums, dicts for models;
- **JSON**: what stays JSON at run time (``x-python: json``), for type checkers alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openapi._code import quoted, union
from openapi._components import Components, branches, ref_name, types_of
from openapi._fields import Field
from openapi._source import is_node

__all__ = ["Schemas"]


class Schemas(Components):
    """The component schemas of a document, and their types."""

    def fields(self, name: str) -> list[Field]:
        """The properties of a component, required ones first."""
        schema = self.all[name]
        required = schema.get("required", ())
        found = [
            Field(self, name, key, value, key in required)
            for key, value in schema.get("properties", {}).items()
        ]
        return sorted(found, key=lambda one: not one.required)

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
            return union(self.model(part, checked=checked) for part in parts)
        found = union(self._plain(schema, kind, checked) for kind in types_of(schema)) or "Any"
        bounds = _bounds(schema) if checked else ""
        return f"Annotated[{found}, Meta({bounds})]" if bounds else found

    def _plain(self, schema: Mapping[str, Any], kind: str, checked: bool) -> str:
        if kind == "string":
            return {"date": "dt.date", "date-time": "dt.datetime"}.get(schema.get("format", ""), "str")
        if kind == "array":
            return f"list[{self._inner(schema.get('items'), checked)}]"
        if kind == "object":
            return f"dict[str, {self._inner(schema.get('additionalProperties'), checked)}]"
        return {"integer": "int", "number": "float", "boolean": "bool"}[kind]

    def _inner(self, schema: Any, checked: bool) -> str:
        """Give the type of what is within a list or a map."""
        if not is_node(schema) or not schema:
            return "Any"
        return union([self.model(schema, checked=checked), "None" if self.allows_null(schema) else ""])

    def alternatives(self, schema: Mapping[str, Any]) -> list[str]:
        """Give the types of an answer, to be tried in order."""
        target = self.resolved(schema)
        if not self.is_model(ref_name(schema) or "") and branches(target):
            found = [self.model(part) for part in branches(target)]
        else:
            found = [self.model(schema)]
        # Null is tried first: it is what no other type would take.
        return (["None"] if self.allows_null(target) else []) + found

    def wide(self, schema: Mapping[str, Any]) -> str:
        """Give what a signature accepts, without null."""
        name = ref_name(schema)
        if name:
            if self.is_enum(name):
                return union([name, f"Literal[{', '.join(map(quoted, self.all[name]['enum']))}]"])
            if self.is_model(name):
                return union([name, f"{name}Dict"])
            return name if self.is_json(name) else self.wide(self.all.get(name, {}))
        parts = branches(schema)
        if parts:
            return union(self.wide(part) for part in parts)
        return union(self._wide_plain(schema, kind) for kind in types_of(schema)) or "Any"

    def _wide_plain(self, schema: Mapping[str, Any], kind: str) -> str:
        if kind == "string":
            form = schema.get("format", "")
            return {"date": "dt.date | str", "date-time": "dt.datetime | str"}.get(form, "str")
        if kind == "array":
            return f"Sequence[{self.wide_or_none(schema.get('items'))}]"
        if kind == "object":
            return f"Mapping[str, {self.wide_or_none(schema.get('additionalProperties'))}]"
        return {"integer": "int", "number": "float | Decimal", "boolean": "bool"}[kind]

    def wide_or_none(self, schema: Any) -> str:
        """Give what a signature accepts, null included where the schema allows it."""
        if not is_node(schema) or not schema:
            return "Any"
        return union([self.wide(schema), "None" if self.allows_null(schema) else ""])

    def json_form(self, schema: Mapping[str, Any]) -> str:
        """Give what a value is that came as JSON and stays so, without null."""
        name = ref_name(schema)
        if name:
            if self.is_enum(name):
                return f"{name}Value"
            if self.is_model(name):
                return f"{name}Dict"
            return name if self.is_json(name) else self.json_form(self.all.get(name, {}))
        parts = branches(schema)
        if parts:
            return union(self.json_form(part) for part in parts)
        return union(self.json_plain(schema, kind) for kind in types_of(schema)) or "Any"

    def json_plain(self, schema: Mapping[str, Any], kind: str) -> str:
        """Give one of the types of a value that stays JSON."""
        if kind == "array":
            return f"Sequence[{self._json_inner(schema.get('items'))}]"
        if kind == "object":
            return f"Mapping[str, {self._json_inner(schema.get('additionalProperties'))}]"
        return {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}[kind]

    def _json_inner(self, schema: Any) -> str:
        if not is_node(schema) or not schema:
            return "Any"
        return union([self.json_form(schema), "None" if self.allows_null(schema) else ""])


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
        "minProperties": "min_length",
        "maxProperties": "max_length",
    }
    # A least length of 0 bounds nothing.
    found = [
        f"{word}={schema[key]!r}"
        for key, word in words.items()
        if key in schema and not (word == "min_length" and schema[key] == 0)
    ]
    if schema.get("format") == "date-time":
        found.append("tz=True")
    if "pattern" in schema:
        # In Python `$` would let a newline pass.
        pattern = schema["pattern"]
        if pattern.endswith("$") and not pattern.endswith(r"\$"):
            pattern = pattern[:-1] + r"\Z"
        found.append(f"pattern={pattern!r}")
    return ", ".join(found)
