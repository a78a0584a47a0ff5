"""What the document says about items: which collections there are, and where they can be seen.

A collection is a tag whose items can be read one by one. Every component schema that some
operation of that tag answers with, or is sent, is a view of its items; wherever that component
turns up in a body, an item is seen. Items whose id stands in the path only are seen where the path
names them. Where ids are positions there are no items, but a whole: `positions` follows it. Nothing
here is written down per operation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from contract_tests.provider.resources import Resources
from contract_tests.provider.shapes import Shape, Shapes, as_list, as_object

if TYPE_CHECKING:
    from ntropy_client.document import Document, Operation

__all__ = ["Atlas", "Place", "Sighting", "View"]

Kind = Literal["item", "page", "part", "other"]


@dataclass(frozen=True, slots=True)
class View:
    """A component schema that shows, or sends, an item of a collection."""

    name: str
    collection: str
    fields: Mapping[str, Shape] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sighting:
    """An item seen in a body."""

    view: View
    id: str
    pointer: str
    value: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """One operation as the ledger sees it."""

    operation: Operation
    kind: Kind
    """Whether the path names one item, a page of them, or something below an item."""
    collection: str | None
    writes: Mapping[str, str] | None
    """Effects by collection; None for a write whose effect is not declared."""
    asked: Shape | None
    answer: Shape | None
    newest_first: bool


class Atlas:
    """Collections, views and operations of one document."""

    def __init__(self, document: Document) -> None:
        self.shapes = Shapes(document)
        self.resources = Resources(document)
        operations = document.operations.values()
        self.positional = frozenset(tag for tag, one in self.resources.items() if one.positional)
        """Where ids are positions."""
        self.addressed = frozenset(tag for tag, one in self.resources.items() if one.by_path and one.reader)
        """Where the id of an item stands in the path only."""
        self.collections = frozenset(
            tag
            for tag, one in self.resources.items()
            if one.reader is not None and (tag in self.addressed or self._is_item(self._answer(one.reader)))
        )
        self.places: Mapping[str, Place] = {operation.id: self._place(operation) for operation in operations}
        self.views = self._views()
        self._telling: dict[int, bool] = {}

    def sightings(self, value: object, shape: Shape | None, pointer: str = "") -> Iterator[Sighting]:
        """The items that can be seen in ``value``, a body of the form ``shape``."""
        if shape is None or not self._tells(shape):
            return
        seen = as_object(value)
        if seen is not None:
            view = self.views.get(shape.name or "")
            identity = seen.get("id")
            if view is not None and "id" in view.fields and isinstance(identity, str):
                yield Sighting(view, identity, pointer, seen)
            for name, below in self.shapes.properties(shape).items():
                if name in seen:
                    yield from self.sightings(seen[name], below, f"{pointer}/{name}")
        listed = as_list(value)
        items = self.shapes.items(shape)
        if listed is not None and items is not None:
            for index, item in enumerate(listed):
                yield from self.sightings(item, items, f"{pointer}/{index}")

    def addressed_item(self, place: Place, identity: str | None, value: object) -> Sighting | None:
        """The item that a body as a whole shows or sends, where the path alone names it."""
        seen = as_object(value)
        if place.collection not in self.addressed or identity is None or seen is None:
            return None
        reader = self.item_reader(place.collection or "")
        fields = {} if reader is None else self.members(reader.answer)
        view = View(place.collection or "", place.collection or "", fields)
        return Sighting(view, identity, "", seen)

    def members(self, shape: Shape | None) -> Mapping[str, Shape]:
        """The members that a value may have, by any alternative."""
        if shape is None:
            return {}
        found = dict(self.shapes.properties(shape))
        for branch in shape.alternatives:
            found |= self.members(branch)
        return found

    def item_reader(self, collection: str) -> Place | None:
        """The operation that reads one item of ``collection``."""
        for place in self.places.values():
            if (place.collection, place.kind, place.operation.method) == (collection, "item", "GET"):
                return place
        return None

    def _tells(self, shape: Shape) -> bool:
        """Whether a view can be found at or below ``shape``: most of a body need not be walked."""
        known = self._telling.get(id(shape))
        if known is None:
            self._telling[id(shape)] = False  # a schema that contains itself adds nothing
            known = shape.name in self.views or any(self._tells(below) for below in self.shapes.under(shape))
            self._telling[id(shape)] = known
        return known

    def _views(self) -> Mapping[str, View]:
        found: dict[str, set[str]] = {}
        shapes: dict[str, Shape] = {}
        for place in self.places.values():
            candidates = [place.answer, self._page_item(place.answer)]
            if place.writes is not None and place.collection in place.writes:
                candidates.append(place.asked)
            for shape in candidates:
                if shape is None or shape.name is None or place.collection is None:
                    continue
                if self._is_item(shape) or shape is place.asked:
                    found.setdefault(shape.name, set()).add(place.collection)
                    shapes[shape.name] = shape
        return {
            name: View(name, next(iter(collections)), self.shapes.properties(shapes[name]))
            for name, collections in found.items()
            if len(collections) == 1
        }

    def _place(self, operation: Operation) -> Place:
        answer = self._answer(operation)
        reads = operation.method in {"GET", "HEAD"}
        asked = None if operation.body_schema is None else self.shapes.of(operation.body_schema)
        prose = f"{operation.raw.get('summary', '')} {operation.raw.get('description', '')}"
        return Place(
            operation=operation,
            kind="page" if self._page_item(answer) is not None else self._kind(operation),
            collection=operation.tag if operation.tag in self.collections else None,
            writes={} if reads else (operation.writes if "x-writes" in operation.raw else None),
            asked=asked,
            answer=answer,
            newest_first="newest first" in prose,
        )

    def _answer(self, operation: Operation) -> Shape | None:
        for status in operation.statuses:
            if status.startswith("2") and status.isdigit():
                schema = operation.response_schema(int(status))
                if schema is not None:
                    return self.shapes.of(schema)
        return None

    def _page_item(self, shape: Shape | None) -> Shape | None:
        if shape is None:
            return None
        properties = self.shapes.properties(shape)
        if "next_cursor" not in properties or "data" not in properties:
            return None
        return self.shapes.items(properties["data"])

    def _is_item(self, shape: Shape | None) -> bool:
        return shape is not None and "id" in self.shapes.properties(shape)

    @staticmethod
    def _kind(operation: Operation) -> Kind:
        if re.search(r"/\{[^/}]+\}$", operation.path):
            return "item"
        return "part" if "{" in operation.path else "other"
