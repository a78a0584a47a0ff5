"""Examples that do not fit their schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import jsonschema_rs

from openapi._source import Fault, Node, Source, resolve

__all__ = ["example_faults"]

Where = tuple[str | int, ...]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?")
_LOOSE = "moment"


def _is_moment(value: str) -> bool:
    """RFC 3339 whose zone may be missing."""
    if not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value.upper())
    except ValueError:
        return False
    return True


def _loosened(node: Any) -> Any:
    """The document with timestamps whose zone is optional as a format of their own."""
    if isinstance(node, list):
        return [_loosened(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _loosened(value) for key, value in node.items()}
    if found.get("x-zone") == "optional" and found.get("format") == "date-time":
        found["format"] = _LOOSE
    return found


class _Checker:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.components: Node = _loosened(source.raw.get("components", {}))

    def faults(self, value: Any, schema: Node, where: Where, what: str) -> Iterator[Fault]:
        whole = {**_loosened(schema), "components": self.components}
        validator = jsonschema_rs.Draft202012Validator(
            whole, validate_formats=True, formats={_LOOSE: _is_moment}
        )
        for error in validator.iter_errors(value):
            path = "/".join(str(step) for step in error.instance_path)
            line = self.source.line(*where, *error.instance_path)
            yield Fault(line, f"{what} does not fit its schema at /{path}: {error.message[:200]}")


def example_faults(source: Source) -> Iterator[Fault]:
    """Check every example of bodies, answers, parameters and schemas.

    Args:
        source: A document without other faults.

    Returns:
        A fault for each example that does not fit.
    """
    checker = _Checker(source)
    for one in source.operations:
        for index, parameter in enumerate(one.parameters):
            where: Where = (*one.where, "parameters", index)
            for value, at in _examples(source, parameter, where):
                yield from checker.faults(
                    value, parameter["schema"], at, f"the example of {parameter['name']}"
                )
        body = one.raw.get("requestBody")
        yield from _media(checker, body, (*one.where, "requestBody"), f"the body of {one.id}")
        for status, answer in one.raw["responses"].items():
            yield from _media(checker, answer, (*one.where, "responses", status), f"{one.id} {status}")
    for name, hook in source.raw.get("webhooks", {}).items():
        body = hook.get("post", {}).get("requestBody")
        yield from _media(checker, body, ("webhooks", name, "post", "requestBody"), f"the webhook {name}")
    for name, schema in source.schemas.items():
        for value, at in _examples(source, schema, ("components", "schemas", name)):
            yield from checker.faults(value, schema, at, f"the example of {name}")


def _media(checker: _Checker, node: Any, where: Where, what: str) -> Iterator[Fault]:
    where = _target(node, where)
    for content_type, media in resolve(checker.source.raw, node).get("content", {}).items():
        if content_type != "application/json":
            continue
        for value, at in _examples(checker.source, media, (*where, "content", content_type)):
            yield from checker.faults(value, media["schema"], at, f"an example of {what}")


def _examples(source: Source, node: Node, where: Where) -> Iterator[tuple[Any, Where]]:
    if "example" in node:
        yield node["example"], (*where, "example")
    named = node.get("examples", {})
    if isinstance(named, list):
        for index, value in enumerate(named):
            yield value, (*where, "examples", index)
        return
    for name, example in named.items():
        at = _target(example, (*where, "examples", name))
        yield resolve(source.raw, example).get("value"), (*at, "value")


def _target(node: Any, where: Where) -> Where:
    """Where a node's content stands: itself, or the component it refers to."""
    if isinstance(node, dict) and "$ref" in node:
        return tuple(str(node["$ref"]).removeprefix("#/").split("/"))
    return where
