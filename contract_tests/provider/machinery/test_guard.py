"""Nothing that the run did not make is written to on a customer's account."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from contract_tests.provider.guard import Guard, NotSafeError
from contract_tests.provider.machinery.samples import exchange
from contract_tests.provider.permissions import account_wide
from ntropy_client import document as documents

MINE = "ct1-"
BODY = {
    "id": "kept-1",
    "description": "ACME CORP PAYROLL",
    "date": "2024-03-29",
    "amount": 10,
    "entry_type": "incoming",
    "currency": "EUR",
}


def guard() -> Guard:
    told: list[tuple[str, str]] = []
    return Guard(
        documents.load(), MINE, lambda collection, identity: told.append((collection, identity)), most=1
    )


def request(method: str, path: str, body: Any = None) -> httpx.Request:
    return httpx.Request(method, f"https://api.example.com{path}", json=body)


@pytest.mark.parametrize(
    ("operation", "method", "path", "body"),
    [
        ("transactions_delete", "DELETE", "/v3/transactions/kept-1", None),
        ("transactions_delete", "DELETE", "/v3/transactions/kept%2Fct1-1", None),
        ("transactions_assign", "POST", "/v3/transactions/kept-1/assign", {"account_holder_id": "ct1-h"}),
        ("transactions_create", "POST", "/v3/transactions", BODY),
        ("batches_create", "POST", "/v3/batches", {"data": [BODY | {"id": "ct1-1"}, BODY]}),
        ("transactions_assign", "POST", "/v3/transactions/ct1-1/assign", {"account_holder_id": "kept"}),
        ("account_holders_delete", "DELETE", "/v3/account_holders/kept-1", None),
        ("account_holders_create", "POST", "/v3/account_holders", {"id": "kept-1", "type": "consumer"}),
        ("categories_set", "POST", "/v3/categories/consumer", {"incoming": [], "outgoing": []}),
        ("categories_reset", "POST", "/v3/categories/business/reset", None),
        ("rules_patch", "PATCH", "/v3/rules/ct1-0", {"add_label": "x"}),
        ("rules_delete", "DELETE", "/v3/rules/0", None),
        ("webhooks_patch", "PATCH", "/v3/webhooks/kept", {}),
        ("reports_create", "POST", "/v3/reports", {"transaction_id": "kept-1"}),
        (None, "POST", "/v3/rules", []),
        (None, "DELETE", "/v3/batches/b-1", None),
    ],
)
def test_what_is_not_of_this_run_is_not_touched(
    operation: str | None, method: str, path: str, body: Any
) -> None:
    """A write to a foreign id, or that names one, or of unknown effect, never leaves the machine."""
    with pytest.raises(NotSafeError):
        guard()(operation, request(method, path, body), "first")


def test_what_is_of_this_run_passes_and_is_written_down_first() -> None:
    """Ids with the prefix of the run may be made, changed and deleted."""
    told: list[tuple[str, str]] = []
    careful = Guard(documents.load(), MINE, lambda *line: told.append(line), most=1)
    careful("transactions_create", request("POST", "/v3/transactions", BODY | {"id": "ct1-1"}), "first")
    assert told == [("transactions", "ct1-1")]
    careful("transactions_assign", request("POST", "/v3/transactions/ct1-1/assign", {}), "first")
    careful("transactions_delete", request("DELETE", "/v3/transactions/ct1-1"), "first")
    careful("batches_get", request("GET", "/v3/batches/anybody"), "first")


def test_at_most_one_batch_is_made() -> None:
    """Batches cannot be deleted, so that the second one is not sent; a refused key makes none."""
    careful, sent = guard(), request("POST", "/v3/batches", {"data": [BODY | {"id": "ct1-1"}]})
    careful("batches_create", sent, "none")
    careful("batches_create", sent, "first")
    careful.answered(exchange(operation="batches_create", method="POST", response_body=b'{"id": "b-1"}'))
    with pytest.raises(NotSafeError):
        careful("batches_create", sent, "first")
    assert careful.made["batches"] == {"b-1"}


def test_what_is_forbidden_is_not_sent_whatever_it_names() -> None:
    """Reading included: an operation that was not allowed is not called."""
    document = documents.load()
    reasons = dict.fromkeys((*account_wide(document), "webhooks_get"), "nobody allowed it")
    careful = Guard(document, MINE, lambda *line: None, most=1, forbidden=reasons)
    for operation, method, path in (
        ("categories_set", "POST", "/v3/categories/ct1-1"),
        ("rules_create", "POST", "/v3/rules"),
        ("webhooks_get", "GET", "/v3/webhooks/w-1"),
    ):
        with pytest.raises(NotSafeError, match="nobody allowed it"):
            careful(operation, request(method, path), "first")


def test_what_the_server_names_is_of_this_run_once_it_was_made() -> None:
    """Ids of the server's making may be changed and deleted after the answer that gave them, and not before."""
    told: list[tuple[str, str]] = []
    careful = Guard(documents.load(), MINE, lambda *line: told.append(line), most=1)
    gone = request("DELETE", "/v3/reports/r-1")
    with pytest.raises(NotSafeError):
        careful("reports_delete", gone, "first")
    careful.answered(exchange(operation="reports_create", method="POST", response_body=b'{"id": "r-1"}'))
    assert told == [("reports", "r-1")]
    careful("reports_delete", gone, "first")


def test_only_so_much_is_made_of_anything() -> None:
    """Also of what can be deleted: a check that goes round in circles fills no account."""
    careful = guard()

    def fill() -> None:
        for number in range(20):
            body = {"id": f"ct1-{number}", "type": "consumer"}
            careful("account_holders_create", request("POST", "/v3/account_holders", body), "first")

    with pytest.raises(NotSafeError, match="there are to be no more"):
        fill()
    assert 2 <= len(careful.made["account_holders"]) <= 6
