"""Defects of the service in what it accepts and what it refuses."""

from __future__ import annotations

from contract_tests.power.defect import Defect, service
from contract_tests.power.tools import ENRICH, SUBMIT, Handler, around, letting_pass, refusing
from ntropy_client.sandbox.answer import Answer, Call

__all__ = ["REQUESTS"]


def _unicode(handle: Handler, call: Call) -> Answer:
    if not call.body["description"].isascii():
        raise ValueError("cannot write this text")
    return handle(call)


REQUESTS: tuple[Defect, ...] = (
    service(
        "negative-amount",
        "a negative amount is accepted",
        "schema",
        "probes",
        "transactions_create",
        letting_pass(
            ENRICH, lambda body: {**body, "amount": -body["amount"]} if body["amount"] < 0 else None
        ),
    ),
    service(
        "one-too-many",
        "a batch of 24,961 transactions is accepted",
        "schema",
        "probes",
        "batches_create",
        letting_pass(
            SUBMIT,
            lambda body: {**body, "data": body["data"][:24_960]} if len(body["data"]) > 24_960 else None,
        ),
    ),
    service(
        "last-item-unchecked",
        "only the first item of a batch is checked",
        "schema",
        "probes",
        "batches_create",
        letting_pass(
            SUBMIT,
            lambda body: (
                {**body, "data": body["data"][:1] * len(body["data"])} if len(body["data"]) < 100 else None
            ),
        ),
    ),
    service(
        "any-currency",
        "a currency of any form is accepted",
        "schema",
        "schemathesis",
        ("transactions_create", "transactions_list"),
        letting_pass(
            ENRICH, lambda body: {**body, "currency": "EUR"} if isinstance(body["currency"], str) else None
        ),
    ),
    service(
        "zero-refused",
        "an amount of 0 is refused",
        "schema",
        "probes",
        "transactions_create",
        refusing("transactions", lambda body: body["amount"] == 0, 422),
    ),
    service(
        "long-text-refused",
        "a description of more than 255 characters is refused",
        "schema",
        "probes",
        "transactions_create",
        refusing("transactions", lambda body: len(body["description"]) > 255, 422),
    ),
    service(
        "500-on-unicode",
        "text that is not ASCII is answered 500",
        "protocol",
        "probes",
        "transactions_create",
        around("transactions", "create", _unicode),
    ),
    service(
        "500-on-empty-batch",
        "a batch of no transactions is answered 500",
        "protocol",
        "schemathesis",
        ("batches_create", "batches_list"),
        refusing("batches", lambda body: not body["data"], 500),
    ),
)
