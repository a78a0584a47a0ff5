"""Each kind of difference is seen, and classed as the rules say, in what is sent and in what is received."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contract_tests.compare.difference import RULES, rules_table
from contract_tests.compare.small import Node, document, operation, said

TEXT: Node = {"type": "string"}
NUMBER: Node = {"type": "number"}
A_B: Node = {"type": "string", "enum": ["a", "b"]}
ONE: Node = {"type": "object", "required": ["one"], "properties": {"one": TEXT}}
TWO: Node = {"type": "object", "required": ["two"], "properties": {"two": TEXT}}


def fields(**named: Any) -> Node:
    """An object of fields, those required whose names end in an underscore."""
    properties = {name.rstrip("_"): schema for name, schema in named.items()}
    return {
        "type": "object",
        "properties": properties,
        "required": [name[:-1] for name in named if name.endswith("_")],
    }


def closed(**keywords: Any) -> Node:
    return {"type": "object", **keywords}


# Kind, its class in a request and in an answer, and a pair of schemas that differ so. It is told there alone.
SCHEMAS: dict[str, tuple[str, str | None, str | None, Any, Any]] = {
    "a field that goes": ("field-removed", "breaking", "breaking", fields(a=TEXT), fields()),
    "a field that comes": ("field-added", "additive", "additive", fields(), fields(a=TEXT)),
    "a required field that comes": (
        "field-added-required",
        "breaking",
        "additive",
        fields(),
        fields(a_=TEXT),
    ),
    "a field that is required": ("field-required", "breaking", "additive", fields(a=TEXT), fields(a_=TEXT)),
    "a field that may be missing": (
        "field-optional",
        "additive",
        "breaking",
        fields(a_=TEXT),
        fields(a=TEXT),
    ),
    "a field deep inside": (
        *("field-removed", "breaking", "breaking"),
        fields(a={"type": "array", "items": fields(b=TEXT)}),
        fields(a={"type": "array", "items": fields()}),
    ),
    "a field of the values of a map": (
        *("field-removed", "breaking", "breaking"),
        closed(additionalProperties=fields(b=TEXT)),
        closed(additionalProperties=fields()),
    ),
    "a field that is required without a schema": (
        *("field-required", "breaking", "additive"),
        fields(a=TEXT),
        {**fields(a=TEXT), "required": ["a"]},
    ),
    "deprecation": (
        "deprecated",
        "additive",
        "additive",
        fields(a=TEXT),
        fields(a={**TEXT, "deprecated": True}),
    ),
    "unnamed fields that are refused": (
        *("fields-closed", "breaking", "additive"),
        closed(),
        closed(additionalProperties=False),
    ),
    "unevaluated fields that are refused": (
        *("fields-closed", "breaking", "additive"),
        closed(),
        closed(unevaluatedProperties=False),
    ),
    "unnamed fields that are allowed": (
        *("fields-opened", "additive", "additive"),
        closed(additionalProperties=False),
        closed(),
    ),
    "unnamed fields that get a type": (
        *("fields-narrowed", "breaking", "additive"),
        closed(),
        closed(additionalProperties=TEXT),
    ),
    "unnamed fields that lose their type": (
        *("fields-widened", "additive", "breaking"),
        closed(additionalProperties=TEXT),
        closed(),
    ),
    "a map that ends": (
        *("map-removed", "breaking", "breaking"),
        closed(additionalProperties=TEXT),
        closed(additionalProperties=False),
    ),
    "another type": ("type-changed", "breaking", "breaking", fields(a=TEXT), fields(a=NUMBER)),
    "an object for a list": ("type-changed", "breaking", "breaking", {"type": "array", "items": ONE}, ONE),
    "fewer types": ("type-narrowed", "breaking", "additive", {"type": ["string", "number"]}, TEXT),
    "whole numbers only": ("type-narrowed", "breaking", "additive", NUMBER, {"type": "integer"}),
    "a type where there was none": ("type-narrowed", "breaking", "additive", {}, TEXT),
    "more types": ("type-widened", "additive", "breaking", TEXT, {"anyOf": [TEXT, NUMBER]}),
    "numbers that need not be whole": ("type-widened", "additive", "breaking", {"type": "integer"}, NUMBER),
    "any type": ("type-widened", "additive", "breaking", TEXT, {}),
    "null that goes": ("null-removed", "breaking", "additive", {"type": ["string", "null"]}, TEXT),
    "null that comes": (
        "null-added",
        "additive",
        "breaking",
        fields(a_=TEXT),
        fields(a_={"type": ["string", "null"]}),
    ),
    "null in a list": (
        *("null-added", "additive", "breaking"),
        {"type": "array", "items": TEXT},
        {"type": "array", "items": {"anyOf": [TEXT, {"type": "null"}]}},
    ),
    "null that comes where nothing may be": (
        *("null-added-optional", "additive", "additive"),
        fields(a=TEXT),
        fields(a={"oneOf": [TEXT, {"type": "null"}]}),
    ),
    "an alternative that goes": ("alternative-removed", "breaking", "additive", {"oneOf": [ONE, TWO]}, ONE),
    "an alternative that comes": ("alternative-added", "additive", "breaking", TWO, {"anyOf": [ONE, TWO]}),
    "a value that goes": (
        "enum-value-removed",
        "breaking",
        "additive",
        A_B,
        {"type": "string", "enum": ["b"]},
    ),
    "a value that comes": ("enum-value-added", "additive", "additive", A_B, {"enum": ["c", "b", "a"]}),
    "one value of many": (
        "enum-value-removed",
        "breaking",
        "additive",
        A_B,
        {"type": "string", "const": "a"},
    ),
    "a number that goes": ("constant-removed", "breaking", "additive", {"enum": [1, 2]}, {"enum": [1]}),
    "a number that comes": ("constant-added", "additive", "breaking", {"enum": [1]}, {"enum": [1, 2]}),
    "a list of values": ("enum-closed", "breaking", "additive", TEXT, A_B),
    "no list of values": ("enum-opened", "additive", "additive", A_B, TEXT),
    "a smaller maximum": (
        *("bound-tightened", "breaking", "additive"),
        {**NUMBER, "maximum": 10},
        {**NUMBER, "maximum": 5},
    ),
    "a new minimum length": ("bound-tightened", "breaking", "additive", TEXT, {**TEXT, "minLength": 1}),
    "a larger minimum of items": (
        *("bound-tightened", "breaking", "additive"),
        {"type": "array", "minItems": 1},
        {"type": "array", "minItems": 2},
    ),
    "items that must differ": (
        *("bound-tightened", "breaking", "additive"),
        {"type": "array"},
        {"type": "array", "uniqueItems": True},
    ),
    "a bound that is excluded now": (
        *("bound-tightened", "breaking", "additive"),
        {"type": "integer", "minimum": 0},
        {"type": "integer", "exclusiveMinimum": 0},
    ),
    "fewer fields": ("bound-tightened", "breaking", "additive", closed(), closed(maxProperties=1)),
    "a larger maximum": (
        *("bound-loosened", "additive", "breaking"),
        {**TEXT, "maxLength": 5},
        {**TEXT, "maxLength": 10},
    ),
    "a maximum that goes": ("bound-loosened", "additive", "breaking", {**NUMBER, "maximum": 5}, NUMBER),
    "a pattern that comes": ("bound-tightened", "breaking", "additive", TEXT, {**TEXT, "pattern": "a"}),
    "a pattern that goes": ("bound-loosened", "additive", "breaking", {**TEXT, "pattern": "a"}, TEXT),
    "another pattern": (
        "bound-changed",
        "breaking",
        "breaking",
        {**TEXT, "pattern": "a"},
        {**TEXT, "pattern": "b"},
    ),
    "another step": (
        "bound-changed",
        "breaking",
        "breaking",
        {**NUMBER, "multipleOf": 2},
        {**NUMBER, "multipleOf": 3},
    ),
    "a format that comes": ("format-added", "breaking", "additive", TEXT, {**TEXT, "format": "date"}),
    "a format that goes": ("format-removed", "additive", "breaking", {**TEXT, "format": "date"}, TEXT),
    "another format": (
        *("format-changed", "breaking", "breaking"),
        {**TEXT, "format": "date"},
        {**TEXT, "format": "date-time"},
    ),
    "another default": (
        "default-changed",
        "breaking",
        None,
        {**TEXT, "default": "a"},
        {**TEXT, "default": "b"},
    ),
    "a default that is told": ("default-added", "additive", None, TEXT, {**TEXT, "default": "b"}),
    "a default that is told no longer": ("default-removed", "additive", None, {**TEXT, "default": "b"}, TEXT),
    "another condition": (
        *("keyword-changed", "breaking", "breaking"),
        closed(**{"not": {"required": ["a"]}}),
        closed(**{"not": {"required": ["b"]}}),
    ),
}


def parameter(name: str = "limit", where: str = "query", **further: Any) -> Node:
    return {"name": name, "in": where, "schema": {"type": "array"}, **further}


def statuses(**named: Any) -> Node:
    return operation(
        responses={name.strip("_"): {"description": "", **value} for name, value in named.items()}
    )


def header(**further: Any) -> Node:
    return {"headers": {"X-Id": {"schema": TEXT, **further}}}


BODY = operation(ONE)["requestBody"]
JSON_AND_FORM: Node = {"content": {"application/json": {}, "multipart/form-data": {}}}
JSON_ONLY: Node = {"content": {"application/json": {}}}

# Kind, side, class, and a pair of operations that differ so.
OPERATIONS: dict[str, tuple[str, str, str, Node, Node]] = {
    "deprecation": ("deprecated", "request", "additive", operation(), operation(deprecated=True)),
    "a parameter that goes": (
        "parameter-removed",
        "request",
        "breaking",
        operation(parameters=(parameter(),)),
        operation(),
    ),
    "a parameter that comes": (
        "parameter-added",
        "request",
        "additive",
        operation(),
        operation(parameters=(parameter(),)),
    ),
    "a required parameter that comes": (
        *("parameter-added-required", "request", "breaking"),
        operation(),
        operation(parameters=(parameter(required=True),)),
    ),
    "a parameter that is required": (
        *("parameter-required", "request", "breaking"),
        operation(parameters=(parameter(),)),
        operation(parameters=(parameter(required=True),)),
    ),
    "a parameter that may be left out": (
        *("parameter-optional", "request", "additive"),
        operation(parameters=(parameter(required=True),)),
        operation(parameters=(parameter(),)),
    ),
    "a list with commas": (
        *("serialisation-changed", "request", "breaking"),
        operation(parameters=(parameter(),)),
        operation(parameters=(parameter(explode=False),)),
    ),
    "the schema of a parameter": (
        *("bound-tightened", "request", "breaking"),
        operation(parameters=(parameter(schema=NUMBER),)),
        operation(parameters=(parameter(schema={**NUMBER, "maximum": 100}),)),
    ),
    "a body that goes": ("body-removed", "request", "breaking", operation(ONE), operation()),
    "a body that comes": (
        "body-added",
        "request",
        "additive",
        operation(),
        operation(requestBody={**BODY, "required": False}),
    ),
    "a required body that comes": ("body-added-required", "request", "breaking", operation(), operation(ONE)),
    "a body that is required": (
        *("body-required", "request", "breaking"),
        operation(requestBody={**BODY, "required": False}),
        operation(ONE),
    ),
    "a body that may be left out": (
        *("body-optional", "request", "additive"),
        operation(ONE),
        operation(requestBody={**BODY, "required": False}),
    ),
    "an answer's body that goes": ("body-removed", "answer", "breaking", operation(answer=ONE), operation()),
    "an answer's body that comes": ("body-added", "answer", "additive", operation(), operation(answer=ONE)),
    "a content type that goes": (
        *("media-type-removed", "request", "breaking"),
        operation(requestBody=JSON_AND_FORM),
        operation(requestBody=JSON_ONLY),
    ),
    "a content type that comes": (
        *("media-type-added", "request", "additive"),
        operation(requestBody=JSON_ONLY),
        operation(requestBody=JSON_AND_FORM),
    ),
    "an answer's content type that goes": (
        *("media-type-removed", "answer", "breaking"),
        statuses(_200=JSON_AND_FORM),
        statuses(_200=JSON_ONLY),
    ),
    "an answer's content type that comes": (
        *("media-type-added", "answer", "additive"),
        statuses(_200=JSON_ONLY),
        statuses(_200=JSON_AND_FORM),
    ),
    "a success that comes": (
        "success-added",
        "answer",
        "breaking",
        statuses(_200={}),
        statuses(_200={}, _202={}),
    ),
    "a success that goes": (
        "success-removed",
        "answer",
        "additive",
        statuses(_200={}, _202={}),
        statuses(_200={}),
    ),
    "an error that comes": (
        "error-added",
        "answer",
        "additive",
        statuses(_200={}),
        statuses(_200={}, _409={}),
    ),
    "an error that goes": (
        "error-removed",
        "answer",
        "additive",
        statuses(_200={}, _409={}),
        statuses(_200={}),
    ),
    "a header that goes": (
        "header-removed",
        "answer",
        "breaking",
        statuses(_200=header()),
        statuses(_200={}),
    ),
    "a header that comes": ("header-added", "answer", "additive", statuses(_200={}), statuses(_200=header())),
    "a header that may be missing": (
        *("header-optional", "answer", "breaking"),
        statuses(_200=header(required=True)),
        statuses(_200=header()),
    ),
    "a header that always comes": (
        *("header-required", "answer", "additive"),
        statuses(_200=header()),
        statuses(_200=header(required=True)),
    ),
    "the schema of a header": (
        *("type-changed", "answer", "breaking"),
        statuses(_200=header()),
        statuses(_200=header(schema=NUMBER)),
    ),
}

TOKEN: Node = {"name": "X-Token", "in": "header", "schema": TEXT}
PATHS = {"/a": {"get": operation()}, "/b": {"get": operation()}}
FEWER_PATHS = {"/a": {"get": operation()}}
EVENTS = {"a": {"post": operation(ONE)}, "b": {"post": operation(ONE)}}
FEWER_EVENTS = {"a": {"post": operation(ONE)}}
KEY = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}
BOTH = {"securitySchemes": {**KEY["securitySchemes"], "token": {"type": "http", "scheme": "bearer"}}}
DOCUMENTS: dict[str, tuple[str, str, str, Node, Node]] = {
    "an operation that goes": (
        "operation-removed",
        "request",
        "breaking",
        {"paths": PATHS},
        {"paths": FEWER_PATHS},
    ),
    "an operation that comes": (
        "operation-added",
        "request",
        "additive",
        {"paths": FEWER_PATHS},
        {"paths": PATHS},
    ),
    "an event that goes": (
        "event-removed",
        "answer",
        "breaking",
        {"webhooks": EVENTS},
        {"webhooks": FEWER_EVENTS},
    ),
    "an event that comes": (
        "event-added",
        "answer",
        "additive",
        {"webhooks": FEWER_EVENTS},
        {"webhooks": EVENTS},
    ),
    "what an event holds": (
        *("field-removed", "answer", "breaking"),
        {"webhooks": FEWER_EVENTS},
        {"webhooks": {"a": {"post": operation(fields())}}},
    ),
    "a token of events that goes": (
        *("header-removed", "answer", "breaking"),
        {"webhooks": {"a": {"post": operation(parameters=(TOKEN,))}}},
        {"webhooks": {"a": {"post": operation()}}},
    ),
    "a token of events that comes": (
        *("header-added", "answer", "additive"),
        {"webhooks": {"a": {"post": operation()}}},
        {"webhooks": {"a": {"post": operation(parameters=(TOKEN,))}}},
    ),
    "a token of events that may be missing": (
        *("header-optional", "answer", "breaking"),
        {"webhooks": {"a": {"post": operation(parameters=({**TOKEN, "required": True},))}}},
        {"webhooks": {"a": {"post": operation(parameters=(TOKEN,))}}},
    ),
    "another key": (
        *("security-changed", "request", "breaking"),
        {"components": BOTH, "security": [{"key": []}]},
        {"components": BOTH, "security": [{"token": []}]},
    ),
    "a second proof": (
        *("security-changed", "request", "breaking"),
        {"components": BOTH, "security": [{"key": []}]},
        {"components": BOTH, "security": [{"key": [], "token": []}]},
    ),
    "no key": (
        "security-eased",
        "request",
        "additive",
        {"components": KEY, "security": [{"key": []}]},
        {"components": KEY},
    ),
    "a choice of keys": (
        *("security-eased", "request", "additive"),
        {"components": BOTH, "security": [{"key": []}]},
        {"components": BOTH, "security": [{"key": []}, {"token": []}]},
    ),
}


@pytest.mark.parametrize("case", SCHEMAS)
def test_schemas_are_classed_by_who_sends_them(case: str) -> None:
    """One change of a schema is one difference, with its own class for what is sent and what is received."""
    kind, request, answer, ours, theirs = SCHEMAS[case]
    sent = said(document(operation(ours)), document(operation(theirs)))
    assert sent == ([(kind, "request", request)] if request else [])
    received = said(document(operation(answer=ours)), document(operation(answer=theirs)))
    assert received == ([(kind, "answer", answer)] if answer else [])


@pytest.mark.parametrize("case", OPERATIONS)
def test_operations_are_classed(case: str) -> None:
    """One change of an operation is one difference, of this class."""
    kind, side, impact, ours, theirs = OPERATIONS[case]
    assert said(document(ours), document(theirs)) == [(kind, side, impact)]


@pytest.mark.parametrize("case", DOCUMENTS)
def test_documents_are_classed(case: str) -> None:
    """One change of a document is one difference, of this class."""
    kind, side, impact, ours, theirs = DOCUMENTS[case]
    found = said(document(**ours), document(**theirs))
    assert found
    assert set(found) == {(kind, side, impact)}


def test_every_rule_has_a_pair() -> None:
    """No class is written down that no pair of documents shows."""
    shown = {(case[0], "request") for case in SCHEMAS.values() if case[1]}
    shown |= {(case[0], "answer") for case in SCHEMAS.values() if case[2]}
    shown |= {(case[0], case[1]) for case in (*OPERATIONS.values(), *DOCUMENTS.values())}
    needed = {(kind, "request") for kind, rule in RULES.items() if rule.request}
    needed |= {(kind, "answer") for kind, rule in RULES.items() if rule.answer}
    assert needed == shown


def test_the_rules_are_written_down() -> None:
    """The table for people is the one that is followed."""
    assert rules_table() in (Path(__file__).parent / "README.md").read_text()
