"""Probes follow from the document, and ask for nothing that it does not say."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from contract_tests.provider import probes
from contract_tests.provider.coverage import expected
from contract_tests.provider.probes.language import Language
from contract_tests.provider.probes.parameters import queries
from contract_tests.provider.probes.plan import Planner
from contract_tests.provider.probes.probe import Probe
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.probes.variants import variants
from contract_tests.provider.resources import is_form
from contract_tests.provider.run import Run
from contract_tests.provider.target import Target
from ntropy_client import document as documents
from ntropy_client.document import Document, Operation

DOCUMENT = documents.load()


def language(name: str) -> Language | None:
    """The language of an operation's body, or of the items of its body."""
    samples = Samples(DOCUMENT, new_ids())
    shape = samples.shape(DOCUMENT.operations[name])
    return None if shape is None else Language.of(samples.shapes, samples.shapes.items(shape) or shape)


def new_ids() -> Callable[[str], str]:
    """Ids as a run makes them."""
    numbers = count(1)
    return lambda label: f"p-{label}-{next(numbers)}"


OPERATIONS = sorted(DOCUMENT.operations)
WITH_BODY = [name for name in OPERATIONS if DOCUMENT.operations[name].body_schema is not None]
WITH_JSON = [name for name in WITH_BODY if not is_form(DOCUMENT.operations[name])]
LANGUAGES = [name for name in WITH_JSON if language(name) is not None]


def validator(document: Document, operation: Operation) -> Draft202012Validator:
    """What the schema of an operation's body allows."""
    schema = {**(operation.body_schema or {}), "components": document.raw["components"]}
    return Draft202012Validator(schema, validate_formats=True)


def plan(document: Document, operation: str, *, is_sandbox: bool = True) -> list[Probe]:
    """The probes of one operation."""
    samples = Samples(document, new_ids())
    planner = Planner(document, samples, prefix="p-", is_sandbox=is_sandbox)
    return list(planner.plan(document.operations[operation]))


@pytest.mark.parametrize("name", WITH_JSON)
def test_sample_bodies_are_allowed(name: str) -> None:
    """Examples with new ids, the least and the most that a schema allows all fit it."""
    operation, samples = DOCUMENT.operations[name], Samples(DOCUMENT, new_ids())
    allows = validator(DOCUMENT, operation)
    bodies = dict(samples.bodies(operation))
    assert {"required members only", "every member"} < bodies.keys()
    assert [what for what, body in bodies.items() if not allows.is_valid(body)] == []


@pytest.mark.parametrize("name", WITH_JSON)
def test_what_a_variant_says_of_itself_is_true(name: str) -> None:
    """A variant is marked as allowed exactly when an independent validator allows it."""
    operation, samples = DOCUMENT.operations[name], Samples(DOCUMENT, new_ids())
    shape, allows = samples.shape(operation), validator(DOCUMENT, operation)
    assert shape is not None
    made = [one for base in samples.bases(operation) for one in variants(samples, shape, base)]
    found = {one.allowed for one in made}
    assert found == {True, False} or (name in LANGUAGES and False in found)
    wrong = [(one.pointer, one.what) for one in made if allows.is_valid(one.body) != one.allowed]
    assert wrong == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_a_sentence_says_of_itself_is_true(name: str) -> None:
    """A sentence is marked as allowed exactly when an independent validator allows it."""
    operation, spoken = DOCUMENT.operations[name], language(name)
    assert spoken is not None
    allows, made = validator(DOCUMENT, operation), list(spoken.sentences())
    wrapped = DOCUMENT.resolve(operation.body_schema).get("type") == "array"
    wrong = [
        one.what
        for one in made
        if allows.is_valid([one.statement] if wrapped else one.statement) != one.allowed
    ]
    assert wrong == []
    assert len({one.what for one in made}) == len(made)
    large = spoken.large(1000)
    assert allows.is_valid([large] if wrapped else large)
    assert len(json.dumps(large)) >= 1000


def test_every_word_of_a_language_is_spoken() -> None:
    """Each form, each operator and each word turns up, right and wrong, from one to three levels deep."""
    spoken = language("rules_create")
    assert spoken is not None
    made = list(spoken.sentences())
    expression = DOCUMENT.schemas["Expr"]["properties"]
    right = json.dumps([one.statement for one in made if one.allowed and one.sensible])
    wrong = json.dumps([one.statement for one in made if not one.allowed])
    for operator in expression:
        assert f"{json.dumps(operator)}: " in right, operator
        assert f"{json.dumps(operator)}: " in wrong, operator
    words = [
        *DOCUMENT.schemas["TransactionProperty"]["enum"],
        *DOCUMENT.schemas["EditableTransactionProperty"]["enum"],
    ]
    assert [word for word in words if f'"{word}"' not in right] == []
    for form in DOCUMENT.schemas["RuleBody"]["oneOf"]:
        for key in form["properties"]:
            assert f'"{key}": ' in right, key
            assert f'"{key}": ' in wrong, key
    assert '{"!": {"!": {"!": ' in right
    assert '"then": [{"if": true, "then": [{"if": true, "then": [' in right


def test_an_operator_that_is_new_is_spoken_by_itself() -> None:
    """Nothing has to be written for it; what makes sense with it is not known, so it may be refused."""
    raw: Any = copy.deepcopy(dict(DOCUMENT.raw))
    raw["components"]["schemas"]["Expr"]["properties"]["matches"] = {
        "type": "array",
        "items": {"$ref": "#/components/schemas/Expr"},
    }
    asked = plan(documents.load(raw), "rules_create")
    found = {one.what: one for one in asked if one.what.startswith("matches")}
    assert found["matches of two"].expected == ("200", "400", "413")
    assert found["matches of what is no list"].oracle == "refuses"


@pytest.mark.parametrize("name", OPERATIONS)
def test_query_variants_fit_their_schemas_as_they_say(name: str) -> None:
    """A query value is marked as allowed exactly when the parameter's schema allows it."""
    operation, samples = DOCUMENT.operations[name], Samples(DOCUMENT, new_ids())
    schemas = {one.name: one.schema for one in operation.parameters}
    for one in queries(samples.shapes, operation):
        for parameter, text in one.query:
            if one.allowed is None:
                continue
            whole = {**schemas[parameter], "components": DOCUMENT.raw["components"]}
            number = samples.shapes.of(schemas[parameter]).type == "integer"
            value = int(text) if number and text.lstrip("-").isdecimal() else text
            fits = Draft202012Validator(whole, validate_formats=True).is_valid(value)
            assert fits == one.allowed, (one.name, one.what)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_status_that_a_caller_can_cause_has_a_probe(name: str) -> None:
    """What a run must have seen is asked for by a probe that admits nothing else."""
    asked = plan(DOCUMENT, name)
    for wanted in expected(DOCUMENT.operations[name]):
        if wanted.group == "required" or (wanted.group == "fault" and wanted.statuses != {"403"}):
            sure = [one for one in asked if set(one.expected) <= wanted.statuses]
            assert sure, wanted


@pytest.mark.parametrize("name", OPERATIONS)
def test_probes_have_names_of_their_own(name: str) -> None:
    """No two probes of an operation have one name, so that a report can tell them apart."""
    names = [one.name for one in plan(DOCUMENT, name)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_server_that_is_no_sandbox_is_spared(name: str) -> None:
    """Elsewhere no probe uses keys or faults of the sandbox, large batches, or ids without a prefix."""
    for one in plan(DOCUMENT, name, is_sandbox=False):
        assert one.key in {"first", "none", "invalid"}
        assert not one.headers
        if one.oracle == "accepts" and isinstance(one.body, dict):
            items: list[Any] = one.body.get("data", [one.body] if "id" in one.body else [])
            assert len(items) <= 100
            assert all(item["id"].startswith("p-") for item in items)


def with_gadgets() -> Document:
    """The document with a resource that this project has never heard of."""
    raw: Any = copy.deepcopy(dict(DOCUMENT.raw))
    text = json.dumps({path: raw["paths"][path] for path in ("/v3/transactions", "/v3/transactions/{id}")})
    gadgets: Any = json.loads(text.replace("transactions", "gadgets"))
    raw["paths"] |= gadgets
    raw["components"]["schemas"]["GadgetInput"] = {
        "type": "object",
        "required": ["id", "size"],
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "size": {"type": "integer", "minimum": 3, "maximum": 9},
            "colours": {
                "type": "array",
                "minItems": 1,
                "maxItems": 2,
                "items": {"enum": ["red", "blue"], "type": "string"},
            },
            "working": {"type": ["boolean", "null"]},
        },
    }
    content = raw["paths"]["/v3/gadgets"]["post"]["requestBody"]["content"]["application/json"]
    content["schema"] = {"$ref": "#/components/schemas/GadgetInput"}
    content["examples"] = {"one": {"value": {"id": "g", "size": 4, "colours": ["red"]}}}
    return documents.load(raw)


def test_an_operation_that_is_new_has_its_probes_by_itself() -> None:
    """Nothing has to be written for a new resource: its bounds, enums and ids are probed."""
    document = with_gadgets()
    asked = plan(document, "gadgets_create")
    found = {(one.oracle, one.pointer.removeprefix("body"), one.what) for one in asked}
    assert {
        ("accepts", "/size", "the minimum"),
        ("accepts", "/size", "the maximum"),
        ("refuses", "/size", "below the minimum"),
        ("refuses", "/size", "above the maximum"),
        ("refuses", "/size", "a fraction for an integer"),
        ("refuses", "/size", "missing"),
        ("accepts", "/colours", "2 items"),
        ("refuses", "/colours", "3 items"),
        ("refuses", "/colours", "0 items"),
        ("accepts", "/colours/0", "the value blue"),
        ("refuses", "/colours/0", "an unknown value"),
        ("accepts", "/working", "null"),
        ("refuses", "/working", "a word for a boolean"),
    } <= found
    assert {"accepts", "auth", "not-found", "method", "fault"} == {
        one.oracle for one in plan(document, "gadgets_get")
    }
    allows = validator(document, document.operations["gadgets_create"])
    wrong = [one.name for one in asked if one.oracle == "accepts" and not allows.is_valid(one.body)]
    assert wrong == []


def test_probes_of_some_operations_call_only_these_and_what_they_need() -> None:
    """A check that is restricted to operations spends nothing on others."""
    run = Run()
    target = Target.embedded(run, seed=3)
    try:
        probes.run(target, operations=["batches_get"])
    finally:
        target.close()
    assert {one.operation for one in run.exchanges} == {"batches_get", "batches_create", None}
    assert run.findings == []
