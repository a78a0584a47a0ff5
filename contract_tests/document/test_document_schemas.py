"""The document's schemas: which fields, required and null where, which values and bounds, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from openapi._components import Components, ref_name
from openapi._source import Source, is_list, is_node
from openapi.generate import DOCUMENT

SOURCE = Source(DOCUMENT)
SCHEMAS = SOURCE.schemas
COMPONENTS = Components(SOURCE)

ENTITY = "id? name? website? logo? mccs phone_number? tax_number? naics2017? parent?"
ENRICHMENT = "entities? categories? location? error?"
SUBMITTED = "id! description! date! amount! entry_type! currency! account_holder_id?"
PAGE = "next_cursor!? data!"
EVENT = "event_id! event_type! data!"

FIELDS = {
    # A field with ! is always there, one with ? may be null.
    "TransactionInput": f"{SUBMITTED} location?",
    "LocationInput": "raw_address? country?",
    "TransactionAssign": "account_holder_id!",
    "EnrichedTransaction": f"id! created_at! {ENRICHMENT}",
    "Transaction": f"{SUBMITTED} created_at! {ENRICHMENT}",
    "TransactionPage": PAGE,
    "TransactionError": "code! message!",
    "Entities": "counterparty? intermediaries",
    "Counterparty": f"type! {ENTITY}",
    "Intermediary": ENTITY,
    "EntityParent": "id? name? website? phone_number? tax_number? naics2017?",
    "EntityQuery": "name? website? location?",
    "EntityResponse": f"{ENTITY} location?",
    "Location": "raw_address? structured?",
    "StructuredLocation": "street? house_number? city? state? postcode? country_code? country? latitude? "
    "longitude? google_maps_url? apple_maps_url? store_number?",
    "Categories": "general!? accounting?",
    "BatchCreate": "operation! data! priority",
    "Batch": "id! operation! status! created_at! updated_at! progress! total! priority",
    "BatchResult": "id! total! status! results!",
    "BatchPage": PAGE,
    "BankStatementUpload": "file!",
    "BankStatement": "id! name? status! created_at! file! error?",
    "BankStatementFile": "no_pages! size?",
    "BankStatementError": "code! message!",
    "BankStatementPage": PAGE,
    "BankStatementResults": "accounts!",
    "StatementAccount": "number? name? opening_balance? closing_balance? start_date? end_date? "
    "is_balance_reconciled? total_incoming? total_outgoing? transactions!",
    "StatementTransaction": "id! description! date! amount! entry_type! currency! running_balance? page_number?",
    "StatementInfo": "institution? start_date? end_date? account_holder? accounts?",
    "StatementInfoAccountHolder": "type? name? address?",
    "StatementInfoAddress": "street? postcode? city? state? country?",
    "StatementInfoAccount": "type? number? opening_balance? closing_balance? iso_currency_code?",
    "RecurrenceGroup": "id! start_date! end_date! total_amount! average_amount! periodicity_in_days! "
    "periodicity! counterparty! categories! transaction_ids! entry_type!",
    "AccountHolderCreate": "id! type! name? category_id?",
    "AccountHolder": "id! type! name? category_id? created_at!",
    "AccountHolderPage": PAGE,
    "CategorySet": "incoming! outgoing!",
    "WebhookInput": "url! events! token? hmac_secret?",
    "Webhook": "url! events! id! created_at! enabled! token?",
    "WebhookPatch": "url? events? token? hmac_secret? enabled?",
    "WebhookPage": PAGE,
    "ReportCreate": "transaction_id! description! fields!",
    "Report": "transaction_id! description! fields! id! created_at! status! rejection_reason?",
    "ReportPage": PAGE,
    "BatchEvent": EVENT,
    "BankStatementEvent": EVENT,
    "ReportEvent": EVENT,
    "Error": "detail details",
    "HTTPValidationError": "detail!",
    "ValidationError": "loc! msg! type!",
}

EVENTS = {
    "ReportEventType": ["reports.resolved", "reports.rejected", "reports.pending"],
    "BankStatementEventType": ["bank_statements.completed", "bank_statements.error"],
    "BatchEventType": ["batches.completed", "batches.error"],
}
EDITABLE = ["logo", "website", "merchant", "merchant_id", "location", "person", "transaction_type"]

ENUMS = {
    "EntryType": ["incoming", "outgoing"],
    "CounterpartyType": ["person", "organization"],
    "AccountingCategory": [
        "operational expenses",
        "cost of goods sold",
        "revenue",
        "financing",
        "taxes",
        "investing",
        "not enough information",
    ],
    "TransactionErrorCode": ["account_holder_not_found", "internal_error"],
    "BatchOperation": ["POST /v3/transactions"],
    "BatchStatus": ["processing", "completed", "error"],
    "BatchPriority": ["default", "low"],
    "BankStatementStatus": ["processing", "completed", "error"],
    "BankStatementErrorCode": ["invalid_bank_statement", "internal_error"],
    "AccountHolderType": ["consumer", "business"],
    "RecurrencePeriodicity": [
        "daily",
        "weekly",
        "bi-weekly",
        "semi-monthly",
        "monthly",
        "bi-monthly",
        "quarterly",
        "semi-yearly",
        "yearly",
        "other",
    ],
    "EditableTransactionProperty": EDITABLE,
    "TransactionProperty": [
        *EDITABLE,
        "description",
        "amount",
        "entry_type",
        "account_holder_type",
        "account_holder_id",
        "account_holder_name",
        "country",
    ],
    "EventType": [*EVENTS["ReportEventType"], *EVENTS["BankStatementEventType"], *EVENTS["BatchEventType"]],
    **EVENTS,
    "ReportStatus": ["open", "pending", "resolved", "rejected"],
}

TRANSACTION: dict[str, dict[str, Any]] = {
    "id": {"minLength": 1},
    "description": {"minLength": 0, "maxLength": 1024},
    "amount": {"minimum": 0},
    "currency": {"pattern": "^[A-Z]{3}$"},
    "account_holder_id": {"minLength": 1},
}
HOLDER: dict[str, dict[str, Any]] = {"id": {"minLength": 1, "maxLength": 256}}
WEBHOOK = {"url": {"minLength": 1, "maxLength": 1024}, "token": {"maxLength": 128}}
REPORT = {"transaction_id": {"minLength": 1}}

BOUNDS: dict[str, dict[str, dict[str, Any]]] = {
    "TransactionInput": TRANSACTION,
    "Transaction": TRANSACTION,
    "LocationInput": {"country": {"pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"}},
    "EnrichedTransaction": {"id": {"minLength": 1}},
    "BatchCreate": {"data": {"maxItems": 24960}},
    "StatementTransaction": {"amount": {"minimum": 0}, "page_number": {"minimum": 1}},
    "AccountHolderCreate": HOLDER,
    "AccountHolder": HOLDER,
    "WebhookInput": WEBHOOK,
    "Webhook": WEBHOOK,
    "WebhookPatch": WEBHOOK,
    "ReportCreate": REPORT,
    "Report": REPORT,
}
WORDS = {
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"),
    *("minProperties", "maxProperties"),
}

VOLATILE = {
    "Batch": {"status", "progress", "updated_at"},
    "BatchResult": {"status"},
    "BankStatement": {"status", "error"},
    "BankStatementFile": {"no_pages"},
    "Webhook": {"enabled"},
    "Report": {"status", "rejection_reason"},
}

VARIADIC = [
    *("&&", "||", "==", "+", "-", "*", "/", "//", "<", "<=", ">", ">="),
    *("is_substring", "starts_with", "ends_with"),
]
UNARY = ["!", "to_lower", "to_upper", "has_label", "has_mcc"]
EDITS = {
    "add_label": "x",
    "remove_label": "x",
    "set_labels": ["x"],
    "add_mcc": 1,
    "remove_mcc": 1,
    "set_mcc": [1],
}


def written(name: str) -> str:
    """The fields of a schema in the notation of the table."""
    schema = SCHEMAS[name]
    required = set(schema.get("required", ()))
    return " ".join(
        f"{key}{'!' if key in required else ''}{'?' if COMPONENTS.allows_null(field) else ''}"
        for key, field in schema["properties"].items()
    )


def within(node: Any) -> Iterator[dict[str, Any]]:
    """All mappings within a part of the document, itself among them."""
    if is_node(node):
        yield node
    if is_node(node) or is_list(node):
        for value in node.values() if is_node(node) else node:
            yield from within(value)


@pytest.mark.parametrize("name", FIELDS)
def test_the_fields_of_a_schema(name: str) -> None:
    """Exactly these; required where the provider guarantees it, null where it says so."""
    assert sorted(written(name).split()) == sorted(FIELDS[name].split())


def test_every_schema_is_in_one_of_the_tables() -> None:
    """None has come that nobody looked at: it has its fields or values here, or is plain JSON."""
    plain = {name for name in SCHEMAS if COMPONENTS.is_json(name)}
    assert plain == {
        "AnyJson", "ErrorDetail", "ErrorDetails", "Expr", "ListedRule", "Rule", "RuleBody", "StoredRule",
    }  # fmt: skip
    assert set(SCHEMAS) - plain == {*FIELDS, *ENUMS, "FreeObject"}


@pytest.mark.parametrize("name", ENUMS)
def test_the_values_of_an_enumeration(name: str) -> None:
    """Exactly these, each once, in whatever order."""
    assert sorted(SCHEMAS[name]["enum"]) == sorted(ENUMS[name])


def test_there_are_no_other_values() -> None:
    """Every enumeration is a component of the table; currencies and countries are no closed lists."""
    assert {name for name, schema in SCHEMAS.items() if "enum" in schema} == set(ENUMS)
    inline = [
        node["enum"]
        for part in (SOURCE.raw["paths"], SOURCE.raw["components"]["parameters"])
        for node in within(part)
        if "enum" in node
    ]
    assert inline == []


def test_bounds_are_the_published_ones() -> None:
    """Lengths, ranges, counts and patterns: all of these, and no others."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name, schema in SCHEMAS.items():
        if COMPONENTS.is_json(name):
            continue
        for key, field in schema.get("properties", {}).items():
            bounds = {
                word: node[word]
                for node in within(field)
                for word in WORDS
                if word in node and node is not None
            }
            if bounds:
                found.setdefault(name, {})[key] = bounds
    assert found == BOUNDS


def test_times_in_answers_may_lack_their_zone() -> None:
    """The provider sends both; what is sent to it has one."""
    for name, schema in SCHEMAS.items():
        for key, field in schema.get("properties", {}).items():
            for node in within(field):
                if node.get("format") == "date-time":
                    assert (node.get("x-zone") == "optional") is (name in COMPONENTS.received), (name, key)
                    assert not (name in COMPONENTS.sent and name in COMPONENTS.received), (name, key)
    moments = {
        f"{name}.{key}"
        for name, schema in SCHEMAS.items()
        for key, field in schema.get("properties", {}).items()
        if field.get("format") == "date-time"
    }
    assert moments == {
        "EnrichedTransaction.created_at", "Transaction.created_at", "Batch.created_at", "Batch.updated_at",
        "BankStatement.created_at", "AccountHolder.created_at", "Webhook.created_at", "Report.created_at",
    }  # fmt: skip


def test_what_changes_by_itself() -> None:
    """Exactly these fields may differ between two reads without a write."""
    found = {
        name: volatile
        for name, schema in SCHEMAS.items()
        if (volatile := {key for key, one in schema.get("properties", {}).items() if one.get("x-volatile")})
    }
    assert found == VOLATILE


@pytest.mark.parametrize(
    "word",
    ["dataset_id", "recurrence", "industry", "starting_after", "offset", "X-Application-Id"],
)
def test_what_no_documentation_has_is_left_out(word: str) -> None:
    """Neither a field nor a parameter that only the SDK, an older version or somebody else knows."""
    names = {key for schema in SCHEMAS.values() for key in schema.get("properties", {})}
    names |= {parameter["name"] for one in SOURCE.operations for parameter in one.parameters}
    assert word not in names


def test_a_website_need_not_be_an_address() -> None:
    """Bare hosts and addresses are both seen: text of no particular format."""
    for name in ("Counterparty", "Intermediary", "EntityParent", "EntityResponse"):
        assert "format" not in SCHEMAS[name]["properties"]["website"]


def test_a_free_object_is_no_category_set() -> None:
    """A set is read as a set, anything else as it is."""
    assert SCHEMAS["FreeObject"]["not"]["required"] == ["incoming", "outgoing"]
    assert fits("FreeObject", {"incoming": ["rent"]})
    assert not fits("FreeObject", {"incoming": ["rent"], "outgoing": 7})


def test_errors_leave_room() -> None:
    """Only the keys that are known are named, and others pass."""
    for name in ("Error", "HTTPValidationError", "ValidationError"):
        assert SCHEMAS[name]["additionalProperties"] is True


def fits(name: str, value: Any) -> bool:
    schema = {"$ref": f"#/components/schemas/{name}", "components": SOURCE.raw["components"]}
    return jsonschema_rs.Draft202012Validator(schema).is_valid(value)


def test_the_operators_of_the_rule_language() -> None:
    """Fifteen that take any number, five that take one, and the reading of a property."""
    properties = SCHEMAS["Expr"]["properties"]
    assert set(properties) == {*VARIADIC, *UNARY, "get"}
    for operator in VARIADIC:
        assert properties[operator]["type"] == "array"
        assert ref_name(properties[operator]["items"]) == "Expr"
    assert {ref_name(properties[operator]) for operator in UNARY} == {"Expr"}
    assert ref_name(properties["get"]) == "TransactionProperty"


@pytest.mark.parametrize(
    "rule",
    [
        *({key: value} for key, value in EDITS.items()),
        *({"set": name, "to": "x"} for name in EDITABLE),
        *({"if": {operator: ["x", True, 1.5, {"get": "amount"}]}} for operator in VARIADIC),
        *({"if": {operator: {"get": "merchant"}}} for operator in UNARY),
        *({"if": {"get": name}} for name in ENUMS["TransactionProperty"]),
        {"if": True, "then": [{"add_label": "x"}], "else": [{"if": False, "then": [{"set_mcc": []}]}]},
    ],
    ids=str,
)
def test_a_rule_that_is_one(rule: Any) -> None:
    """Every operator, property and edit passes."""
    assert fits("Rule", rule)
    assert fits("StoredRule", {**rule, "id": 3})
    assert fits("StoredRule", {**rule, "id": "3"})
    assert fits("ListedRule", rule)


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"id": 3},
        {"then": []},
        {"set": "logo"},
        {"to": "x"},
        *({"set": name, "to": "x"} for name in ENUMS["TransactionProperty"] if name not in EDITABLE),
        {"add_label": "x", "remove_label": "x"},
        {"add_label": "x", "id": 3},
        {"add_label": "x", "colour": "red"},
        {"add_label": None},
        {"add_label": ["x"]},
        {"set_labels": "x"},
        {"if": {}},
        {"if": {"xor": [True]}},
        {"if": {"&&": [True], "||": [True]}},
        {"if": {"&&": True}},
        {"if": {"get": "colour"}},
        {"if": True, "then": {"add_label": "x"}},
        {"if": True, "then": [{"colour": "red"}]},
        [],
    ],
    ids=str,
)
def test_a_rule_that_is_none(rule: Any) -> None:
    """One edit or condition at a time, of known words only."""
    assert not fits("Rule", rule)


def test_a_stored_rule_has_its_position() -> None:
    """Always in the answer to a change; in a list it may be missing."""
    assert not fits("StoredRule", {"add_label": "x"})
    assert fits("ListedRule", {"add_label": "x", "id": 0})
