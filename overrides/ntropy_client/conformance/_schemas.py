"""Schemas of the document, made strict and compiled, each once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from ntropy_client._extras import missing_extra
from ntropy_client.conformance._formats import FORMATS, ZONE_OPTIONAL

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

__all__ = ["Schema", "Schemas", "in_place"]

Schema = Mapping[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Keywords by what their values apply to: the same value, or a value inside it.
_SAME = ("allOf", "anyOf", "oneOf")
_SAME_SINGLE = ("if", "then", "else")
_INSIDE = ("items", "contains", "additionalProperties", "unevaluatedProperties", "unevaluatedItems")
_INSIDE_NAMED = ("properties", "patternProperties")
_PROPERTY_KEYWORDS = frozenset(
    (
        "properties",
        "patternProperties",
        "additionalProperties",
        "unevaluatedProperties",
        *_SAME,
        *_SAME_SINGLE,
        "$ref",
    )
)


class Schemas:
    """The component schemas of a document and the validators made from them.

    Args:
        components: `components.schemas` of the document.
    """

    def __init__(self, components: Mapping[str, Any]) -> None:
        self._components = components
        self._prepared: dict[bool, dict[str, Any]] = {}
        self._validators: dict[tuple[bool, str], Draft202012Validator] = {}

    def resolve(self, schema: Schema) -> Schema:
        """Follow a reference to a component.

        Args:
            schema: With or without `$ref`.

        Returns:
            The schema that the reference names, or an empty one when there is no reference.
        """
        name = str(schema.get("$ref", "")).removeprefix("#/components/schemas/")
        return cast("Schema", self._components[name]) if name else {}

    def validator(self, schema: Schema, *, strict: bool) -> Draft202012Validator:
        """Compile a schema, or give what was compiled before.

        Args:
            schema: As in the document; may refer to components.
            strict: Whether fields that the document does not name are refused, at every depth.

        Returns:
            The validator.

        Raises:
            ImportError: jsonschema-rs is not installed; the text says how to.
        """
        key = (strict, json.dumps(schema, sort_keys=True, default=str))
        found = self._validators.get(key)
        if found is None:
            found = self._validators[key] = self._compile(schema, strict)
        return found

    def _compile(self, schema: Schema, strict: bool) -> Draft202012Validator:
        try:
            import jsonschema_rs
        except ImportError as error:
            raise missing_extra("conformance", "Checking against the document") from error
        if strict not in self._prepared:
            self._prepared[strict] = {
                name: self._prepare(component, strict, root=False)
                for name, component in self._components.items()
            }
        whole = self._prepare(schema, strict, root=True)
        whole = {"$schema": _DIALECT, **whole, "components": {"schemas": self._prepared[strict]}}
        return jsonschema_rs.Draft202012Validator(whole, formats=dict(FORMATS), validate_formats=True)

    def _prepare(self, schema: Any, strict: bool, *, root: bool) -> Any:
        """Copy a schema; strict ones get `unevaluatedProperties: false` wherever a value begins.

        Not within the branches of a combination: a branch does not see the properties of its
        neighbours. There a free object says so instead, which makes the whole free.
        """
        if not isinstance(schema, Mapping):
            return schema
        source = cast("Schema", schema)
        copy: dict[str, Any] = dict(source)
        for keyword in _SAME:
            if keyword in copy:
                copy[keyword] = [self._prepare(branch, strict, root=False) for branch in copy[keyword]]
        for keyword in _SAME_SINGLE:
            if keyword in copy:
                copy[keyword] = self._prepare(copy[keyword], strict, root=False)
        for keyword in _INSIDE:
            if keyword in copy:
                copy[keyword] = self._prepare(copy[keyword], strict, root=True)
        for keyword in _INSIDE_NAMED:
            if keyword in copy:
                copy[keyword] = {k: self._prepare(v, strict, root=True) for k, v in copy[keyword].items()}
        if "prefixItems" in copy:
            copy["prefixItems"] = [self._prepare(item, strict, root=True) for item in copy["prefixItems"]]
        if copy.get("format") == "date-time" and copy.get("x-zone") == "optional":
            copy["format"] = ZONE_OPTIONAL
        if not strict:
            return copy
        if "object" in _types(source) and _PROPERTY_KEYWORDS.isdisjoint(source):
            copy["additionalProperties"] = True
        elif root and any("properties" in part for part in in_place(source, self)):
            copy.setdefault("unevaluatedProperties", False)
        return copy


def in_place(schema: Schema, schemas: Schemas, *, of_type: str | None = None) -> Iterator[Schema]:
    """Give a schema and all others that apply to the same value through it.

    Args:
        schema: Where to begin.
        schemas: To follow references.
        of_type: Leave out what cannot describe a value of this JSON type.

    Yields:
        The schemas, without those under `not`.
    """
    if of_type is not None and _types(schema) and of_type not in _types(schema):
        return
    yield schema
    nested = [branch for keyword in _SAME for branch in schema.get(keyword, ())]
    nested += [schema[keyword] for keyword in _SAME_SINGLE if keyword in schema]
    if "$ref" in schema:
        nested.append(schemas.resolve(schema))
    for branch in nested:
        if isinstance(branch, Mapping):
            yield from in_place(cast("Schema", branch), schemas, of_type=of_type)


def _types(schema: Schema) -> tuple[str, ...]:
    types: Any = schema.get("type", ())
    return (types,) if isinstance(types, str) else tuple(types)
