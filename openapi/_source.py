"""The document as it was written: its content, and the line of every part of it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeGuard, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

__all__ = [
    "METHODS",
    "DocumentError",
    "Fault",
    "Node",
    "RawOperation",
    "Source",
    "Where",
    "is_list",
    "is_node",
    "resolve",
]

METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")

Node = dict[str, Any]
Where = tuple[str | int, ...]
"""The way to a part of the document: keys and indices."""


def is_node(value: object) -> TypeGuard[Node]:
    """Tell whether a part of the document is a mapping."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Tell whether a part of the document is a list."""
    return isinstance(value, list)


@dataclass(frozen=True, order=True)
class Fault:
    """Something in the document that must be mended."""

    line: int
    message: str
    """What is wrong and what to do."""


class DocumentError(Exception):
    """The document cannot be used; all faults that were found."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(f"{name}:{fault.line}: {fault.message}" for fault in self.faults))


@dataclass(frozen=True)
class RawOperation:
    """An operation as the document has it, with its parameters resolved."""

    id: str
    method: str
    path: str
    tag: str
    raw: Node
    where: Where
    places: tuple[Where, ...]
    """Where each parameter stands."""

    @property
    def parameters(self) -> list[Node]:
        """The parameters of the operation and of its path, references resolved."""
        return cast("list[Node]", self.raw["parameters"])

    @property
    def idempotent(self) -> bool:
        """Whether repeating is safe."""
        return self.method == "get" or self.raw.get("x-idempotent") is True


class Source:
    """A document that was read from a file."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        self.path = path
        self.name = name or path.name
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DocumentError(self.name, [Fault(1, f"cannot be read: {error}")]) from None
        try:
            loader: Any = YAML(typ="rt")
            marked: Any = loader.load(text)
        except MarkedYAMLError as error:
            raise DocumentError(self.name, [_syntax_fault(error)]) from None
        if not is_node(marked):
            raise DocumentError(self.name, [Fault(1, "an OpenAPI document is a mapping; this is not")])
        self._marked: Any = marked
        # An alias within itself was read as null, so this ends.
        self.raw: Node = _plain(marked)

    def unquoted(self) -> Iterator[tuple[Where, date | float]]:
        """Give what YAML reads as something that JSON does not have: dates, NaN, infinity."""
        waiting: list[tuple[Where, Any]] = [((), self._marked)]
        while waiting:
            where, node = waiting.pop()
            if is_node(node):
                waiting += [((*where, key), value) for key, value in node.items()]
            elif is_list(node):
                waiting += [((*where, index), value) for index, value in enumerate(node)]
            elif isinstance(node, date) or (isinstance(node, float) and not math.isfinite(node)):
                yield where, node

    def line(self, *path: str | int) -> int:
        """Give the line of a part, or of the innermost part above it that exists."""
        node: Any = self._marked
        line = 1
        for step in path:
            try:
                # The loader keeps where each key of a mapping and each item of a list stands.
                mark = node.lc.key if hasattr(node, "keys") else node.lc.item
                line = mark(step)[0] + 1
                node = node[step]
            except (KeyError, IndexError, TypeError, AttributeError):
                break
        return line

    def place(self, node: Any, where: Where) -> Where:
        """Give where a node's content stands: where it is, or the component that it refers to."""
        for _ in range(20):
            if not is_node(node) or "$ref" not in node:
                break
            where = _steps(str(node["$ref"]))
            node = _target(self.raw, node)
        return where

    def bare_status_codes(self) -> Iterator[Where]:
        """Give the paths of status codes that are written without quotes."""
        for path, item in self._marked["paths"].items():
            for verb in (verb for verb in METHODS if verb in item):
                for status in item[verb].get("responses", ()):
                    if isinstance(status, int):
                        yield ("paths", path, verb, "responses", status)

    @property
    def schemas(self) -> dict[str, Node]:
        """The component schemas."""
        return cast("dict[str, Node]", self.raw.get("components", {}).get("schemas", {}))

    @cached_property
    def operations(self) -> list[RawOperation]:
        """All operations in the document's order; ids may be missing or double in a faulty document."""
        found: list[RawOperation] = []
        for path, item in self.raw["paths"].items():
            shared = self._parameters(item, ("paths", path))
            for verb in item:
                if verb not in METHODS:
                    continue
                raw: Node = item[verb]
                where: Where = ("paths", path, verb)
                # A parameter of the operation takes the place of the path's parameter of the same name.
                own = self._parameters(raw, where)
                every = [*own.values(), *(shared[key] for key in shared if key not in own)]
                found.append(
                    RawOperation(
                        str(raw.get("operationId", "")),
                        verb,
                        path,
                        next(iter(raw.get("tags", ())), ""),
                        {**raw, "parameters": [parameter for parameter, _ in every]},
                        where,
                        tuple(place for _, place in every),
                    )
                )
        return found

    def _parameters(self, node: Node, where: Where) -> dict[tuple[str, str], tuple[Node, Where]]:
        """The parameters of an operation or a path, and where they stand, by place and name."""
        found: dict[tuple[str, str], tuple[Node, Where]] = {}
        for index, parameter in enumerate(node.get("parameters", ())):
            target = resolve(self.raw, parameter)
            at = self.place(parameter, (*where, "parameters", index))
            found[str(target.get("in")), str(target.get("name"))] = (target, at)
        return found

    def as_json(self) -> str:
        """Give the document as compact JSON."""
        return json.dumps(self.raw, ensure_ascii=False, separators=(",", ":")) + "\n"


def resolve(document: Node, node: Any) -> Node:
    """Follow references until there is none; an unknown one gives an empty node."""
    for _ in range(20):
        if not is_node(node):
            break
        if "$ref" not in node:
            return node
        node = _target(document, node)
    return {}


def _target(document: Node, node: Node) -> Any:
    """What a reference leads to, or None."""
    target: Any = document
    for step in _steps(str(node["$ref"])):
        target = target.get(step) if is_node(target) else None
    return target


def _syntax_fault(error: Any) -> Fault:
    """Word what the loader cannot read; none of its errors is typed."""
    mark = error.problem_mark or error.context_mark
    problem = " ".join(str(error.problem or error.context).split())
    return Fault(mark.line + 1 if mark else 1, f"this is no valid YAML: {problem}")


def _steps(ref: str) -> tuple[str, ...]:
    steps = ref.removeprefix("#/").split("/")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def _plain(node: Any) -> Any:
    """Give what the loader made as plain Python, keys as text: JSON has no others."""
    if is_node(node):
        return {str(key): _plain(value) for key, value in node.items()}
    if is_list(node):
        return [_plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return str(node)
