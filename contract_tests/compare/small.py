"""Small documents, for tests that compare two of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from contract_tests.compare.difference import Difference
from contract_tests.compare.operations import compare
from contract_tests.compare.reading import Document

__all__ = ["Node", "differences", "document", "operation", "said"]

Node = dict[str, Any]


def operation(
    body: Any = None, answer: Any = None, parameters: tuple[Node, ...] = (), **further: Any
) -> Node:
    """An operation that takes a body and gives an answer, each by its schema."""
    made: Node = {"operationId": "things_create", "parameters": list(parameters)}
    content: Node = {} if answer is None else {"content": {"application/json": {"schema": answer}}}
    made["responses"] = {"200": {"description": "", **content}}
    if body is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return {**made, **further}


def document(
    post: Node | None = None,
    *,
    version: str = "3.1.0",
    schemas: Mapping[str, Any] | None = None,
    **further: Any,
) -> Document:
    """A document of one operation."""
    raw = {
        "openapi": version,
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things/{id}": {"post": operation() if post is None else post}},
        "components": {"schemas": dict(schemas or {})},
        **further,
    }
    return Document(json.dumps(raw), "things.json")


def differences(ours: Document, theirs: Document) -> list[Difference]:
    """What differs."""
    return compare(ours, theirs)[0]


def said(ours: Document, theirs: Document) -> list[tuple[str, str, str]]:
    """What differs: kind, side and impact."""
    return [(each.kind, each.side, each.impact) for each in differences(ours, theirs)]
