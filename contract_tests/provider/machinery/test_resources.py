"""What belongs to which collection follows from the document, and collections are left as they were."""

from __future__ import annotations

from email import message_from_bytes
from typing import Any

import pytest

from contract_tests.provider import probes, walk
from contract_tests.provider.coverage import look
from contract_tests.provider.forms import File, written
from contract_tests.provider.probes.desk import Desk
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.resources import Resources, singular
from contract_tests.provider.run import Run
from contract_tests.provider.target import Target
from ntropy_client import document as documents

DOCUMENT = documents.load()
RULES: list[Any] = [{"add_label": "kept"}, {"set": "merchant", "to": "kept"}]


def test_who_does_what_follows_from_the_document() -> None:
    """The operations of a collection are told apart by what they write and what their path names."""
    found = Resources(DOCUMENT)
    rules, sets, holders = found["rules"], found["categories"], found["account_holders"]
    assert rules.positional
    assert not any(one.positional for one in found.values() if one is not rules)
    assert [one.tag for one in found.values() if one.by_path] == ["categories"]
    assert [one.tag for one in found.values() if one.by_body] == ["transactions", "account_holders"]
    assert [getattr(one, "id", None) for one in (rules.replacer, sets.resetter, holders.deleter)] == [
        "rules_replace",
        "categories_reset",
        "account_holders_delete",
    ]
    assert found["entities"].maker is None
    assert found.references.keys() >= {"account_holder_id", "transaction_id", "category_id"}


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("categories", "category"),
        ("batches", "batch"),
        ("bank_statements", "bank_statement"),
        ("news", "new"),
    ],
)
def test_one_of_several_is_named(plural: str, one: str) -> None:
    """A member that names an item is called like one of its collection."""
    assert singular(plural) == one


def test_a_form_is_read_as_it_was_meant() -> None:
    """Another reader of such forms finds the fields, the files, their names and their bytes."""
    content, kind = written(
        DOCUMENT.operations["bank_statements_create"],
        {"file": File(b"\r\n--part\0", 'Zoë "1".pdf'), "other": "text", "left_out": None},
        "part-1",
    )
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + content)
    parts: Any = message.get_payload()
    assert [part.get_param("name", header="content-disposition") for part in parts] == ["file", "other"]
    assert [part.get_payload(decode=True) for part in parts] == [b"\r\n--part\0", b"text"]
    assert 'filename="Zoë %221%22.pdf"'.encode() in content
    assert "filename" not in str(parts[1])


def test_a_body_names_what_is_there() -> None:
    """Members that name an item of another collection name one that the check has made."""
    run = Run()
    target = Target.embedded(run)
    api = target.api("probes")
    desk = Desk(api, Samples(target.document, api.new_id), is_sandbox=True)
    made = desk.made(target.document.operations["transactions_create"])
    shown = api.call("transactions_get", path={"id": str(made)}).json()
    holder = api.call("account_holders_get", path={"id": shown["account_holder_id"]}).json()
    assert api.call("categories_get", path={"id": holder["category_id"]}).ok
    path = desk.path(target.document.operations["transactions_assign"], fresh=True)
    other = desk.samples.minimal(target.document.operations["transactions_assign"])
    before = api.call("transactions_get", path=path).json()["account_holder_id"]
    assert other["account_holder_id"] not in {before, shown["account_holder_id"]}
    target.close()


def test_probes_alone_see_every_status_that_can_be_had() -> None:
    """Each documented answer but those that nobody can cause comes to a probe or a scene, for each operation."""
    run = Run()
    target = Target.embedded(run, seed=11)
    probes.run(target)
    target.close()
    seen = look(DOCUMENT, run.exchanges, DOCUMENT.operations)
    missing = [one.expectation for one in seen if not one.met and one.expectation.group != "never"]
    assert missing == []
    assert run.findings == []


@pytest.mark.parametrize("part", [probes, walk])
def test_what_takes_effect_on_others_is_left_as_it_was(part: Any) -> None:
    """Rules that were there are there afterwards, and no others; nor is a webhook left that was not there."""
    run = Run()
    target = Target.embedded(run, seed=12)
    api = target.api("probes")
    api.call("rules_replace", body=RULES)
    part.run(target)
    left = api.call("rules_list").json()
    hooks = api.call("webhooks_list").json()["data"]
    target.close()
    assert [{n: v for n, v in rule.items() if n != "id"} for rule in left] == RULES
    assert hooks == []
