"""What a check may do only by permission is told apart by the document, and an idle permission is refused."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from contract_tests.provider.machinery.command import run
from contract_tests.provider.options import Options
from contract_tests.provider.permissions import account_wide, refuse_idle
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


WIDE: dict[str, dict[str, Any]] = {
    "rules_replace": {"method": "post", "path": "/v3/rules", "x-writes": {"rules": "update"}},
    "rules_delete": {"method": "delete", "path": "/v3/rules/{index}", "x-writes": {"rules": "delete"}},
    "categories_reset": {"method": "post", "path": "/v3/categories/{type}/reset"},
    "transactions_purge": {
        "method": "delete",
        "path": "/v3/transactions",
        "x-writes": {"transactions": "delete"},
    },
}


@pytest.mark.parametrize("name", WIDE)
def test_what_changes_more_than_one_item_is_found(name: str) -> None:
    """Operations on a whole collection, on a position, or of unknown effect are account-wide."""
    assert account_wide(wider(**{name: WIDE[name]})) == (name,)


def test_no_operation_on_items_is_account_wide() -> None:
    """Making items, and changing or deleting the one in the path, is not; nor is setting a webhook up."""
    assert account_wide(documents.load()) == ()
    assert account_wide(wider(webhooks_create={"method": "post", "path": "/v3/webhooks"})) == ()


def test_a_permission_that_means_something_is_accepted() -> None:
    """Once the document has such operations, the options stand."""
    document = wider(webhooks_create={"method": "post", "path": "/v3/webhooks"}, **WIDE)
    given = Options(
        base_url="http://127.0.0.1:1",
        webhook_url="https://example.com/events",
        account_wide=True,
        keys={"first": "any"},
    )
    refuse_idle(given, document)
    with pytest.raises(CouldNotRunError, match="no webhook operations yet"):
        refuse_idle(given, documents.load())


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("--webhook-url=https://example.com/events", "the document has no webhook operations yet"),
        ("--webhook-url=example", "not a URL to send events to"),
        ("--allow-account-wide", "the document has no account-wide operations yet"),
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
