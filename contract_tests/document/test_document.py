"""The document itself: sound, complete, and true to its seed page."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from openapi._lint import lint
from openapi._source import Source, resolve
from openapi.generate import DOCUMENT

SOURCE = Source(DOCUMENT)
RAW = SOURCE.raw
OPERATIONS = {one.id: one for one in SOURCE.operations}


def schema(name: str) -> Any:
    return SOURCE.schemas[name]


def test_it_is_openapi_by_the_reference_validator() -> None:
    """A tool that nobody here wrote accepts it."""
    OpenAPIV31SpecValidator(RAW).validate()  # type: ignore[arg-type, unused-ignore]


def test_it_has_no_fault() -> None:
    """Every example fits, every name and reference is right."""
    assert lint(SOURCE) == []


def test_the_seed_page_retrieve_a_batch() -> None:
    """The page's seven fields are the required ones, with its values, its 404 and 422, and its header."""
    operation = OPERATIONS["batches_get"]
    assert (operation.method, operation.path) == ("get", "/v3/batches/{id}")
    seven = ["id", "operation", "status", "created_at", "updated_at", "progress", "total"]
    assert sorted(schema("Batch")["required"]) == sorted(seven)
    assert schema("BatchStatus")["enum"] == ["processing", "completed", "error"]
    assert {"200", "404", "422"} <= set(operation.raw["responses"])
    examples = operation.raw["responses"]["200"]["content"]["application/json"]["examples"]
    assert resolve(RAW, examples["processing"])["value"] == {
        "id": "203613d2-83c8-4130-8809-d14206eeec20",
        "operation": "POST /v3/transactions",
        "status": "processing",
        "created_at": "2024-01-01T00:00:00",
        "updated_at": "2024-01-01T00:00:30",
        "progress": 0,
        "total": 4000,
    }
    (scheme,) = RAW["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "header", "X-Api-Key")


@pytest.mark.parametrize("id", OPERATIONS)
def test_every_operation_says_what_can_happen(id: str) -> None:
    """A success, 401, 403, 422, 429 and 5XX everywhere; each answer with X-Request-ID."""
    answers = OPERATIONS[id].raw["responses"]
    assert {"401", "403", "422", "429", "5XX"} <= set(answers)
    assert {"200", "204"} & set(answers)
    for status, answer in answers.items():
        headers = resolve(RAW, answer).get("headers", {})
        assert resolve(RAW, headers.get("X-Request-ID"))["required"] is True, status
        assert ("Retry-After" in headers) is (status == "429")


@pytest.mark.parametrize(
    ("id", "statuses"),
    [
        ("batches_create", {"200", "423"}),
        ("transactions_create", {"200", "423"}),
        ("batches_get", {"200", "404"}),
        ("batches_results", {"200", "400", "404", "409"}),
        ("transactions_get", {"200", "404"}),
        ("transactions_delete", {"204", "404"}),
        ("transactions_assign", {"200", "404"}),
        ("batches_list", {"200"}),
        ("transactions_list", {"200"}),
    ],
)
def test_statuses_that_are_particular(id: str, statuses: set[str]) -> None:
    """Exactly these beside the common ones."""
    assert set(OPERATIONS[id].raw["responses"]) - {"401", "403", "422", "429", "5XX"} == statuses


def test_what_may_be_repeated() -> None:
    """Deleting and enriching a transaction; every GET is so by nature and carries no mark."""
    marked = {one.id for one in SOURCE.operations if one.raw.get("x-idempotent")}
    assert marked == {"transactions_create", "transactions_delete"}
    assert all("x-idempotent" not in one.raw for one in SOURCE.operations if one.method == "get")


def test_rate_limits() -> None:
    """Operations a second for each key, as published."""
    assert {one.id: one.raw["x-rate-limit"] for one in SOURCE.operations} == {
        "transactions_create": 20,
        "transactions_list": 10,
        "transactions_get": 10,
        "transactions_delete": 10,
        "transactions_assign": 10,
        "batches_create": 20,
        "batches_list": 20,
        "batches_get": 20,
        "batches_results": 10,
    }


def test_both_regions_are_servers() -> None:
    """The United States and the European Union."""
    assert [server["url"] for server in RAW["servers"]] == [
        "https://api.ntropy.com",
        "https://api.eu.ntropy.com",
    ]


def test_bounds_of_a_transaction() -> None:
    """Lengths, ranges and patterns of what is sent."""
    fields = schema("TransactionInput")["properties"]
    assert set(schema("TransactionInput")["required"]) == {
        "id", "description", "date", "amount", "entry_type", "currency",
    }  # fmt: skip
    assert fields["id"]["minLength"] == 1
    assert fields["description"]["maxLength"] == 1024
    assert fields["amount"]["minimum"] == 0
    assert fields["currency"]["pattern"] == "^[A-Z]{3}$"
    assert fields["account_holder_id"]["minLength"] == 1
    assert schema("LocationInput")["properties"]["country"]["pattern"] == "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"
    assert schema("BatchCreate")["properties"]["data"]["maxItems"] == 24960


def test_volatile_fields_and_writes() -> None:
    """What changes by itself, and which operations write what."""
    fields = schema("Batch")["properties"]
    volatile = {name for name, field in fields.items() if field.get("x-volatile")}
    assert volatile == {"status", "progress", "updated_at"}
    assert {one.id: one.raw["x-writes"] for one in SOURCE.operations if "x-writes" in one.raw} == {
        "transactions_create": {"transactions": "upsert"},
        "transactions_delete": {"transactions": "delete"},
        "transactions_assign": {"transactions": "update"},
        "batches_create": {"batches": "create", "transactions": "eventual"},
    }


def test_nothing_is_claimed_that_is_unknown() -> None:
    """No maximum for a page, no closed currency, no field that only the SDK knows."""
    for one in SOURCE.operations:
        for parameter in one.parameters:
            assert parameter["name"] != "dataset_id"
            if parameter["name"] == "limit":
                assert "maximum" not in parameter["schema"]
                assert parameter["schema"]["x-contract-maximum"] == 100
    defaults = {
        one.id: parameter["schema"]["default"]
        for one in SOURCE.operations
        for parameter in one.parameters
        if parameter["name"] == "limit"
    }
    assert defaults == {"transactions_list": 25, "batches_list": 10}
    assert "priority" not in schema("Batch")["required"]
