"""What is wrong with a document, and what to do: by line, all at once, before anything is generated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openapi._answer_faults import answer_faults
from openapi._example_faults import example_faults
from openapi._operation_faults import operation_faults
from openapi._schema_faults import schema_faults
from openapi._shape import shape_faults
from openapi._source import Fault, Source, Where, is_list, is_node, resolve
from openapi._types import Schemas
from openapi._webhook_faults import webhook_faults

__all__ = ["lint"]


def lint(source: Source) -> list[Fault]:
    """Find what must be mended.

    Args:
        source: The document.

    Returns:
        The faults by line. What a faulty form or a reference into nowhere would only repeat is not told.
    """
    faults = list(shape_faults(source))
    if not faults:
        faults = list(_reference_faults(source, source.raw, ()))
    if not faults:
        schemas = Schemas(source)
        faults = [
            *_document_faults(source),
            *operation_faults(source, schemas),
            *answer_faults(source),
            *webhook_faults(source, schemas),
            *schema_faults(source, schemas),
        ]
        faults += example_faults(source, sound=not faults)
    return sorted(set(faults))


def _reference_faults(source: Source, node: Any, where: Where) -> Iterator[Fault]:
    if is_list(node):
        for index, item in enumerate(node):
            yield from _reference_faults(source, item, (*where, index))
        return
    if not is_node(node):
        return
    ref = node.get("$ref")
    if isinstance(ref, str):
        line = source.line(*where, "$ref")
        if not ref.startswith("#/"):
            yield Fault(line, f"{ref} is in another file: move it into this document")
        elif not resolve(source.raw, node):
            yield Fault(line, f"{ref} does not exist, or only leads back here: mend the name, or add it")
        others = sorted(set(node) - {"$ref"})
        if others:
            yield Fault(
                source.line(*where, others[0]),
                f"{others[0]!r} beside $ref would be lost: write allOf: [{{$ref: …}}] and keep it beside that",
            )
    for key, value in node.items():
        # The values of examples are data.
        if key not in ("value", "default", "const", "enum", "example") or where[-1:] == ("properties",):
            yield from _reference_faults(source, value, (*where, key))


def _document_faults(source: Source) -> Iterator[Fault]:
    raw = source.raw
    if not raw["openapi"].startswith("3.1."):
        yield Fault(source.line("openapi"), f"OpenAPI {raw['openapi']} is not understood: write 3.1.0")
    for where in source.bare_status_codes():
        yield Fault(source.line(*where), f"the status {where[-1]} must be in quotes: '{where[-1]}'")
    used = {operation.tag for operation in source.operations}
    seen: set[str] = set()
    for index, tag in enumerate(raw.get("tags", ())):
        name, line = tag["name"], source.line("tags", index)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            yield Fault(line, f"the tag {name} must be in snake case, such as account_holders")
        if not tag.get("description"):
            yield Fault(line, f"the tag {name} has no description: it becomes a docstring")
        if name in seen:
            yield Fault(line, f"the tag {name} is described twice: leave one")
        elif name not in used:
            yield Fault(line, f"no operation has the tag {name}: give it to one, or take it out")
        seen.add(name)
    for path in raw["paths"]:
        if not path.startswith("/"):
            yield Fault(source.line("paths", path), f"the path {path} must begin with a slash")
