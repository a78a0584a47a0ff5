"""The properties of components, as fields of models and arguments of methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openapi._code import quoted, union
from openapi._components import types_of
from openapi._names import identifier
from openapi._source import Node

if TYPE_CHECKING:
    from openapi._types import Schemas

__all__ = ["Field"]


class Field:
    """A property of a component, as the templates need it."""

    def __init__(self, schemas: Schemas, owner: str, name: str, schema: Node, required: bool) -> None:
        self._schemas = schemas
        self.name = name
        self.python_name = identifier(name)
        self.schema = schema
        self.required = required
        self.nullable = schemas.allows_null(schema)
        self.owner = owner
        self.description = schemas.description(schema)
        self.secret = schema.get("format") == "password"

    @property
    def three_state(self) -> bool:
        """Whether left out and null differ."""
        return self.owner.endswith("Patch") and not self.required

    @property
    def checked(self) -> bool:
        """Whether the model is only ever sent."""
        return self.owner in self._schemas.only_sent

    @property
    def unset(self) -> bool:
        """Whether what is left out is UNSET in the model.

        So it is in a patch, and for numbers that are sent: NaN becomes null in JSON, which must not pass
        for a number that was left out.
        """
        if self.three_state:
            return True
        number = {"number", "integer"} & set(types_of(self._schemas.resolved(self.schema)))
        return self.checked and not self.required and not self.nullable and bool(number)

    @property
    def model_type(self) -> str:
        """The type in the model."""
        found = self._schemas.model(self.schema, checked=self.checked)
        if self.unset:
            return union([found, "None" if self.nullable else "", "UnsetType"])
        return union([found, "None" if self.nullable or not self.required else ""])

    @property
    def model_default(self) -> str:
        """What follows the annotation in the model."""
        settings: list[str] = []
        if self.unset:
            settings.append("default=UNSET")
        elif not self.required:
            settings.append("default=None")
        if self.python_name != self.name:
            settings.append(f"name={quoted(self.name)}")
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
            return union([found, "None" if self.nullable else "", "UnsetType"])
        return union([found, "None" if self.nullable or not self.required else ""])

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
