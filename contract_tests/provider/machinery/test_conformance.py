"""Every difference between a response and the document is found, and nothing else is."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from typing import Any

import pytest

from ntropy_client import document as documents
from ntropy_client.conformance import Checker, Violation, check
from ntropy_client.conformance._schemas import Schemas
from ntropy_client.document import Document

JSON = {"X-Request-ID": "r-1", "Content-Type": "application/json"}
Json = dict[str, Any]


def example(operation: str, status: int, name: str) -> Json:
    return copy.deepcopy(dict(documents.load().operations[operation].examples(status)[name]))


def found(
    operation: str,
    status: int,
    body: object,
    headers: dict[str, str] | None = None,
    *,
    strict: bool = True,
    document: Document | None = None,
) -> list[tuple[str, str]]:
    """Kind and pointer of each violation."""
    checker = Checker(document, strict=strict)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    violations = checker.check_operation(
        checker.document.operations[operation], status, JSON if headers is None else headers, content
    )
    return [(violation.kind, violation.pointer) for violation in violations]


EXAMPLES = [
    pytest.param(operation.id, status, name, id=f"{operation.id}-{status}-{name}")
    for operation in documents.load().operations.values()
    for status in operation.statuses
    for name in operation.examples(status)
]


@pytest.mark.parametrize(("operation", "status", "name"), EXAMPLES)
def test_every_example_of_the_document_conforms(operation: str, status: str, name: str) -> None:
    """What the document itself shows is never a violation, with or without strictness."""
    value = documents.load().operations[operation].examples(status)[name]
    code = 503 if status == "5XX" else int(status)
    assert found(operation, code, value) == []
    assert found(operation, code, value, strict=False) == []


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ((), "/mood"),
        (("entities",), "/entities/mood"),
        (("entities", "counterparty"), "/entities/counterparty/mood"),
        (("entities", "intermediaries", 0), "/entities/intermediaries/0/mood"),
        (("location", "structured"), "/location/structured/mood"),
        (("categories",), "/categories/mood"),
    ],
)
def test_an_undocumented_field_is_found_at_every_depth(path: tuple[str | int, ...], pointer: str) -> None:
    """Strictly, a field that no schema names is a violation wherever it stands; else it is not."""
    body = example("transactions_get", 200, "categorised")
    place: Any = body
    for step in path:
        place = place[step]
    place["mood"] = 1
    assert found("transactions_get", 200, body) == [("undocumented-field", pointer)]
    assert found("transactions_get", 200, body, strict=False) == []


def test_an_undocumented_field_is_found_beside_other_violations() -> None:
    """One violation does not hide another in the same body."""
    body = example("batches_get", 200, "completed") | {"cost": 1, "total": "7", "status": "paused"}
    assert sorted(found("batches_get", 200, body)) == [
        ("schema", "/total"),
        ("undocumented-field", "/cost"),
        ("unknown-value", "/status"),
    ]


def test_what_is_read_tolerantly_is_additive() -> None:
    """New fields and new enum values harm no user, and say so; a missing field does."""
    body = example("batches_get", 200, "completed") | {"cost": 1, "status": "paused"}
    del body["total"]
    violations = check("GET", "/v3/batches/b-1", 200, JSON, json.dumps(body).encode())
    assert {violation.kind: violation.additive for violation in violations} == {
        "undocumented-field": True,
        "unknown-value": True,
        "schema": False,
    }
    assert [
        v.kind for v in check("GET", "/v3/batches/b-1", 200, JSON, json.dumps(body).encode(), strict=False)
    ] == ["schema"]


def test_free_schemas_stay_free() -> None:
    """An error body may have any further field, also when strict; a problem of a 422 too."""
    assert found("batches_get", 404, {"detail": "no", "missingIds": ["x"], "code": {"a": 1}}) == []
    problem = {"loc": ["path", "id"], "msg": "no", "type": "t", "input": 3, "ctx": {}}
    assert found("batches_get", 422, {"detail": [problem], "more": 1}) == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"amount": -1}, "/amount"),
        ({"amount": "10"}, "/amount"),
        ({"currency": "usd"}, "/currency"),
        ({"description": "x" * 1025}, "/description"),
        ({"entities": []}, "/entities"),
        ({"entities": {"counterparty": {"name": "A"}}}, "/entities/counterparty/type"),
        ({"entities": {"intermediaries": [{}, {"mccs": ["1"]}]}}, "/entities/intermediaries/1/mccs/0"),
    ],
)
def test_a_body_that_does_not_fit_its_schema_is_found_at_its_place(change: Json, pointer: str) -> None:
    """The violation names the innermost place, also within alternatives."""
    body = example("transactions_get", 200, "categorised") | change
    assert found("transactions_get", 200, body) == [("schema", pointer)]
    assert found("transactions_get", 200, body, strict=False) == [("schema", pointer)]


def test_like_violations_in_a_list_are_told_once() -> None:
    """A field that is wrong in each of a thousand items is one violation."""
    item = example("transactions_get", 200, "categorised") | {"mood": 1, "amount": -1}
    body = {"next_cursor": None, "data": [item] * 1000}
    assert found("transactions_list", 200, body) == [
        ("schema", "/data/0/amount"),
        ("undocumented-field", "/data/0/mood"),
    ]


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("2024-01-15T09:30:00Z", True),
        ("2024-01-15T09:30:00", True),
        ("2024-01-15T09:30:00.167953", True),
        ("2024-01-15T09:30:00.167953123+02:00", True),
        ("2024-01-15t09:30:00z", True),
        ("2024-01-15 09:30:00Z", False),
        ("2024-01-15", False),
        ("2024-13-15T09:30:00Z", False),
        ("2024-02-30T09:30:00Z", False),
        ("2024-01-15T25:30:00Z", False),
        ("2024-01-15T09:30Z", False),
        ("2024-01-15T09:30:00+0200", False),
        ("1705311000", False),
        ("", False),
    ],
)
def test_a_timestamp_is_rfc_3339_with_an_optional_zone(value: str, fits: bool) -> None:
    """Where the document says that the zone is optional, both forms fit, and nothing else."""
    body = example("batches_get", 200, "completed") | {"created_at": value}
    assert found("batches_get", 200, body) == ([] if fits else [("format", "/created_at")])


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("id", "d4bc3c80-ec1a-3da2-836e-2a4ca4758be5", True),
        ("id", "D4BC3C80-EC1A-3DA2-836E-2A4CA4758BE5", True),
        ("id", None, True),
        ("id", "d4bc3c80ec1a3da2836e2a4ca4758be5", False),
        ("id", "d4bc3c80-ec1a-3da2-836e-2a4ca4758be", False),
        ("logo", "https://logos.ntropy.com/a?b=c#d", True),
        ("logo", "https://logos.ntropy.com/%C3%A9", True),
        ("logo", "logos.ntropy.com/starbucks.com", False),
        ("logo", "https://", False),
        ("logo", "https://logos.ntropy.com/a b", False),
        ("logo", "https://logos.ntropy.com/é", False),
        ("logo", "https://logos.ntropy.com:port/", False),
    ],
)
def test_uuid_and_uri_are_checked(name: str, value: str | None, fits: bool) -> None:
    """Ids of entities are UUIDs and logos are absolute addresses."""
    body = example("transactions_get", 200, "categorised")
    body["entities"]["counterparty"][name] = value
    pointer = f"/entities/counterparty/{name}"
    assert found("transactions_get", 200, body) == ([] if fits else [("format", pointer)])


@pytest.mark.parametrize(
    ("value", "fits"), [("2024-02-29", True), ("2023-02-29", False), ("2024-2-9", False)]
)
def test_a_date_is_a_day_that_exists(value: str, fits: bool) -> None:
    """Dates are written in full and stand in the calendar."""
    body = example("transactions_get", 200, "categorised") | {"date": value}
    assert found("transactions_get", 200, body) == ([] if fits else [("format", "/date")])


def test_a_zone_is_demanded_where_it_is_not_optional() -> None:
    """Without the mark, date-time means RFC 3339 as it is."""
    raw = json.loads(json.dumps(documents.load().raw))
    del raw["components"]["schemas"]["Batch"]["properties"]["created_at"]["x-zone"]
    body = example("batches_get", 200, "completed") | {"created_at": "2024-01-15T09:30:00"}
    assert found("batches_get", 200, body, document=documents.load(raw)) == [("format", "/created_at")]


def test_an_undocumented_status_is_a_violation() -> None:
    """A status is documented exactly or by its range, else it is a violation, whatever its body."""
    assert found("batches_results", 425, {}) == [("undocumented-status", "")]
    assert found("batches_get", 201, example("batches_get", 200, "completed")) == [
        ("undocumented-status", "")
    ]
    assert found("batches_get", 302, b"") == [("undocumented-status", "")]
    assert found("batches_get", 599, b"<html>", {"x-request-id": "1"}) == []


def test_headers_that_the_document_requires_must_be_there() -> None:
    """X-Request-ID belongs to every response; the case of a header's name does not matter."""
    body = example("batches_get", 200, "completed")
    assert found("batches_get", 200, body, {"content-type": "application/json"}) == [("missing-header", "")]
    assert found("batches_get", 200, body, {"CONTENT-TYPE": "application/json", "X-REQUEST-id": "1"}) == []


@pytest.mark.parametrize(
    ("value", "fits"), [("1", True), ("0", True), ("soon", False), ("-1", False), ("1.5", False)]
)
def test_headers_fit_their_schemas(value: str, fits: bool) -> None:
    """Retry-After is a number of whole seconds where it is sent at all."""
    kinds = found("batches_get", 429, {"detail": "slow"}, JSON | {"Retry-After": value})
    assert kinds == ([] if fits else [("header", "")])


@pytest.mark.parametrize(
    ("headers", "body", "kind"),
    [
        (JSON | {"Content-Type": "text/plain"}, b"{}", "content-type"),
        ({"X-Request-ID": "1"}, b"{}", "content-type"),
        (JSON, b"", "not-json"),
        (JSON, b"{'id': 1}", "not-json"),
        (JSON, b'{"amount": NaN}', "not-json"),
        (JSON, b'{"id": "\xff"}', "not-json"),
        (JSON, b"[" * 100_000 + b"]" * 100_000, "not-json"),
        (JSON, b"[" * 500 + b"]" * 500, "schema"),
        (JSON | {"Content-Type": "application/json; charset=utf-8"}, b"[]", "schema"),
    ],
)
def test_a_body_is_json_and_says_so(headers: dict[str, str], body: bytes, kind: str) -> None:
    """Content type and content must both be what the document has."""
    assert [each for each, _ in found("batches_get", 200, body, headers)] == [kind]


def test_an_answer_without_content_has_no_body() -> None:
    """A 204 carries nothing."""
    assert found("transactions_delete", 204, b"", {"X-Request-ID": "1"}) == []
    assert found("transactions_delete", 204, b"{}") == [("unexpected-body", "")]


@pytest.mark.parametrize(
    ("method", "path", "message"),
    [
        ("PATCH", "/v3/batches/b-1", "undocumented method"),
        ("GET", "/v3/status", "undocumented path"),
        ("GET", "/v3/batches/b-1/results/1", "undocumented path"),
    ],
)
def test_what_the_document_does_not_have_is_a_violation(method: str, path: str, message: str) -> None:
    """An operation of nobody's knowledge is told from one that exists with another method."""
    violations = check(method, path, 200, JSON, b"{}")
    assert [(violation.kind, violation.message) for violation in violations] == [
        ("unknown-operation", message)
    ]


def test_alternatives_are_strict_each_for_itself() -> None:
    """A set or a free object: what does not fit the one is free, what does fit has no further field."""
    raw: Json = {
        "info": {"version": "1"},
        "paths": {
            "/sets": {
                "get": {
                    "operationId": "sets_get",
                    "tags": ["sets"],
                    "responses": {
                        "200": {
                            "content": {
                                "application/json": {
                                    "schema": {
                                        "anyOf": [
                                            {"$ref": "#/components/schemas/Set"},
                                            {"$ref": "#/components/schemas/Free"},
                                        ]
                                    }
                                }
                            }
                        }
                    },
                }
            }
        },
        "components": {
            "schemas": {
                "Set": {
                    "type": "object",
                    "required": ["incoming"],
                    "properties": {
                        "incoming": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}
                    },
                },
                "Free": {"type": "object", "not": {"required": ["incoming"]}},
                "Base": {"type": "object", "properties": {"id": {"type": "string"}}},
                "Item": {
                    "allOf": [
                        {"$ref": "#/components/schemas/Base"},
                        {"type": "object", "properties": {"name": {"type": "string"}}},
                    ]
                },
            }
        },
    }
    document = documents.load(raw)

    def of(body: object) -> list[tuple[str, str]]:
        return found("sets_get", 200, body, {"content-type": "application/json"}, document=document)

    assert of({"anything": {"at": "all"}}) == []
    assert of({"incoming": [{"id": "1", "name": "n"}]}) == []
    assert of({"incoming": [{"id": "1", "name": "n", "mood": 1}]}) == [
        ("undocumented-field", "/incoming/0/mood")
    ]
    assert of({"incoming": [], "mood": 1}) == [("undocumented-field", "/mood")]


def test_a_violation_reads_well() -> None:
    """In words, a violation begins with its place."""
    assert str(Violation("schema", "/total", "is too small", "0", "-1")) == "/total: is too small"
    assert str(Violation("missing-header", "", "header X is missing", "it", "none")) == "header X is missing"


def test_what_is_missing_is_named_with_the_line_that_installs_it() -> None:
    """Without jsonschema-rs the module can be imported, and the first check says how to get it."""
    program = """
import sys
sys.modules["jsonschema_rs"] = None
from ntropy_client import conformance
try:
    conformance.check("GET", "/v3/batches/b-1", 200, {"content-type": "application/json", "x-request-id": "1"}, b"{}")
except ImportError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert "pip install 'ntropy-client[conformance]'" in done.stdout


def test_nothing_is_compiled_twice() -> None:
    """The second check of an operation takes the schema that the first one compiled."""
    schemas = Schemas(documents.load().schemas)
    schema = {"$ref": "#/components/schemas/Batch"}
    assert schemas.validator(schema, strict=True) is schemas.validator(dict(schema), strict=True)
    assert schemas.validator(schema, strict=True) is not schemas.validator(schema, strict=False)
