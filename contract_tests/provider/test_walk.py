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
from contract_tests.provider.target import Target
from contract_tests.provider.walk.gallery import gallery
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
