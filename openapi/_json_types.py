"""Declarations that type checkers see of dicts: what signatures accept, and what stays JSON."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from typing import Any

from openapi._code import quoted, union
from openapi._components import branches, ref_name, types_of
from openapi._docstrings import docstring
from openapi._fields import Field
from openapi._types import Schemas

__all__ = ["json_declarations"]

Row = tuple[str, str]


def json_declarations(schemas: Schemas) -> Iterator[str]:
    """Give the declarations, each a statement.

    Args:
        schemas: The components.

    Returns:
        Classes and aliases. They may refer to each other in any order, but a class comes after its base.
    """
    for name in schemas.json_enums:
        kind = schemas.wide({"$ref": f"#/components/schemas/{name}"})
        yield f"{name}Value: TypeAlias = {kind!r}"
    for name in _bases_first(schemas):
        yield from _declared(schemas, name)
    for name in schemas.typed_dicts:
        rows = [_row(one.name, _dict_value(schemas, one), one.required) for one in schemas.fields(name)]
        yield _typed_dict(f"{name}Dict", rows, str(schemas.all[name].get("description", "")))


def _bases_first(schemas: Schemas) -> list[str]:
    found: list[str] = []

    def add(name: str) -> None:
        if name in found:
            return
        for part in schemas.all[name].get("allOf", ()):
            base = ref_name(part)
            if base and schemas.is_json(base):
                add(base)
        found.append(name)

    for name in schemas.json:
        add(name)
    return found


def _declared(schemas: Schemas, name: str) -> Iterator[str]:
    """Declare a component that stays JSON: a class for each object in it, and their union."""
    schema = schemas.all[name]
    inner: list[str] = []
    for own, base, part in _objects(schemas, name):
        rows = [
            _row(key, schemas.json_form(value), key in part.get("required", ()))
            for key, value in part["properties"].items()
        ]
        yield _typed_dict(own, rows, str(part.get("description", "")), base)
        inner.append(own)
    parts = branches(schema)
    inner += [schemas.json_form(part) for part in parts if not part.get("properties")]
    inherited = [part for part in schema.get("allOf", ()) if ref_name(part)]
    if not inner:
        inner += [schemas.json_form(part) for part in inherited]
    if not parts and not inherited:
        inner += [
            schemas.json_plain(schema, kind) for kind in types_of(schema) if not _has_class(schema, kind)
        ]
    if schemas.allows_null(schema):
        inner.append("None")
    if inner != [name]:
        yield f"{name}: TypeAlias = {('Any' if _is_anything(schema) else union(inner) or 'Any')!r}"


def _is_anything(schema: Mapping[str, Any]) -> bool:
    kinds = schema.get("type")
    free = all(schema.get(word, True) is True for word in ("items", "properties", "additionalProperties"))
    return (
        isinstance(kinds, list)
        and {"object", "array", "string", "number", "boolean", "null"} <= {*kinds}
        and free
    )


def _has_class(schema: Mapping[str, Any], kind: str) -> bool:
    return kind == "object" and bool(schema.get("properties"))


def _objects(schemas: Schemas, name: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    """The objects with properties in a component: the name of the class, its base, and the schema."""
    schema = schemas.all[name]
    parts = branches(schema)
    if parts:
        titles = [str(part.get("title", "")).replace(" ", "") for part in parts]
        return [
            (title or f"{name}{number}", "", part)
            for number, (title, part) in enumerate(zip(titles, parts, strict=True), 1)
            if part.get("properties")
        ]
    if not schema.get("properties"):
        return []
    bases = [
        (own, base)
        for part in schema.get("allOf", ())
        if (base := ref_name(part))
        for own, _, _ in _objects(schemas, base)
    ]
    if bases:
        # Properties beside an allOf: each of the inherited objects has them too.
        return [(f"{name}{_rest(own, base)}", own, schema) for own, base in bases]
    return [(name if types_of(schema) in ([], ["object"]) else f"{name}Object", "", schema)]


def _rest(own: str, base: str) -> str:
    """Give what is particular in a name: of RuleIf, which is a RuleBody, the If."""
    words, others = (re.findall("[A-Z][^A-Z]*|^[^A-Z]+", name) for name in (own, base))
    same = 0
    while words[same : same + 1] == others[same : same + 1] != []:
        same += 1
    return "".join(words[same:])


def _dict_value(schemas: Schemas, field: Field) -> str:
    if field.owner in schemas.sent:
        if field.unset:
            return union([schemas.wide(field.schema), "None" if field.nullable else ""])
        return field.wide_type
    found = schemas.json_form(field.schema)
    return union([found, "None" if field.nullable or not field.required else ""])


def _row(key: str, kind: str, required: bool) -> Row:
    return key, kind if required else f"NotRequired[{kind}]"


def _typed_dict(name: str, rows: list[Row], description: str, base: str = "") -> str:
    if all(key.isidentifier() and not keyword.iskeyword(key) for key, _ in rows):
        fields = "\n".join(f"    {key}: {kind}" for key, kind in rows) or "    pass"
        doc = f"    {docstring([description], 4)}\n\n" if description else ""
        return f"class {name}({base or 'TypedDict'}):\n{doc}{fields}"
    fields = ", ".join(f"{quoted(key)}: {kind!r}" for key, kind in rows)
    made = f'TypedDict("{name}{"Own" if base else ""}", {{{fields}}})'
    if base:
        return f"{name}Own = {made}\n\nclass {name}({base}, {name}Own):\n    pass"
    return f"{name} = {made}"
