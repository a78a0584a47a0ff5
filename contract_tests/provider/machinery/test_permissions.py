"""What a check may do only by permission is told apart by the document, and an idle permission is refused."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contract_tests.provider.machinery.command import run
from contract_tests.provider.options import Options
from contract_tests.provider.permissions import account_wide, forbidden, refuse_idle
from contract_tests.provider.run import CouldNotRunError
from ntropy_client import document as documents
from ntropy_client.document import Document


def wider(**added: dict[str, Any]) -> Document:
    """The document with more paths: each one operation, by id."""
    raw = copy.deepcopy(dict(documents.load().raw))
    for name, described in added.items():
        operation = dict(described)
        method, path = operation.pop("method"), operation.pop("path")
        answers: dict[str, Any] = {"204": {"description": "Done."}}
        raw["paths"].setdefault(path, {})[method] = {
            "operationId": name,
            "tags": [name.partition("_")[0]],
            "responses": answers,
            **operation,
        }
    return documents.load(raw)


NARROW = ("transactions", "batches")
"""Collections of a document with nothing that would need a permission."""
WIDE: dict[str, dict[str, Any]] = {
    "batches_replace": {"method": "put", "path": "/v3/batches", "x-writes": {"batches": "replace"}},
    "batches_delete": {
        "method": "delete",
        "path": "/v3/batches/{index}",
        "x-writes": {"batches": "delete"},
        "x-idempotent": True,
    },
    "batches_reset": {"method": "post", "path": "/v3/batches/{type}/reset"},
    "transactions_purge": {
        "method": "delete",
        "path": "/v3/transactions",
        "x-writes": {"transactions": "delete"},
    },
}


def narrow(**added: dict[str, Any]) -> Document:
    """A document of two collections, with more paths."""
    raw = copy.deepcopy(dict(wider(**added).raw))
    raw["paths"] = {
        path: item
        for path, item in raw["paths"].items()
        if any(one["tags"][0] in NARROW for one in item.values() if isinstance(one, dict))
    }
    return documents.load(raw)


@pytest.mark.parametrize("name", ["batches_delete", "batches_reset", "transactions_purge"])
def test_what_changes_more_than_one_item_is_found(name: str) -> None:
    """Operations on a whole collection, on what no path reads, or of unknown effect are account-wide."""
    assert account_wide(narrow(**{name: WIDE[name]})) == (name,)


def test_what_can_be_replaced_as_a_whole_is_a_setting() -> None:
    """Where all items can be replaced at once, each write is one on the whole."""
    assert set(account_wide(narrow(batches_replace=WIDE["batches_replace"]))) == {
        "batches_create",
        "batches_replace",
    }


def test_what_is_account_wide_today() -> None:
    """Rules and category sets are; items that can be made and deleted are not, nor is setting a webhook up."""
    assert set(account_wide(documents.load())) == {
        "categories_set",
        "categories_reset",
        "rules_create",
        "rules_replace",
        "rules_patch",
        "rules_delete",
    }
    assert account_wide(narrow()) == ()


def test_what_is_forbidden_is_told_with_what_would_allow_it() -> None:
    """Each operation that is not called has its reason; a permission takes exactly its operations off."""
    document = documents.load()
    server: dict[str, Any] = {"base_url": "http://127.0.0.1:1", "keys": {"first": "any"}}
    plain = forbidden(document, Options(**server))
    hooks = {"webhooks_create", "webhooks_get", "webhooks_patch", "webhooks_delete"}
    assert plain.keys() == {*account_wide(document), *hooks}
    assert all("WEBHOOK_URL" in plain[name] for name in hooks)
    assert all("ALLOW_ACCOUNT_WIDE" in plain[name] for name in account_wide(document))
    told = forbidden(document, Options(webhook_url="https://example.com/events", **server))
    assert told.keys() == set(account_wide(document))
    assert forbidden(document, Options(account_wide=True, **server)) == {}


def test_a_permission_that_means_something_is_accepted() -> None:
    """Where the document has such operations the options stand, and otherwise not."""
    given = Options(
        base_url="http://127.0.0.1:1",
        webhook_url="https://example.com/events",
        account_wide=True,
        keys={"first": "any"},
    )
    refuse_idle(given, documents.load())
    with pytest.raises(CouldNotRunError, match="no webhook operations"):
        refuse_idle(given, narrow())
    with pytest.raises(CouldNotRunError, match="no account-wide operations"):
        refuse_idle(replace(given, webhook_url=None), narrow())


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("--webhook-url=https://example.com/events", "the embedded sandbox sends no events to anybody"),
        ("--webhook-url=example", "not a URL to send events to"),
        ("--allow-account-wide", "the embedded sandbox is nobody's account"),
        ("--clean=created.jsonl", "the embedded sandbox keeps nothing"),
        ("--credits=5", "the embedded sandbox has credits without end"),
        ("--credits=-1", "a number from 0"),
        ("--credits=few", "--credits"),
    ],
)
def test_what_would_do_nothing_is_refused(tmp_path: Path, argument: str, said: str) -> None:
    """An option that cannot mean anything here ends with 2, and says why."""
    outcome = run(tmp_path, argument)
    assert outcome.code == 2
    assert said in outcome.output + outcome.errors
