"""The walk follows from the document, and its hard values fit it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from jsonschema_rs import Draft202012Validator

from contract_tests.provider import walk
from contract_tests.provider.ledger.atlas import Atlas
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.resources import is_form
from contract_tests.provider.run import Run
from contract_tests.provider.shapes import Shapes
from contract_tests.provider.target import Target
from contract_tests.provider.walk.gallery import gallery, lists
from ntropy_client import document as documents

DOCUMENT = documents.load()
WITH_BODY = [one.id for one in DOCUMENT.operations.values() if one.body_schema is not None]
PLAIN = [
    name
    for name in WITH_BODY
    if not is_form(DOCUMENT.operations[name])
    and DOCUMENT.operations[name].tag not in Atlas(DOCUMENT).positional
]


def new_ids() -> Callable[[str], str]:
    """Ids as a run makes them."""
    numbers = count(1)
    return lambda label: f"p-{label}-{next(numbers)}"


@pytest.mark.parametrize("name", PLAIN)
def test_hard_values_are_allowed(name: str) -> None:
    """A value that the walk sends is one that the document allows, so that a refusal is drift."""
    operation, samples = DOCUMENT.operations[name], Samples(DOCUMENT, new_ids())
    shape = samples.shape(operation)
    assert shape is not None
    schema = {**(operation.body_schema or {}), "components": DOCUMENT.raw["components"]}
    allows = Draft202012Validator(schema, validate_formats=True)
    shown = [one for base in samples.bases(operation) for one in gallery(samples, shape, base)]
    assert len(shown) >= 8
    assert [path for path, body in shown if not allows.is_valid(body)] == []


SHELVES: dict[str, dict[str, object]] = {
    "texts": {"items": {"type": "string"}},
    "short texts": {"items": {"type": "string", "minLength": 3, "maxLength": 9}},
    "patterned texts": {"items": {"type": "string", "pattern": "of m"}},
    "words": {"items": {"enum": ["a", "b", "c"]}},
    "days": {"items": {"type": "string", "format": "date"}},
    "addresses": {"items": {"type": "string", "format": "uri"}},
    "numbers": {"items": {"type": "integer", "minimum": 7}, "minItems": 2},
    "few": {"items": {"type": "string"}, "maxItems": 4},
    "a set": {"items": {"type": "string"}, "uniqueItems": True},
    "things": {"items": {"type": "object", "properties": {"name": {"type": "string"}}}},
}


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_list_is_doubled_turned_and_long_where_that_is_allowed(shelf: str) -> None:
    """Whatever is in a list, and however many may be: a set is never doubled, and no more is sent than may be."""
    schema = {"type": "array", **SHELVES[shelf]}
    samples = Samples(DOCUMENT, new_ids())
    given = [{"name": "one"}, {"name": "two"}, {"name": "three"}] if shelf == "things" else []
    made = list(lists(samples, Shapes(DOCUMENT).of(schema), given))
    allows = Draft202012Validator(schema, validate_formats=True)
    assert [one for one in made if not allows.is_valid(one)] == []
    assert any(one[::-1] in made and one[::-1] != one for one in made)
    assert any(one != sorted(one, key=str) and one != sorted(one, key=str)[::-1] for one in made)
    doubled = any(len({str(each) for each in one}) < len(one) for one in made)
    assert doubled == (shelf != "a set")
    longest = {"words": 5, "few": 4, "things": 5}.get(shelf, 101)
    assert max(map(len, made)) == longest


def test_words_need_not_stand_twice() -> None:
    """Whether a list of a few words is a set is not for the document to say."""
    schema = {"type": "array", "items": {"enum": ["a", "b", "c"]}}
    made = list(lists(Samples(DOCUMENT, new_ids()), Shapes(DOCUMENT).of(schema), [], words_twice=False))
    assert ["c", "b", "a"] in made
    assert all(len({*one}) == len(one) for one in made)


def test_items_with_ids_are_no_list_of_values() -> None:
    """What is submitted under an id of its own is not doubled here."""
    batch = DOCUMENT.schemas["BatchCreate"]["properties"]["data"]
    assert list(lists(Samples(DOCUMENT, new_ids()), Shapes(DOCUMENT).of(batch), [{"id": "a"}])) == []


def test_the_walk_meets_every_operation_that_succeeds_within_its_size() -> None:
    """Every operation but those that need a partner of their own is walked, in not much more than a thousand requests."""
    run = Run()
    target = Target.embedded(run, seed=2)
    try:
        walk.run(target)
    finally:
        target.close()
    met = {one.operation for one in run.exchanges}
    assert met == set(DOCUMENT.operations)
    assert 500 <= len(run.exchanges) <= 1500
    assert run.findings == []


def test_a_walk_of_some_operations_makes_no_other_claims() -> None:
    """Restricted to a list, the walk calls the list, and what makes its items and all that they name."""
    run = Run()
    target = Target.embedded(run, seed=2)
    try:
        walk.run(target, operations=["batches_list"])
    finally:
        target.close()
    named = {"account_holders_create", "categories_set"}
    assert {one.operation for one in run.exchanges} == {"batches_list", "batches_create", *named}
