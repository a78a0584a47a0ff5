"""The document as it was written: its content, and the line of every part of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

__all__ = ["METHODS", "DocumentError", "Fault", "RawOperation", "Source", "resolve"]

METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")

Node = dict[str, Any]


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
    where: tuple[str | int, ...]

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
            self._marked: Any = YAML(typ="rt").load(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            problem = " ".join(str(error.problem or error.context).split())
            raise DocumentError(
                self.name, [Fault(mark.line + 1 if mark else 1, f"this is no valid YAML: {problem}")]
            ) from None
        if not isinstance(self._marked, dict):
            raise DocumentError(self.name, [Fault(1, "an OpenAPI document is a mapping; this is not")])
        self.raw: Node = cast("Node", _plain(self._marked))

    def line(self, *path: str | int) -> int:
        """Give the line of a part, or of the innermost part above it that exists."""
        node: Any = self._marked
        line = 1
        for step in path:
            marks = getattr(node, "lc", None)
            try:
                line = (marks.key(step) if isinstance(node, dict) else marks.item(step))[0] + 1  # type: ignore[union-attr]
                node = node[step]
            except (KeyError, IndexError, TypeError, AttributeError):
                break
        return line

    def bare_status_codes(self) -> Iterator[tuple[str | int, ...]]:
        """Give the paths of status codes that are written without quotes."""
        for path, item in cast("Node", self._marked.get("paths") or {}).items():
            for verb, operation in cast("Node", item or {}).items():
                if verb in METHODS and isinstance(operation, dict):
                    for status in cast("Node", operation.get("responses") or {}):
                        if isinstance(status, int):
                            yield ("paths", path, verb, "responses", status)

    @property
    def schemas(self) -> dict[str, Node]:
        """The component schemas."""
        return cast("dict[str, Node]", (self.raw.get("components") or {}).get("schemas") or {})

    @cached_property
    def operations(self) -> list[RawOperation]:
        """All operations in the document's order; ids may be missing or double in a faulty document."""
        found: list[RawOperation] = []
        for path, item in cast("Node", self.raw.get("paths") or {}).items():
            for verb in item or {}:
                if verb not in METHODS or not isinstance(item[verb], dict):
                    continue
                raw: Node = item[verb]
                parameters = [*raw.get("parameters", []), *item.get("parameters", [])]
                resolved = [resolve(self.raw, parameter) for parameter in parameters]
                tags = raw.get("tags") or [""]
                found.append(
                    RawOperation(
                        str(raw.get("operationId", "")),
                        verb,
                        path,
                        str(tags[0]),
                        {**raw, "parameters": resolved},
                        ("paths", path, verb),
                    )
                )
        return found

    def as_json(self) -> str:
        """Give the document as compact JSON."""
        return json.dumps(self.raw, ensure_ascii=False, separators=(",", ":")) + "\n"


def resolve(document: Mapping[str, Any], node: Any) -> Node:
    """Follow references until there is none; an unknown one gives an empty node."""
    for _ in range(20):
        if not isinstance(node, dict) or "$ref" not in node:
            return cast("Node", node) if isinstance(node, dict) else {}
        target: Any = document
        for step in str(node["$ref"]).removeprefix("#/").split("/"):
            step = step.replace("~1", "/").replace("~0", "~")
            target = target.get(step) if isinstance(target, Mapping) else None
        node = target
    return {}


def _plain(node: Any) -> Any:
    """Give what the loader made as plain Python, keys as text: JSON has no others."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return str(node)
