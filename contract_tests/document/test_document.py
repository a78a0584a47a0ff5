"""The document's operations: sound, complete, true to the seed page, and nothing that nobody documents."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from openapi._lint import lint
from openapi._source import RawOperation, Source, resolve
from openapi.generate import DOCUMENT

SOURCE = Source(DOCUMENT)
RAW = SOURCE.raw
OPERATIONS = {one.id: one for one in SOURCE.operations}
COMMON = {"401", "403", "422", "429", "5XX"}

TABLE = {
    # Method and path, statuses beside the common ones, operations a second as published.
    "transactions_create": ("POST /v3/transactions", "200 423", 20),
    "transactions_list": ("GET /v3/transactions", "200", 10),
    "transactions_get": ("GET /v3/transactions/{id}", "200 404", 10),
    "transactions_delete": ("DELETE /v3/transactions/{id}", "204 404", 10),
    "transactions_assign": ("POST /v3/transactions/{id}/assign", "200 404", 10),
    "batches_create": ("POST /v3/batches", "200 423", 20),
    "batches_list": ("GET /v3/batches", "200", 20),
    "batches_get": ("GET /v3/batches/{id}", "200 404", 20),
    "batches_results": ("GET /v3/batches/{id}/results", "200 400 404 409", 10),
    "bank_statements_create": ("POST /v3/bank_statements", "200", 10),
    "bank_statements_list": ("GET /v3/bank_statements", "200", 10),
    "bank_statements_get": ("GET /v3/bank_statements/{id}", "200 404", 10),
    "bank_statements_results": ("GET /v3/bank_statements/{id}/results", "200 400 404 409", 10),
    "bank_statements_verify": ("POST /v3/bank_statements/{id}/verify", "200 404", 10),
    "bank_statements_delete": ("DELETE /v3/bank_statements/{id}", "204 404", 10),
    "entities_get": ("GET /v3/entities/{id}", "200 400 404", None),
    "entities_resolve": ("POST /v3/entities/resolve", "200 400 423", None),
    "account_holders_create": ("POST /v3/account_holders", "200 400", 100),
    "account_holders_list": ("GET /v3/account_holders", "200", 10),
    "account_holders_get": ("GET /v3/account_holders/{id}", "200 404", 10),
    "account_holders_delete": ("DELETE /v3/account_holders/{id}", "204 404", 10),
    "account_holders_recurring_groups": ("POST /v3/account_holders/{id}/recurring_groups", "200 404", 10),
    "categories_get": ("GET /v3/categories/{id}", "200 404", None),
    "categories_set": ("POST /v3/categories/{id}", "200", None),
    "categories_reset": ("POST /v3/categories/{id}/reset", "200 404", None),
    "rules_create": ("POST /v3/rules", "200 400 413", None),
    "rules_list": ("GET /v3/rules", "200", None),
    "rules_replace": ("POST /v3/rules/replace", "200 400 413", None),
    "rules_patch": ("PATCH /v3/rules/{id}", "200 400", None),
    "rules_delete": ("DELETE /v3/rules/{id}", "200 400", None),
    "webhooks_create": ("POST /v3/webhooks", "200 400", 10),
    "webhooks_list": ("GET /v3/webhooks", "200", 10),
    "webhooks_get": ("GET /v3/webhooks/{id}", "200 404", 10),
    "webhooks_patch": ("PATCH /v3/webhooks/{id}", "200 404", None),
    "webhooks_delete": ("DELETE /v3/webhooks/{id}", "204 404", 10),
    "reports_create": ("POST /v3/reports", "200", None),
    "reports_list": ("GET /v3/reports", "200", None),
    "reports_get": ("GET /v3/reports/{id}", "200 404", None),
    "reports_delete": ("DELETE /v3/reports/{id}", "204 404", None),
}

QUERIES = {
    "transactions_list": "created_after created_before cursor limit account_holder_id",
    "batches_list": "created_after created_before cursor limit status",
    "bank_statements_list": "created_after created_before cursor limit status",
    "account_holders_list": "created_after created_before cursor limit",
    "reports_list": "created_after created_before cursor limit status",
}

WRITES = {
    "transactions_create": {"transactions": "upsert"},
    "transactions_delete": {"transactions": "delete"},
    "transactions_assign": {"transactions": "update"},
    "batches_create": {"batches": "create", "transactions": "eventual"},
    "bank_statements_create": {"bank_statements": "create"},
    "bank_statements_delete": {"bank_statements": "delete"},
    "account_holders_create": {"account_holders": "create"},
    "account_holders_delete": {"account_holders": "delete", "transactions": "cascade"},
    "categories_set": {"categories": "upsert"},
    "categories_reset": {"categories": "reset"},
    "rules_create": {"rules": "create"},
    "rules_replace": {"rules": "replace"},
    "rules_patch": {"rules": "update"},
    "rules_delete": {"rules": "delete"},
    "webhooks_create": {"webhooks": "create"},
    "webhooks_patch": {"webhooks": "update"},
    "webhooks_delete": {"webhooks": "delete"},
    "reports_create": {"reports": "create"},
    "reports_delete": {"reports": "delete"},
    "bank_statements_verify": {},
    "entities_resolve": {},
    "account_holders_recurring_groups": {},
}

SETUP = {
    "transactions_assign": ["transactions_create", "account_holders_create"],
    "account_holders_recurring_groups": ["account_holders_create"],
    "entities_get": ["entities_resolve"],
    "categories_get": ["categories_set"],
    "categories_reset": ["categories_set"],
    "reports_create": ["transactions_create"],
}
"""Where it is not the plain ``<tag>_create`` of what the path names."""

REQUESTS = {
    "transactions_create": "TransactionInput",
    "transactions_assign": "TransactionAssign",
    "batches_create": "BatchCreate",
    "bank_statements_create": "BankStatementUpload",
    "entities_resolve": "EntityQuery",
    "account_holders_create": "AccountHolderCreate",
    "categories_set": "CategorySet",
    "rules_create": "Rule",
    "rules_replace": "[Rule]",
    "rules_patch": "Rule",
    "webhooks_create": "WebhookInput",
    "webhooks_patch": "WebhookPatch",
    "reports_create": "ReportCreate",
}

ANSWERS = {
    "transactions_create": "EnrichedTransaction",
    "transactions_list": "TransactionPage",
    "transactions_get": "Transaction",
    "transactions_delete": "",
    "transactions_assign": "Transaction",
    "batches_create": "Batch",
    "batches_list": "BatchPage",
    "batches_get": "Batch",
    "batches_results": "BatchResult",
    "bank_statements_create": "BankStatement",
    "bank_statements_list": "BankStatementPage",
    "bank_statements_get": "BankStatement",
    "bank_statements_results": "BankStatementResults",
    "bank_statements_verify": "StatementInfo",
    "bank_statements_delete": "",
    "entities_get": "EntityResponse",
    "entities_resolve": "EntityResponse",
    "account_holders_create": "AccountHolder",
    "account_holders_list": "AccountHolderPage",
    "account_holders_get": "AccountHolder",
    "account_holders_delete": "",
    "account_holders_recurring_groups": "[RecurrenceGroup]",
    "categories_get": "CategorySet|FreeObject",
    "categories_set": "CategorySet|FreeObject",
    "categories_reset": "CategorySet|FreeObject|null",
    "rules_create": "StoredRule",
    "rules_list": "[ListedRule]",
    "rules_replace": "AnyJson",
    "rules_patch": "StoredRule",
    "rules_delete": "AnyJson",
    "webhooks_create": "Webhook",
    "webhooks_list": "WebhookPage",
    "webhooks_get": "Webhook",
    "webhooks_patch": "Webhook",
    "webhooks_delete": "",
    "reports_create": "Report",
    "reports_list": "ReportPage",
    "reports_get": "Report",
    "reports_delete": "",
}


def particular(one: RawOperation) -> set[str]:
    return set(one.raw["responses"]) - COMMON


def shown(schema: Any) -> str:
    """A schema of a body in short: a name, ``[items]``, ``one|other``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return "|".join(map(shown, schema["anyOf"]))
    if schema.get("type") == "array":
        return f"[{shown(schema['items'])}]"
    return str(schema.get("type"))


def test_it_is_openapi_by_the_reference_validator() -> None:
    """A tool that nobody here wrote accepts it, as this project reads it and as the tool itself reads it."""
    OpenAPIV31SpecValidator(RAW).validate()  # type: ignore[arg-type, unused-ignore]
    command = [sys.executable, "-m", "openapi_spec_validator", str(DOCUMENT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_has_no_fault() -> None:
    """Every example fits, every name, reference, status and header is right."""
    assert lint(SOURCE) == []


def test_the_seed_page_retrieve_a_batch() -> None:
    """The page's seven fields are the required ones, with its values, its 404 and 422, and its header."""
    operation = OPERATIONS["batches_get"]
    assert (operation.method, operation.path) == ("get", "/v3/batches/{id}")
    seven = ["id", "operation", "status", "created_at", "updated_at", "progress", "total"]
    assert sorted(SOURCE.schemas["Batch"]["required"]) == sorted(seven)
    assert SOURCE.schemas["BatchStatus"]["enum"] == ["processing", "completed", "error"]
    assert {"200", "404", "422"} <= set(operation.raw["responses"])
    examples = operation.raw["responses"]["200"]["content"]["application/json"]["examples"]
    example = resolve(RAW, examples["processing"])
    page = {
        "id": "203613d2-83c8-4130-8809-d14206eeec20",
        "operation": "POST /v3/transactions",
        "status": "processing",
        "created_at": "2024-01-01T00:00:00",
        "updated_at": "2024-01-01T00:00:30",
        "progress": 0,
        "total": 4000,
    }
    # An example has its zone; what the page has instead is told beside it, and read by the client.
    times = ("created_at", "updated_at")
    assert example["value"] == {**page, **{key: f"{page[key]}Z" for key in times}}
    assert all(f"`{page[key]}`" in example["description"] for key in times)
    (scheme,) = RAW["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "header", "X-Api-Key")


def test_the_operations_are_these() -> None:
    """Each by its method and path, and no other."""
    found = {one.id: f"{one.method.upper()} {one.path}" for one in SOURCE.operations}
    assert found == {id: request for id, (request, _, _) in TABLE.items()}


@pytest.mark.parametrize(
    "request_line",
    [
        "GET /v3/status",
        "GET /health",
        "PATCH /v3/account_holders/{id}",
        "POST /v3/transactions/bulk",
        "POST /v3/transactions/{id}",
        "POST /v3/bank_statements/{id}/results",
        "GET /v3/categories",
        "DELETE /v3/categories/{id}",
        "POST /v3/webhooks/{id}",
    ],
)
def test_what_is_told_elsewhere_and_is_not_so_is_no_operation(request_line: str) -> None:
    """Routes that third parties name, or a table misprints, are not taken up."""
    assert request_line not in {f"{one.method.upper()} {one.path}" for one in SOURCE.operations}


@pytest.mark.parametrize("id", TABLE)
def test_every_operation_says_what_can_happen(id: str) -> None:
    """A success, 401, 403, 422, 429 and 5XX everywhere, and exactly its own beside; each with X-Request-ID."""
    answers = OPERATIONS[id].raw["responses"]
    assert set(answers) >= COMMON
    assert particular(OPERATIONS[id]) == set(TABLE[id][1].split())
    for status, answer in answers.items():
        headers = resolve(RAW, answer).get("headers", {})
        assert resolve(RAW, headers.get("X-Request-ID"))["required"] is True, status
        assert ("Retry-After" in headers) is (status == "429")


def test_what_no_source_lists_is_a_choice_of_the_sandbox() -> None:
    """A status that nobody documents is not claimed of the provider."""
    for id, status in (
        ("categories_get", "404"),
        ("categories_reset", "404"),
        ("webhooks_get", "404"),
        ("webhooks_patch", "404"),
        ("webhooks_create", "400"),
        ("batches_results", "409"),
        ("bank_statements_results", "409"),
    ):
        answer = resolve(RAW, OPERATIONS[id].raw["responses"][status])
        assert answer.get("x-sandbox-choice"), (id, status)


def test_a_422_has_a_schema_of_its_own() -> None:
    """Everywhere the strict one, and nowhere else; other errors leave the shape open."""
    for one in SOURCE.operations:
        for status, answer in one.raw["responses"].items():
            content = resolve(RAW, answer).get("content", {})
            if status[0] in "45":
                wanted = "HTTPValidationError" if status == "422" else "Error"
                assert shown(content["application/json"]["schema"]) == wanted, (one.id, status)


def test_bodies_and_answers_are_these() -> None:
    """Bare bodies, without a wrapper; a 204 without any."""
    sent = {
        one.id: shown(media["schema"])
        for one in SOURCE.operations
        for media in resolve(RAW, one.raw.get("requestBody")).get("content", {}).values()
    }
    assert sent == REQUESTS
    received: dict[str, str] = {}
    for one in SOURCE.operations:
        (success,) = (status for status in one.raw["responses"] if status.startswith("2"))
        content = one.raw["responses"][success].get("content")
        received[one.id] = shown(content["application/json"]["schema"]) if content else ""
    assert received == ANSWERS


def test_only_a_statement_is_uploaded() -> None:
    """As a form with one part, the PDF; all other bodies are JSON."""
    for one in SOURCE.operations:
        kinds = list(resolve(RAW, one.raw.get("requestBody")).get("content", {}))
        if one.id != "bank_statements_create":
            assert kinds in ([], ["application/json"]), one.id
            continue
        assert kinds == ["multipart/form-data"]
        media = one.raw["requestBody"]["content"]["multipart/form-data"]
        assert media["encoding"] == {"file": {"contentType": "application/pdf"}}
    form = SOURCE.schemas["BankStatementUpload"]
    assert (list(form["properties"]), form["required"]) == (["file"], ["file"])
    assert form["properties"]["file"]["format"] == "binary"
    assert form["properties"]["file"]["x-filename"] == "statement.pdf"


def test_what_may_be_repeated() -> None:
    """Deletions by id, whole replacements and enriching one; a GET is so by nature and carries no mark."""
    marked = {one.id for one in SOURCE.operations if one.raw.get("x-idempotent")}
    assert marked == {
        "transactions_create",
        "transactions_delete",
        "bank_statements_delete",
        "account_holders_delete",
        "categories_set",
        "categories_reset",
        "rules_replace",
        "webhooks_delete",
        "reports_delete",
    }
    assert all("x-idempotent" not in one.raw for one in SOURCE.operations if one.method == "get")


def test_rate_limits() -> None:
    """Operations a second for each key, as published; none where nothing is published."""
    found = {one.id: one.raw.get("x-rate-limit") for one in SOURCE.operations}
    assert found == {id: rate for id, (_, _, rate) in TABLE.items()}


def test_what_writes_what() -> None:
    """Every operation that is no GET says what it changes, be it nothing."""
    assert {one.id: one.raw["x-writes"] for one in SOURCE.operations if "x-writes" in one.raw} == WRITES
    assert WRITES.keys() == {one.id for one in SOURCE.operations if one.method != "get"}


def test_what_has_to_be_there_first() -> None:
    """An operation on an item names the one that makes it."""
    for one in SOURCE.operations:
        wanted = SETUP.get(one.id, [f"{one.tag}_create"] if "{id}" in one.path else [])
        if one.id == "categories_set":  # it makes what its path names
            wanted = []
        assert one.raw.get("x-contract-setup", []) == wanted, one.id


def test_a_path_has_one_id() -> None:
    """Text everywhere; the client also takes a rule's position as the number that it is in answers."""
    for one in SOURCE.operations:
        found = [parameter["schema"] for parameter in one.parameters if parameter["in"] == "path"]
        wanted = {"type": "string"} | ({"x-accepts": "integer"} if one.tag == "rules" else {})
        assert found == ([wanted] if "{id}" in one.path else []), one.id


def test_filters_are_these() -> None:
    """Only lists have a query; neither what only the SDK sends nor what others made up is in it."""
    found = {
        one.id: [parameter["name"] for parameter in one.parameters if parameter["in"] == "query"]
        for one in SOURCE.operations
    }
    assert {id: names for id, names in found.items() if names} == {
        id: names.split() for id, names in QUERIES.items()
    }
    assert {parameter["in"] for one in SOURCE.operations for parameter in one.parameters} == {"path", "query"}


def test_limits_have_the_published_defaults_and_no_bounds() -> None:
    """25 for transactions, 10 for the rest; the bound of the check is named as ours."""
    found: dict[str, int] = {}
    for one in SOURCE.operations:
        for parameter in one.parameters:
            if parameter["name"] == "limit":
                assert {"minimum", "maximum"}.isdisjoint(parameter["schema"])
                assert parameter["schema"]["x-contract-maximum"] == 100
                found[one.id] = parameter["schema"]["default"]
    assert found == {id: 25 if id == "transactions_list" else 10 for id in QUERIES}


def test_the_status_of_a_statement_filter_stays_open() -> None:
    """Sources differ on its values: the resource's own are offered, and any other text passes."""
    (status,) = (one for one in OPERATIONS["bank_statements_list"].parameters if one["name"] == "status")
    assert shown(status["schema"]) == "BankStatementStatus|string"


def test_both_regions_are_servers() -> None:
    """The United States and the European Union."""
    assert [server["url"] for server in RAW["servers"]] == [
        "https://api.ntropy.com",
        "https://api.eu.ntropy.com",
    ]


def test_each_event_has_a_webhook_of_its_own() -> None:
    """Seven events by their names; each delivers its resource, and may carry the token."""
    found: dict[str, str] = {}
    for name, item in RAW["webhooks"].items():
        assert list(item) == ["post"]
        (media,) = item["post"]["requestBody"]["content"].values()
        found[name] = shown(media["schema"])
        examples = [resolve(RAW, example)["value"] for example in media["examples"].values()]
        assert {example["event_type"] for example in examples} == {name}
        (token,) = (resolve(RAW, one) for one in item["post"]["parameters"])
        assert (token["name"], token["in"]) == ("X-Ntropy-Token", "header")
        assert token.get("required", False) is False
    assert found == {
        "batches.completed": "BatchEvent",
        "batches.error": "BatchEvent",
        "bank_statements.completed": "BankStatementEvent",
        "bank_statements.error": "BankStatementEvent",
        "reports.resolved": "ReportEvent",
        "reports.rejected": "ReportEvent",
        "reports.pending": "ReportEvent",
    }


def test_every_contradiction_of_the_sources_is_told() -> None:
    """The page on the document has a row for each, by the numbers that sources are compared under."""
    page = (DOCUMENT.parent / "README.md").read_text()
    rows = re.findall(r"^\| ([CU]\d+) \|", page, re.MULTILINE)
    assert rows == [*(f"C{number}" for number in range(1, 28)), *(f"U{number}" for number in range(1, 9))]
