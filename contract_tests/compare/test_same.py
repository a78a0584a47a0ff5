"""What says the same in other words is no difference."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from contract_tests.compare.operations import compare
from contract_tests.compare.reading import Document
from contract_tests.compare.small import Node, differences, document, operation, said
from openapi._source import Source

ROOT = Path(__file__).parents[2]
OURS = ROOT / "openapi" / "ntropy-v3.yaml"
EDGE = ROOT / "contract_tests" / "document" / "edge.yaml"

TEXT: Node = {"type": "string"}
A: Node = {"type": "object", "required": ["a"], "properties": {"a": TEXT}}
B: Node = {"type": "object", "properties": {"b": TEXT}}
A_AND_B: Node = {"type": "object", "required": ["a"], "properties": {"b": TEXT, "a": TEXT}}
REF: Node = {"$ref": "#/components/schemas/Thing"}
NULL: Node = {"type": "null"}


@pytest.mark.parametrize("path", [OURS, EDGE], ids=lambda path: path.name)
def test_a_document_does_not_differ_from_itself(path: Path) -> None:
    """Read twice, it is the same in every part."""
    assert compare(Document.read(path), Document.read(path)) == ([], [])


def test_order_and_descriptions_do_not_count() -> None:
    """Shuffled, with every text rewritten, examples and our own marks gone, the document is the same."""
    ours = Document.read(OURS)
    random = Random(7)

    def reworded(node: Any) -> Any:
        if isinstance(node, dict):
            pairs = [
                (key, value) for key, value in node.items() if not key.startswith("x-") and key != "examples"
            ]
            random.shuffle(pairs)
            return {
                key: "other words"
                if key in ("description", "summary") and isinstance(value, str)
                else reworded(value)
                for key, value in pairs
            }
        if isinstance(node, list):
            items = [reworded(each) for each in node]
            random.shuffle(items)
            return items
        return node

    theirs = Document(json.dumps({**reworded(ours.raw), "servers": ours.raw["servers"]}), "shuffled.json")
    assert differences(ours, theirs) == []
    assert differences(theirs, ours) == []


def test_yaml_is_read_as_the_generator_reads_it() -> None:
    """Two readers of YAML agree on every value of the document: dates, quoted numbers, words such as no."""
    for path in (OURS, EDGE):
        assert Document.read(path).raw == Source(path).raw
    text = "openapi: 3.1.0\npaths: {}\nx: {a: no, b: 012, c: 2024-05-01, d: 1e3, e: ~, f: '5', 200: 1.5, g: 0x1F, h: 1:30}"
    read = Document(text, "odd.yaml").raw["x"]
    values = {
        "a": "no",
        "b": 12,
        "c": "2024-05-01",
        "d": 1000.0,
        "e": None,
        "f": "5",
        "200": 1.5,
        "g": "0x1F",
        "h": "1:30",
    }
    assert read == values


SAME: dict[str, tuple[Any, Any]] = {
    "a component for an inline schema": (A, REF),
    "allOf for one object": (A_AND_B, {"allOf": [A, B]}),
    "allOf beside fields": (A_AND_B, {"allOf": [{**A}], **B}),
    "what is required told apart": (
        A_AND_B,
        {"allOf": [{"properties": A_AND_B["properties"]}], "required": ["a"], "type": "object"},
    ),
    "allOf of one": (REF, {"allOf": [REF]}),
    "fields beside a reference": (A_AND_B, {"$ref": "#/components/schemas/Thing", **B}),
    "null in a list of types or beside": ({"type": ["string", "null"]}, {"anyOf": [TEXT, NULL]}),
    "alternatives in another order": ({"oneOf": [A, B, NULL]}, {"anyOf": [NULL, B, A]}),
    "alternatives within alternatives": ({"anyOf": [{"anyOf": [A, B]}, TEXT]}, {"anyOf": [A, B, TEXT]}),
    "one value": ({"const": "a"}, {"type": "string", "enum": ["a"]}),
    "a type that follows from keywords": (A, {"required": ["a"], "properties": {"a": TEXT}}),
    "an exclusive bound of whole numbers": (
        {"type": "integer", "minimum": 1},
        {"type": "integer", "exclusiveMinimum": 0},
    ),
    "a bound that binds nothing": (TEXT, {**TEXT, "minLength": 0}),
    "a width of numbers": ({"type": "integer"}, {"type": "integer", "format": "int64"}),
    "a number that may be whole": ({"type": "number"}, {"type": ["number", "integer"]}),
    "a file in two ways": (
        {**TEXT, "format": "binary"},
        {**TEXT, "contentMediaType": "application/octet-stream"},
    ),
    "unnamed fields that are allowed anyway": (A, {**A, "additionalProperties": True}),
    "an empty schema for unnamed fields": (A, {**A, "additionalProperties": {}}),
    "required twice": (A, {**A, "required": ["a", "a"]}),
    "any value in two ways": ({}, True),
    "a default of null": ({"type": ["string", "null"]}, {"type": ["string", "null"], "default": None}),
}


@pytest.mark.parametrize("case", SAME)
def test_schemas_that_allow_the_same_are_the_same(case: str) -> None:
    """How a schema is written does not matter, both ways round."""
    one, other = (document(operation(schema, schema), schemas={"Thing": A}) for schema in SAME[case])
    assert differences(one, other) == []
    assert differences(other, one) == []


def test_versions_of_openapi_are_no_difference() -> None:
    """`nullable` and a boolean `exclusiveMinimum` of 3.0 are what lists of types and numbers are in 3.1."""
    old: Node = {
        "type": "object",
        "properties": {
            "a": {"type": "string", "nullable": True},
            "b": {"nullable": True, "allOf": [REF]},
            "c": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
            "d": {"type": "string", "nullable": True, "enum": ["x", None]},
            "e": {"$ref": "#/components/schemas/Thing", "description": "ignored in 3.0", "nullable": True},
        },
    }
    new: Node = {
        "type": "object",
        "properties": {
            "a": {"type": ["string", "null"]},
            "b": {"anyOf": [REF, NULL]},
            "c": {"type": "number", "exclusiveMinimum": 0},
            "d": {"type": ["string", "null"], "enum": ["x", None]},
            "e": REF,
        },
    }
    schemas = {"Thing": A}
    one = document(operation(old, old), version="3.0.3", schemas=schemas)
    other = document(operation(new, new), version="3.1.0", schemas=schemas)
    assert differences(one, other) == []
    assert differences(other, one) == []


def test_schemas_may_refer_to_themselves() -> None:
    """Trees, lists of lists and circles through allOf end, and a difference within one is still found."""
    tree: Node = {"type": "object", "properties": {"sons": {"type": "array", "items": REF}, "a": TEXT}}
    ring: Node = {"anyOf": [{"type": "array", "items": REF}, {"allOf": [REF]}, TEXT]}
    for schema in (tree, ring):
        same = document(operation(REF, REF), schemas={"Thing": schema})
        assert differences(same, same) == []
    less = {
        **tree,
        "properties": {"sons": {"type": "array", "items": {"$ref": "#/components/schemas/Son"}}, "a": TEXT},
    }
    son = {"type": "object", "properties": {"sons": {"type": "array", "items": REF}}}
    theirs = document(operation(REF), schemas={"Thing": less, "Son": son})
    found = differences(document(operation(REF), schemas={"Thing": tree}), theirs)
    assert [(each.kind, each.place) for each in found] == [("field-removed", "/sons/*/a")]


def test_names_on_this_side_of_the_wire_do_not_count() -> None:
    """Ids of operations, names of path parameters, the case of headers, and a key that is written as a header."""
    path = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    trace = {"name": "X-Trace", "in": "header", "schema": TEXT}
    scheme = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}
    ours = document(
        paths={"/things/{id}": {"post": operation(parameters=(path, trace))}},
        components=scheme,
        security=[{"key": []}],
    )
    renamed = {**path, "name": "thing_id"}
    key = {"name": "x-key", "in": "header", "required": True, "schema": TEXT}
    small = {**trace, "name": "x-trace"}
    post = operation(parameters=(small, key), operationId="other")
    theirs = document(
        servers=[{"url": "https://example.com/things"}],
        paths={"/{thing_id}": {"post": post, "parameters": [renamed]}},
    )
    assert differences(ours, theirs) == []
    assert differences(theirs, ours) == []


def test_ranges_of_statuses_cover_their_members() -> None:
    """404 is no news where 4XX is documented, and what it holds is compared with what the range holds."""

    def answers(**schemas: Node) -> Document:
        content = {
            name: {"content": {"application/json": {"schema": each}}} for name, each in schemas.items()
        }
        return document(operation(responses={name.strip("_"): each for name, each in content.items()}))

    assert said(answers(_404=A), answers(_4XX=A)) == [("error-added", "answer", "additive")]
    assert said(answers(_4XX=A), answers(_404=A, _4XX=A)) == []
    assert said(answers(_404=A, _500=A), answers(default=A)) == [("error-added", "answer", "additive")]
    assert said(answers(_4XX=A), answers(_404=B, _4XX=A)) == [
        ("field-removed", "answer", "breaking"),
        ("field-added", "answer", "additive"),
    ]


def test_what_is_only_read_or_only_written_counts_where_it_is_seen() -> None:
    """A readOnly field is no part of a request, a writeOnly one no part of an answer."""
    base: Node = {"type": "object", "properties": {"a": TEXT}}
    read = {"type": "object", "properties": {"a": TEXT, "b": {**TEXT, "readOnly": True}}}
    write = {"type": "object", "properties": {"a": TEXT, "b": {"$ref": "#/components/schemas/Secret"}}}
    secret = {"Secret": {**TEXT, "writeOnly": True}}
    assert said(document(operation(base, base)), document(operation(read, read))) == [
        ("field-added", "answer", "additive")
    ]
    assert said(document(operation(base, base)), document(operation(write, write), schemas=secret)) == [
        ("field-added", "request", "additive")
    ]
