"""Schemas with their references followed: what probes, walk and ledger need to know of a value.

A :class:`Shape` hides the ways in which the document can say the same thing (``$ref``, a wrapping
``allOf``, ``anyOf`` with ``null``, a list of types), so that code which walks a value beside its
schema asks one question at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

__all__ = ["Resolver", "Shape", "Shapes", "as_list", "as_object"]

Schema = Mapping[str, Any]


class Resolver(Protocol):
    """What is asked of the document: follow one ``$ref``."""

    def resolve(self, node: Any) -> Any:
        """The node that ``node`` refers to, or ``node`` itself."""


def as_object(value: object) -> Mapping[str, object] | None:
    """``value`` when it is a JSON object, else None."""
    # Nearly every object is a dict, and asking for that is a fraction of asking for any mapping.
    if type(value) is dict or isinstance(value, Mapping):
        return cast("Mapping[str, object]", value)
    return None


def as_list(value: object) -> Sequence[object] | None:
    """``value`` when it is a JSON array, else None."""
    return cast("Sequence[object]", value) if isinstance(value, list | tuple) else None


@dataclass(frozen=True, slots=True)
class Shape:
    """One schema as it applies to a value that is not null."""

    name: str | None
    """The component's name when the schema is one, else None."""
    raw: Schema = field(repr=False)
    """The keywords, those beside a reference included."""
    types: frozenset[str]
    """The JSON types that are allowed besides ``null``; empty when the schema does not say."""
    nullable: bool
    alternatives: tuple[Shape, ...] = field(default=(), repr=False)
    """The branches of an ``anyOf`` or ``oneOf`` with more than one branch besides null."""

    @property
    def type(self) -> str | None:
        """The one type that values have, else None."""
        return next(iter(self.types)) if len(self.types) == 1 else None

    @property
    def format(self) -> str | None:
        """The format of a string, such as ``date-time``."""
        return cast("str | None", self.raw.get("format"))

    @property
    def enum(self) -> tuple[object, ...]:
        """The allowed values besides null; empty when any will do."""
        return tuple(value for value in self.raw.get("enum", ()) if value is not None)

    @property
    def required(self) -> frozenset[str]:
        """The names of the properties that must be there."""
        return frozenset(self.raw.get("required", ()))

    @property
    def volatile(self) -> bool:
        """Whether the value may change by itself between two reads."""
        return bool(self.raw.get("x-volatile", False))

    @property
    def kind(self) -> str:
        """A name of the value's form: two properties of one kind can be compared."""
        if self.name is not None:
            return self.name
        types = sorted({"number" if name == "integer" else name for name in self.types})
        return "|".join(types) + (f":{self.format}" if self.format else "")


class Shapes:
    """The shapes of one document, each made once."""

    def __init__(self, document: Resolver) -> None:
        self._document = document
        self._made: dict[int, tuple[Schema, Shape]] = {}
        self._members: dict[int, tuple[Shape, Mapping[str, Shape]]] = {}

    def of(self, schema: Schema) -> Shape:
        """The shape of ``schema``."""
        known = self._made.get(id(schema))
        if known is None:
            # The schema is kept with its shape, so that no other can take its identity.
            known = self._made[id(schema)] = (schema, self._make(schema))
        return known[1]

    def properties(self, shape: Shape) -> Mapping[str, Shape]:
        """The properties of an object by name."""
        known = self._members.get(id(shape))
        if known is None:
            found: Mapping[str, Schema] = shape.raw.get("properties", {})
            below = {name: self.of(schema) for name, schema in found.items()}
            known = self._members[id(shape)] = (shape, below)
        return known[1]

    def items(self, shape: Shape) -> Shape | None:
        """The shape of an array's items, when the document gives one."""
        found: Schema | None = shape.raw.get("items")
        return None if found is None else self.of(found)

    def under(self, shape: Shape) -> Iterator[Shape]:
        """The shapes directly within this one: properties, items and alternatives."""
        yield from self.properties(shape).values()
        items = self.items(shape)
        if items is not None:
            yield items
        yield from shape.alternatives

    def _make(self, schema: Schema) -> Shape:
        reference = schema.get("$ref")
        if isinstance(reference, str):
            target = self._document.resolve(schema)
            merged = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
            return self._plain(merged, reference.rsplit("/", 1)[-1], nullable=False)
        return self._plain(schema, None, nullable=False)

    def _plain(self, schema: Schema, name: str | None, *, nullable: bool) -> Shape:
        for keyword in ("allOf", "anyOf", "oneOf"):
            branches: Sequence[Schema] | None = schema.get(keyword)
            if branches is None:
                continue
            solid = [branch for branch in branches if branch.get("type") != "null"]
            nullable = nullable or len(solid) < len(branches)
            beside = {key: value for key, value in schema.items() if key != keyword}
            if len(solid) == 1:
                inner = self.of(solid[0])
                return Shape(
                    name=name or inner.name,
                    raw={**inner.raw, **beside},
                    types=inner.types,
                    nullable=nullable or inner.nullable,
                    alternatives=inner.alternatives,
                )
            shapes = tuple(self.of(branch) for branch in solid)
            if keyword == "allOf":
                return self._merged(shapes, beside, name, nullable=nullable)
            types = frozenset(one for shape in shapes for one in shape.types)
            return Shape(name, beside, types, nullable or any(one.nullable for one in shapes), shapes)
        declared = schema.get("type", ())
        types = frozenset([declared] if isinstance(declared, str) else declared)
        if not types and "properties" in schema:
            types = frozenset({"object"})
        return Shape(
            name=name,
            raw=schema,
            types=types - {"null"},
            nullable=nullable or "null" in types or None in schema.get("enum", ()),
        )

    def _merged(self, shapes: Sequence[Shape], beside: Schema, name: str | None, *, nullable: bool) -> Shape:
        raw: dict[str, Any] = {}
        properties: dict[str, Schema] = {}
        required: list[str] = []
        for part in [*(shape.raw for shape in shapes), beside]:
            raw.update(part)
            properties.update(part.get("properties", {}))
            required.extend(part.get("required", ()))
        raw.update(properties=properties, required=required)
        types = frozenset(one for shape in shapes for one in shape.types)
        return Shape(name, raw, types, nullable, ())
