"""The packaged document is read as it is written: operations, references, paths."""

from __future__ import annotations

from typing import Any

import pytest

from ntropy_client.document import Document, load

RAW: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Edge", "version": "9.8.7"},
    "paths": {
        "/v3/things/{id}": {
            "parameters": [
                {"$ref": "#/components/parameters/Id"},
                {"name": "deep", "in": "query", "schema": {"type": "string"}},
            ],
            "delete": {
                "operationId": "things_delete",
                "tags": ["things"],
                "x-idempotent": True,
                "x-rate-limit": 2.5,
                "x-writes": {"things": "delete"},
                "x-contract-setup": ["things_create"],
                "parameters": [
                    {"name": "deep", "in": "query", "required": True, "schema": {"type": "integer"}}
                ],
                "responses": {"204": {"description": "Gone."}},
            },
        },
        "/v3/things/all": {
            "put": {
                "operationId": "things_all",
                "tags": ["things"],
                "requestBody": {"$ref": "#/components/requestBodies/Thing"},
                "responses": {
                    "200": {"$ref": "#/components/responses/Once"},
                    "503": {"description": "Exactly."},
                    "5XX": {"description": "Any."},
                },
            },
        },
    },
    "components": {
        "schemas": {"a/b~c": {"type": "string"}, "Thing": {"$ref": "#/components/schemas/a~1b~0c"}},
        "parameters": {"Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}},
        "examples": {"Thing": {"summary": "One", "value": "x"}},
        "requestBodies": {
            "Thing": {
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/Thing"},
                        "examples": {"one": {"$ref": "#/components/examples/Thing"}},
                    }
                }
            }
        },
        "responses": {
            "Once": {"$ref": "#/components/responses/Twice"},
            "Twice": {
                "description": "Twice removed.",
                "content": {
                    "application/json": {"schema": {"type": "null"}, "examples": {"none": {"value": None}}}
                },
            },
        },
    },
}


@pytest.fixture
def document() -> Document:
    return load(RAW)


def test_the_packaged_document_is_read_once() -> None:
    """It has the operations of the API, and is the same object each time."""
    assert load() is load()
    assert {"batches_create", "transactions_assign"} <= set(load().operations)
    assert load().version == load().raw["info"]["version"]


def test_operations_say_what_the_document_says(document: Document) -> None:
    """Extensions, parameters of path and operation, body and examples, in the order of the document."""
    assert list(document.operations) == ["things_delete", "things_all"]
    delete, everything = document.operations.values()
    assert (delete.method, delete.path, delete.tag) == ("DELETE", "/v3/things/{id}", "things")
    assert (delete.idempotent, delete.rate_limit, delete.setup) == (True, 2.5, ("things_create",))
    assert delete.writes == {"things": "delete"}
    assert [(one.name, one.location, one.required) for one in delete.parameters] == [
        ("id", "path", True),
        ("deep", "query", True),
    ]
    assert delete.raw["parameters"][0]["in"] == "path"
    assert (everything.idempotent, everything.rate_limit, everything.writes) == (False, None, {})
    assert (everything.body_content_type, everything.body_examples) == ("application/json", {"one": "x"})
    assert everything.body_schema == {"$ref": "#/components/schemas/Thing"}
    assert (delete.body_schema, delete.body_content_type, delete.body_examples) == (None, None, {})


def test_responses_are_found_by_status_and_range(document: Document) -> None:
    """The exact status goes before its range, through any number of references."""
    operation = document.operations["things_all"]
    assert operation.statuses == ("200", "503", "5XX")
    said = {status: operation.response(status) for status in (200, 503, 500, 404, "5XX")}
    assert {status: found and found["description"] for status, found in said.items()} == {
        200: "Twice removed.",
        503: "Exactly.",
        500: "Any.",
        404: None,
        "5XX": "Any.",
    }
    assert (operation.response_schema(200), operation.examples(200)) == ({"type": "null"}, {"none": None})
    assert (operation.response_schema(500), operation.examples("404")) == (None, {})


def test_references_are_followed_to_their_end(document: Document) -> None:
    """Names with slashes and tildes too; what is no reference is itself."""
    assert document.resolve({"$ref": "#/components/schemas/Thing"}) == {"type": "string"}
    assert document.resolve(7) == 7
    with pytest.raises(KeyError):
        document.resolve({"$ref": "#/components/schemas/None"})


@pytest.mark.parametrize(
    ("method", "path", "operation", "values"),
    [
        ("DELETE", "/v3/things/a%2Fb%20%C3%BC", "things_delete", {"id": "a/b ü"}),
        ("delete", "/v3/%74hings/x", "things_delete", {"id": "x"}),
        ("PUT", "/v3/things/all", "things_all", {}),
        ("DELETE", "/v3/things/all", "things_delete", {"id": "all"}),
        ("PUT", "/v3/things/other", None, None),
        ("DELETE", "/v3/things/", None, None),
        ("DELETE", "/v3/things/a/b", None, None),
        ("DELETE", "/V3/things/a", None, None),
    ],
)
def test_paths_belong_to_one_operation(
    document: Document, method: str, path: str, operation: str | None, values: dict[str, str] | None
) -> None:
    """A literal segment wins over a parameter, and an encoded slash parts nothing."""
    found = document.match(method, path)
    assert found is None if operation is None else (found and (found[0].id, found[1])) == (operation, values)


def test_the_methods_of_a_path_are_those_of_all_that_match(document: Document) -> None:
    """None for a path that the document does not have."""
    assert document.allowed_methods("/v3/things/all") == ("DELETE", "PUT")
    assert document.allowed_methods("/v3/things/x") == ("DELETE",)
    assert document.allowed_methods("/v3/nothing") == ()
