"""Valid request bodies, made from the document's examples and schemas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from contract_tests.provider.resources import Resources
from contract_tests.provider.shapes import Shape, Shapes, as_list, as_object

if TYPE_CHECKING:
    from ntropy_client.document import Document, Operation

__all__ = ["NOWHERE", "Path", "Samples", "at", "drop", "plain", "put"]

Path = tuple[str | int, ...]
SCALARS = (str, int, float)
"""Most of what a body is made of: asked for first, since bodies may be large."""
NOWHERE = "https://contract-check.invalid/hook"
"""No name ends so: what is sent there reaches nobody."""
WORDS = ("sample", "USD", "US", "a", "A", "1", "a1", "2024-02-29")
"""Tried in this order where a pattern has to be met and no example shows how."""


def plain(value: object) -> Any:
    """A deep copy of a JSON value as dicts and lists, free to be changed."""
    if value is None or isinstance(value, SCALARS):
        return value
    members = as_object(value)
    if members is not None:
        return {name: plain(below) for name, below in members.items()}
    items = as_list(value)
    return [plain(item) for item in items] if items is not None else value


def put(body: object, path: Path, value: object) -> Any:
    """A copy of ``body`` with the value at ``path`` replaced."""
    if not path:
        return value
    changed = plain(body)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return changed


def at(body: object, path: Path) -> Any:
    """The value at ``path``."""
    here: Any = body
    for step in path:
        here = here[step]
    return here


def drop(body: object, path: Path) -> Any:
    """A copy of ``body`` without the member at ``path``."""
    changed = plain(body)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return changed


class Samples:
    """Makes bodies that the document allows.

    Args:
        document: The document.
        new_id: Makes an id of this run, given a label.
    """

    def __init__(self, document: Document, new_id: Callable[[str], str]) -> None:
        self.shapes = Shapes(document)
        self.references = Resources(document).references
        self.refer: Callable[[str], str | None] = lambda collection: None
        """Gives the id of an item of a collection, for members that name one; None leaves them as they are."""
        self._new_id = new_id

    def shape(self, operation: Operation) -> Shape | None:
        """The shape of the operation's JSON body, None when it has none."""
        content = operation.body_content_type or ""
        if operation.body_schema is None or not content.endswith("json"):
            return None
        return self.shapes.of(operation.body_schema)

    def bodies(self, operation: Operation) -> Iterator[tuple[str, Any]]:
        """The examples of the document, then the least and the most that the schema allows.

        Args:
            operation: One with a JSON body.

        Yields:
            A name, and a body whose ids are new.
        """
        for name, example in operation.body_examples.items():
            yield f"example {name}", self.fresh(operation, example)
        shape = self.shape(operation)
        if shape is not None:
            yield (
                "required members only",
                self.fresh(operation, self._pruned(self._richest(operation), shape)),
            )
            yield "every member", self.fresh(operation, self._filled(self._richest(operation), shape, ()))

    def minimal(self, operation: Operation) -> Any:
        """The smallest body that is surely accepted: what is required, or else the smallest example."""
        shape = self.shape(operation)
        least = None if shape is None else self._pruned(self._richest(operation), shape)
        if least in (None, {}):
            # That nothing is required does not mean that nothing will do.
            least = min(map(plain, operation.body_examples.values()), key=_size, default=least)
        return self.fresh(operation, least)

    def full(self, operation: Operation) -> Any:
        """The largest body that is surely accepted: every member that the schema names, its ids new."""
        return self.bases(operation)[-1]

    def bases(self, operation: Operation) -> list[Any]:
        """Bodies that are surely accepted, which together have every member.

        Args:
            operation: One with a body.

        Returns:
            One with every member; or the examples, where the members may exclude each other.
        """
        shape = self.shape(operation)
        if shape is None or (not shape.required and "object" in shape.types and "400" in operation.statuses):
            examples = sorted(operation.body_examples.values(), key=_size)
            return [self.fresh(operation, example) for example in examples]
        return [self.fresh(operation, self._filled(self._richest(operation), shape, ()))]

    def fresh(self, operation: Operation, body: object, *, keep: Path = ()) -> Any:
        """A copy of a body in which every id that the caller makes up is a new one.

        What names an item of another collection names one that there is, and an address is one of nobody's.

        Args:
            operation: Whose body it is.
            body: Any.
            keep: The place of something that is to stay as it is.

        Returns:
            The copy.
        """
        shape = self.shape(operation)
        if shape is None:
            return plain(body)
        renewed = self._renewed(body, shape)
        try:
            return put(renewed, keep, at(body, keep)) if keep else renewed
        except LookupError:
            return renewed  # it was left out, and that is to stay so

    def _richest(self, operation: Operation) -> object:
        examples = [plain(example) for example in operation.body_examples.values()]
        return max(examples, key=_size, default=None)

    def _renewed(self, value: object, shape: Shape) -> Any:
        if value is None or isinstance(value, SCALARS):
            return NOWHERE if shape.format == "uri" and _is_address(value) else value
        members = as_object(value)
        if members is not None:
            below = self.shapes.properties(shape)
            return {
                name: self._named(name, member)
                if isinstance(member, str) and name in {"id", *self.references}
                else self._renewed(member, below[name])
                if name in below
                else plain(member)
                for name, member in members.items()
            }
        items, each = as_list(value), self.shapes.items(shape)
        if items is not None and each is not None:
            return [self._renewed(item, each) for item in items]
        return plain(value)

    def _named(self, name: str, value: str) -> str:
        if name == "id":
            return self._new_id("item")
        return self.refer(self.references[name]) or value

    def _pruned(self, value: object, shape: Shape) -> Any:
        members = as_object(value)
        if members is not None and not shape.alternatives:
            below = self.shapes.properties(shape)
            return {
                name: self._pruned(members[name], below[name])
                if name in members
                else self.value(below[name], (name,))
                for name in below
                if name in shape.required
            }
        items, each = as_list(value), self.shapes.items(shape)
        if items is not None and each is not None:
            least = max(1, cast("int", shape.raw.get("minItems", 0)))
            return [self._pruned(item, each) for item in items[:least]]
        return plain(value)

    def _filled(self, value: object, shape: Shape, path: Path) -> Any:
        members = as_object(value)
        if members is not None and not shape.alternatives:
            filled: dict[str, Any] = {}
            for name, below in self.shapes.properties(shape).items():
                given = members.get(name)
                made = self.value(below, (*path, name)) if given is None else given
                filled[name] = self._filled(made, below, (*path, name))
            return {**{name: plain(member) for name, member in members.items()}, **filled}
        items, each = as_list(value), self.shapes.items(shape)
        if items is not None and each is not None:
            return [self._filled(item, each, (*path, index)) for index, item in enumerate(items)]
        return plain(value)

    def value(self, shape: Shape, path: Path = ()) -> Any:
        """A value that ``shape`` allows.

        Args:
            shape: What is wanted.
            path: Where it stands, for the error.

        Returns:
            The value.

        Raises:
            ValueError: The document gives neither an example nor a form that is known.
        """
        raw: Mapping[str, Any] = shape.raw
        examples: Sequence[Any] = raw.get("examples", ())
        for source in (examples, [raw["default"]] if "default" in raw else (), shape.enum):
            if source:
                return plain(source[0])
        if shape.alternatives:
            return self.value(shape.alternatives[0], path)
        if shape.types & {"integer", "number"}:
            return max(raw.get("minimum", 1), 1)
        if "string" in shape.types:
            return self._string(shape, path)
        if "boolean" in shape.types:
            return True
        if "array" in shape.types:
            each = self.shapes.items(shape)
            return [] if each is None else [self.value(each, (*path, 0))]
        if "object" in shape.types:
            below = self.shapes.properties(shape)
            return {name: self.value(below[name], (*path, name)) for name in below}
        raise ValueError(f"the document has no example and no known form for /{'/'.join(map(str, path))}")

    @staticmethod
    def _string(shape: Shape, path: Path) -> str:
        formats = {
            "date": "2024-02-29",
            "date-time": "2024-02-29T12:30:00Z",
            "uuid": "203613d2-83c8-4130-8809-d14206eeec20",
            "uri": NOWHERE,
        }
        if shape.format in formats:
            return formats[shape.format]
        pattern = shape.raw.get("pattern")
        if pattern is not None:
            for word in WORDS:
                if re.search(pattern, word):
                    return word
            raise ValueError(f"the document has a pattern and no example for /{'/'.join(map(str, path))}")
        least: int = shape.raw.get("minLength", 0)
        return "sample".ljust(least, "x")[: shape.raw.get("maxLength")]


def _size(value: object) -> int:
    return len(str(plain(value)))


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://")) and ".invalid" not in value
