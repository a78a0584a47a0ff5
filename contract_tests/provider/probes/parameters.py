"""Queries and path ids just inside and just outside of what the document allows."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contract_tests.provider.probes.variants import UNICODE, strings
from contract_tests.provider.shapes import Shape, Shapes

if TYPE_CHECKING:
    from ntropy_client.document import Operation, Parameter

__all__ = ["QueryVariant", "nobody", "odd_ids", "queries"]

HUGE, LARGE = "a huge number", "a large number"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class QueryVariant:
    """A query that is special in one parameter."""

    name: str
    what: str
    query: Pairs
    allowed: bool | None
    """None where the document does not say."""

    @property
    def chosen(self) -> bool:
        """Whether it is one of those for which the sandbox had to choose an answer."""
        return self.allowed is None and self.what not in {HUGE, LARGE}


def queries(shapes: Shapes, operation: Operation) -> Iterator[QueryVariant]:
    """Every single difference that the query parameters give rise to, and filters in pairs.

    Args:
        shapes: Of the document.
        operation: Any.

    Yields:
        The variants.
    """
    examples: dict[str, str] = {}
    for parameter in operation.parameters:
        if parameter.location != "query":
            continue
        shape = shapes.of(parameter.schema)
        cases = list(_values(parameter.name, shape))
        allowed = [value for _, value, ok in cases if ok]
        if parameter.name != "cursor":
            examples[parameter.name] = str(parameter.raw.get("example", allowed[0] if allowed else "sample"))
            yield QueryVariant(
                parameter.name, "the example", ((parameter.name, examples[parameter.name]),), allowed=True
            )
        for what, value, ok in cases:
            yield QueryVariant(parameter.name, what, ((parameter.name, value),), ok)
        if parameter.required:
            yield QueryVariant(parameter.name, "missing", (), allowed=False)
    names = list(examples)
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            pair = ((one, examples[one]), (other, examples[other]))
            yield QueryVariant(f"{one}+{other}", "both examples", pair, allowed=True)
    if examples:
        yield QueryVariant("+".join(names), "all examples", tuple(examples.items()), allowed=True)


def _values(name: str, shape: Shape) -> Iterator[tuple[str, str, bool | None]]:
    if name == "cursor":
        # A cursor is opaque, and what a made-up one gives is not documented.
        yield "made up", "made-up-cursor", None
        yield "empty", "", None
        yield "letters of many scripts", UNICODE, None
        return
    if shape.types & {"integer", "number"}:
        yield from _numbers(name, shape)
    elif shape.type == "boolean":
        yield "true", "true", True
        yield "a word for a boolean", "perhaps", False
    elif shape.alternatives:
        yield from _open(shape)
    elif shape.type == "string":
        yield from strings(shape)


def _open(shape: Shape) -> Iterator[tuple[str, str, bool | None]]:
    """What any of several shapes allows; what only one of them refuses need not be refused."""
    found: dict[str, tuple[str, bool | None]] = {}
    for branch in shape.alternatives:
        for what, value, ok in strings(branch) if branch.type == "string" else ():
            if ok or value not in found:
                found[value] = (what, True if ok else None)
    free = any(branch.type == "string" and not branch.enum for branch in shape.alternatives)
    for value, (what, allowed) in found.items():
        yield what, value, True if free else allowed


def _numbers(name: str, shape: Shape) -> Iterator[tuple[str, str, bool | None]]:
    yield "a word for a number", "many", False
    if shape.type == "integer":
        yield "a fraction for an integer", "1.5", False
    least, most = shape.raw.get("minimum"), shape.raw.get("maximum")
    ours = shape.raw.get("x-contract-maximum")
    if least is not None:
        yield "the minimum", str(least), True
        yield "below the minimum", str(least - 1), False
    if most is not None:
        yield "the maximum", str(most), True
        yield "above the maximum", str(most + 1), False
    if name == "limit":
        if least is None:
            yield "one", "1", True
            yield "nothing", "0", None
            yield "less than nothing", "-1", None
        if most is None:
            yield HUGE, str(10**12), None
            yield LARGE, "1001", None
    if ours is not None:
        yield "the greatest that is surely allowed", str(ours), True


def odd_ids(prefix: str, parameter: Parameter) -> Iterator[tuple[str, str, bool]]:
    """Path ids that nobody has.

    Args:
        prefix: What ids of this run begin with.
        parameter: Its example tells what ids look like.

    Yields:
        What, the id, and whether the server surely finds the route: a slash within an id may be
        taken for the end of it.
    """
    yield "an id that nobody has", nobody(prefix, parameter), True
    yield "an id of many scripts", f"{prefix}{UNICODE}", True
    yield "an id with blanks", f"{prefix}a b", True
    yield "an id with reserved signs", f"{prefix}a?b#c%d&e=f+g", True
    yield "a long id", prefix + "x" * 300, True
    yield "an id with a NUL", f"{prefix}\0", False
    yield "an id with a slash", f"{prefix}a/b", False


def nobody(prefix: str, parameter: Parameter) -> str:
    """Make an id that nobody has, of the form that ids have.

    Args:
        prefix: What ids of this run begin with.
        parameter: Its example tells what ids look like.

    Returns:
        The id.
    """
    example = parameter.raw.get("example")
    if isinstance(example, int):
        return "999999999"
    try:
        uuid.UUID(str(example))
    except ValueError:
        return f"{prefix}nobody"
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{prefix}nobody"))
