"""Defects at the gate: who may come in, and by which door."""

from __future__ import annotations

import json
from collections.abc import Callable

from contract_tests.power.defect import Defect, gate
from contract_tests.power.seam import Answered, Asked, at_the_gate

__all__ = ["GATE"]

JSON = {"content-type": "application/json"}


def _denied() -> Callable[[Asked], Answered | None]:
    def admit(asked: Asked) -> Answered:
        headers = {**JSON, "x-request-id": asked.headers.get("x-request-id", "1")}
        return Answered(401, headers, b'{"detail": "Invalid API key"}')

    return admit


def _everyone(wanted: Callable[[str | None], bool]) -> Callable[[], Callable[[Asked], Answered | None]]:
    def make() -> Callable[[Asked], Answered | None]:
        def admit(asked: Asked) -> None:
            if wanted(asked.key):
                asked.headers["x-api-key"] = "embedded-first"

        return admit

    return make


def _any_method() -> Callable[[Asked], Answered | None]:
    def admit(asked: Asked) -> Answered | None:
        if asked.method != "PUT" or not asked.raw_path.startswith("/v3/transactions/"):
            return None
        headers = {**JSON, "x-request-id": asked.headers.get("x-request-id", "1")}
        return Answered(200, headers, json.dumps({"updated": True}).encode())

    return admit


def _patched(asked: Asked) -> Answered | None:
    if asked.method != "PATCH" or not asked.raw_path.startswith("/v3/account_holders/"):
        return None
    return Answered(200, {**JSON, "x-request-id": asked.headers.get("x-request-id", "1")}, b"{}")


def _forbidden_upload(asked: Asked) -> None:
    if asked.operation == "bank_statements_create" and (asked.key or "").startswith("forbidden"):
        asked.headers["x-api-key"] = "embedded-first"


def _open_rules(asked: Asked) -> None:
    if asked.operation == "rules_list" and asked.key is None:
        asked.headers["x-api-key"] = "embedded-first"


def _failing(method: str, status: int) -> Callable[[Asked], Answered | None]:
    """Fail because of a method."""

    def admit(asked: Asked) -> Answered | None:
        if asked.method != method:
            return None
        headers = {**JSON, "x-request-id": asked.headers.get("x-request-id", "1")}
        return Answered(status, headers, b'{"detail": "Sorry"}')

    return admit


GATE: tuple[Defect, ...] = (
    Defect(
        "every-answer-401", "a good key is refused everywhere", "protocol", "gate", "probes",
        ("batches_list", "transactions_create"), at_the_gate(_denied),
    ),
    Defect(
        "no-key-needed", "a request without a key is answered", "protocol", "gate", "probes",
        ("batches_get",), at_the_gate(_everyone(lambda key: key is None)),
    ),
    Defect(
        "any-key-will-do", "a key that nobody has is accepted", "protocol", "gate", "schemathesis",
        ("transactions_list",), at_the_gate(_everyone(lambda key: key is not None and "invalid" in key.lower())),
    ),
    Defect(
        "no-permission-needed", "a key without the permission may enrich", "protocol", "gate", "probes",
        ("transactions_create",), at_the_gate(_everyone(lambda key: key is not None and key.startswith("forbidden"))),
    ),
    Defect(
        "another-account-visible", "the items of one account can be read with the key of another", "semantics",
        "gate", "probes", ("transactions_get",),
        at_the_gate(_everyone(lambda key: key is not None and "second" in key)),
    ),
    Defect(
        "undescribed-method", "PUT is answered 200 on a path that only has other methods", "protocol", "gate",
        "probes", ("transactions_get",), at_the_gate(_any_method),
    ),
    gate(
        "holders-can-be-patched", "PATCH is answered 200 for an account holder", "protocol",
        "probes", "account_holders_get", _patched,
    ),
    gate(
        "uploads-for-all", "a key without the permission may upload a statement", "protocol",
        "probes", "bank_statements_create", _forbidden_upload,
    ),
    gate(
        "open-rules", "rules are listed without a key", "protocol",
        "probes", "rules_list", _open_rules,
    ),
    gate(
        "500-for-query", "a method that the server does not know is answered 500", "protocol",
        "conformance", "batches_list", _failing("QUERY", 500),
    ),
    gate(
        "503-for-query", "a method that the server does not know is answered 503", "protocol",
        "probes", "reports_get", _failing("QUERY", 503),
    ),
    gate(
        "501-for-put", "a method that every server knows is answered 501", "protocol",
        "conformance", "webhooks_list", _failing("PUT", 501),
    ),
)  # fmt: skip
