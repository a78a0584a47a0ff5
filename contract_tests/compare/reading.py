"""An OpenAPI file, 3.0 or 3.1, JSON or YAML, as plain data, with the line of each part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeGuard, cast
from urllib.parse import unquote, urlsplit

import yaml

from contract_tests.compare.plain import UnreadableError, compose, parse

__all__ = ["Document", "UnreadableError", "is_list", "is_node", "step"]


def is_node(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Tell whether a value is a mapping."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Tell whether a value is a list."""
    return isinstance(value, list)


def step(name: str | int) -> str:
    """Write a key as a step of a JSON pointer.

    Args:
        name: A key of a mapping, or an index.

    Returns:
        It with its slash.
    """
    return f"/{str(name).replace('~', '~0').replace('/', '~1')}"


class Document:
    """An OpenAPI file that can be compared.

    Attributes:
        name: What to call it.
        raw: Its content; all keys are text.
        is_3_0: Whether schemas are those of OpenAPI 3.0, with `nullable`.
        memory: What was worked out about parts of it, by the places of those.
    """

    def __init__(self, text: str, name: str) -> None:
        """Read a document.

        Args:
            text: JSON or YAML.
            name: What to call it.

        Raises:
            UnreadableError: It is neither, or no OpenAPI document of 3.0 or 3.1.
        """
        self.name = name
        self._text = text
        self.memory: dict[tuple[str, ...], Any] = {}
        raw = parse(text, name)
        if not is_node(raw):
            raise UnreadableError(f"{name}:1: an OpenAPI document is a mapping; this is not")
        self.raw: Mapping[str, Any] = raw
        version = str(raw.get("openapi") or raw.get("swagger") or "")
        if not re.match(r"3\.[01](\.|$)", version):
            said = f"it says {version!r}" if version else "it does not say which it is"
            self.refuse(
                "/swagger" if "swagger" in raw else "/openapi",
                f"only OpenAPI 3.0 and 3.1 are compared; {said}",
            )
        self.is_3_0 = version.startswith("3.0")
        for key in ("paths", "components", "webhooks", "info"):
            if not is_node(raw.get(key, {})):
                self.refuse(f"/{key}", f'"{key}" is a mapping; this is not')
        if "paths" not in raw and "webhooks" not in raw:
            raise UnreadableError(f"{name}:1: there are no paths in it")

    @classmethod
    def read(cls, path: Path, name: str | None = None) -> Document:
        """Read a file.

        Args:
            path: Where it is.
            name: What to call it, None for its path.

        Returns:
            The document.

        Raises:
            UnreadableError: It cannot be read, or is no OpenAPI document of 3.0 or 3.1.
        """
        name = name or str(path)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise UnreadableError(f"{name}: cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError as error:
            line = bytes(error.object[: error.start]).count(b"\n") + 1
            raise UnreadableError(f"{name}:{line}: cannot be read: it is not UTF-8") from None
        return cls(text, name)

    @property
    def version(self) -> str:
        """The version of the API, as the document gives it."""
        return str(self.raw.get("info", {}).get("version", "no version"))

    def refuse(self, pointer: str, reason: str) -> None:
        """Give up on the document.

        Args:
            pointer: What cannot be understood.
            reason: Why.

        Raises:
            UnreadableError: Always.
        """
        raise UnreadableError(f"{self.name}:{self.line(pointer)}: {reason}")

    def resolve(self, node: Any, pointer: str) -> tuple[Any, str]:
        """Follow a reference, and those that it leads to.

        Args:
            node: A part of the document, a reference or not.
            pointer: Where it stands.

        Returns:
            What is meant, and where that stands.

        Raises:
            UnreadableError: It leads nowhere, in a circle, or out of this file.
        """
        seen: set[str] = set()
        while is_node(node) and isinstance(node.get("$ref"), str):
            if pointer in seen:
                self.refuse(pointer, f"the reference {node['$ref']!r} leads back to itself")
            seen.add(pointer)
            node, pointer = self.target(cast("str", node["$ref"]), pointer)
        return node, pointer

    def target(self, reference: str, pointer: str) -> tuple[Any, str]:
        """Give what one reference leads to, which may be another.

        Args:
            reference: As in `$ref`.
            pointer: Where it stands.

        Returns:
            The part, and where it stands.

        Raises:
            UnreadableError: It leads nowhere, or out of this file.
        """
        if not reference.startswith("#"):
            self.refuse(pointer, f"{reference!r} is in another file: bundle the files into one first")
        found: Any = self.raw
        to = unquote(reference[1:])
        for name in _steps(to):
            if is_node(found) and name in found:
                found = found[name]
            elif is_list(found) and name.isdigit() and int(name) < len(found):
                found = found[int(name)]
            else:
                self.refuse(pointer, f"the reference {reference!r} leads nowhere")
        return found, to

    @property
    def prefix(self) -> str:
        """The path that the first server's address puts before all others."""
        servers = self.raw.get("servers")
        first = servers[0] if is_list(servers) and servers else {}
        address = str(first.get("url", "")) if is_node(first) else ""
        return urlsplit(address).path.rstrip("/") if "{" not in address else ""

    def line(self, pointer: str) -> int:
        """Give the line of a part, or of the innermost part above it that exists.

        Args:
            pointer: JSON pointer.

        Returns:
            Its line, from 1.
        """
        node, line = self._composed, 1
        for name in _steps(pointer):
            if isinstance(node, yaml.MappingNode):
                pair = next((p for p in node.value if p[0].value == name), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and name.isdigit() and int(name) < len(node.value):
                node = node.value[int(name)]
                line = node.start_mark.line + 1
            else:
                break
        return line

    @cached_property
    def _composed(self) -> yaml.Node | None:
        try:
            return compose(self._text)
        except yaml.YAMLError:  # JSON that YAML does not know, such as one with tabs
            return None


def _steps(pointer: str) -> list[str]:
    return [name.replace("~1", "/").replace("~0", "~") for name in pointer.split("/")[1:]]
