"""The arguments of methods: from parameters, from the fields of bodies, from the fields of forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openapi._components import types_of
from openapi._fields import Field
from openapi._names import identifier
from openapi._source import Node
from openapi._types import Schemas

__all__ = ["Argument", "field_argument", "form_arguments", "path_argument", "query_argument"]


@dataclass(frozen=True)
class Argument:
    """One argument of a method."""

    name: str
    python_name: str
    type: str
    default: str
    description: str
    where: str
    """path, query, body, form, filename or whole (the body itself)."""
    media_type: str = ""
    """Of a file: its media type."""
    default_name: str = ""
    """Of a file: its name where it has none of its own."""

    @property
    def declaration(self) -> str:
        """The argument as a parameter."""
        return f"{self.python_name}: {self.type}{self.default}"

    @property
    def optional(self) -> bool:
        """Whether it may be left out."""
        return bool(self.default)

    @property
    def is_file(self) -> bool:
        """Whether it is the file of a form."""
        return bool(self.media_type)


def path_argument(parameter: Node, schemas: Schemas) -> Argument:
    """Give the argument of a part of the path."""
    schema = schemas.resolved(parameter["schema"])
    whole = "integer" in (*types_of(schema), schema.get("x-accepts"))
    return _parameter(parameter, "str | int" if whole else "str", "", "path")


def query_argument(parameter: Node, schemas: Schemas) -> Argument:
    """Give the argument of a query parameter."""
    kind = schemas.wide(parameter["schema"])
    if "dt.datetime" in kind:
        note = "A datetime without a zone means UTC."
        parameter = {**parameter, "description": f"{parameter['description']} {note}"}
    if parameter.get("required"):
        return _parameter(parameter, kind, "", "query")
    return _parameter(parameter, f"{kind} | None", " = None", "query")


def field_argument(field: Field, where: str) -> Argument:
    """Give the argument of a field of a body or a form."""
    # Of a longer description, such as the meanings of an enumeration, the start.
    description = field.description.split("\n\n")[0]
    given = field.schema.get("default")
    if given not in (None, []) and not field.required:
        description = _with_default(description, given)
    return Argument(field.name, field.python_name, field.wide_type, field.wide_default, description, where)


def form_arguments(fields: Iterable[Field], encoding: Node) -> list[Argument]:
    """Give the arguments of a form; with a file comes one for its name."""
    found: list[Argument] = []
    names: list[Argument] = []
    for one in fields:
        if one.schema.get("format") != "binary":
            found.append(field_argument(one, "form"))
            continue
        default_name = str(one.schema.get("x-filename", "file"))
        found.append(
            Argument(
                one.name,
                one.python_name,
                "Upload | bytes | str | Path | IO[bytes]",
                "",
                one.description,
                "form",
                encoding.get(one.name, {}).get("contentType", "application/octet-stream"),
                default_name,
            )
        )
        note = (
            "The file's name as the API is told; else that of the path or file object, else "
            f"`{default_name}`."
        )
        names.append(Argument("filename", "filename", "str | None", " = None", note, "filename"))
    return found + names


def _parameter(parameter: Node, kind: str, default: str, where: str) -> Argument:
    description = str(parameter.get("description", ""))
    given = parameter["schema"].get("default")
    if given is not None:
        description = _with_default(description, given)
    return Argument(parameter["name"], identifier(parameter["name"]), kind, default, description, where)


def _with_default(description: str, given: object) -> str:
    return f"{description.rstrip('. ')}; {given} when left out."
