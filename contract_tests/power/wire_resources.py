"""Defects on the wire in all other resources, and in what webhooks are told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, delivery, wire
from contract_tests.power.seam import Answered, Asked, Redeliver
from contract_tests.power.tools import edit, items_of, on, restated, status

if TYPE_CHECKING:
    from ntropy_client.sandbox.event import Event
    from ntropy_client.sandbox.post import Notice
    from ntropy_client.sandbox.webhook import Webhook

__all__ = ["DELIVERIES", "RESOURCES"]

TOLD = ("webhooks_create", "batches_create")


def _in_object(_: Asked, answered: Answered) -> None:
    answered.become({"groups": answered.json()})


def _from_nought(body: Any) -> None:
    for account in body["accounts"]:
        for line in account["transactions"]:
            line["page_number"] -= 1


def _district(body: Any) -> None:
    address = (body.get("account_holder") or {}).get("address")
    if address:
        address["district"] = None


def _no_codes(body: Any) -> None:
    body["mccs"] = body.get("mccs") or None


def _no_content(_: Asked, answered: Answered) -> None:
    answered.status, answered.content = 204, b""
    answered.headers.pop("content-type", None)


def _masked(body: Any) -> None:
    if body.get("token"):
        body["token"] = "***"


def _unsaid(body: Any) -> None:
    body["rejection_reason"] = None


def _bare() -> Redeliver:
    def deliver(_: Webhook, __: Event, notice: Notice) -> Notice:
        return replace(notice, headers={b"Content-Type": b"application/json"})

    return deliver


def _counted() -> Redeliver:
    sent = [0]

    def deliver(_: Webhook, event: Event, notice: Notice) -> Notice:
        sent[0] += 1
        return restated(notice, event_id=f"{event.id}-{sent[0]}")

    return deliver


def _signed() -> Redeliver:
    return lambda _, __, notice: restated(notice, attempt=1)


def _completed() -> Redeliver:
    return lambda _, event, notice: restated(notice, event_type=event.type.replace(".error", ".completed"))


def _text() -> Redeliver:
    return lambda _, __, notice: replace(notice, headers={**notice.headers, b"Content-Type": b"text/plain"})


def _bare_data() -> Redeliver:
    return lambda _, __, notice: replace(
        notice, content=json.dumps(json.loads(notice.content)["data"]).encode()
    )


RESOURCES: tuple[Defect, ...] = (
    wire(
        "holder-201", "a new account holder is answered 201", "protocol",
        "conformance", "account_holders_create", status("account_holders_create", 201),
    ),
    wire(
        "holder-without-type", "listed account holders have no type", "schema",
        "conformance", "account_holders_list", edit("account_holders_list", items_of(lambda one: one.pop("type"))),
    ),
    wire(
        "groups-in-an-object", "recurring groups are in an object and no array", "schema",
        "conformance", "account_holders_recurring_groups",
        lambda: on("account_holders_recurring_groups", _in_object),
    ),
    wire(
        "pages-from-nought", "the first page of a statement is page 0", "schema",
        "conformance", "bank_statements_results", edit("bank_statements_results", _from_nought),
    ),
    wire(
        "district", "the address on a statement has a field that nobody described", "schema",
        "conformance", "bank_statements_verify", edit("bank_statements_verify", _district),
    ),
    wire(
        "no-codes-null", "an entity without merchant category codes has null", "schema",
        "conformance", "entities_resolve", edit("entities_resolve", _no_codes),
    ),
    wire(
        "reset-204", "a reset is answered 204", "protocol",
        "conformance", "categories_reset", lambda: on("categories_reset", _no_content),
    ),
    wire(
        "rule-delete-204", "the deletion of a rule is answered 204", "protocol",
        "conformance", "rules_delete", lambda: on("rules_delete", _no_content),
    ),
    wire(
        "no-rule-404", "a rule that is not there is answered 404", "protocol",
        "conformance", "rules_patch", status("rules_patch", 404, 400),
    ),
    wire(
        "hook-delete-200", "the deletion of a webhook is answered 200", "protocol",
        "conformance", "webhooks_delete", status("webhooks_delete", 200, 204),
    ),
    wire(
        "token-masked", "a token is hidden when a webhook is read", "semantics",
        "ledger", ("webhooks_create", "webhooks_get"), edit("webhooks_get", _masked),
    ),
    wire(
        "rejected-unsaid", "a rejected report does not say why", "semantics",
        "rules", ("reports_create", "reports_get"), edit("reports_get", _unsaid),
    ),
)  # fmt: skip

DELIVERIES: tuple[Defect, ...] = (
    delivery("no-delivery-token", "deliveries have no token", "semantics", TOLD, _bare),
    delivery("another-event-id", "a repeated delivery has another event_id", "semantics", TOLD, _counted),
    delivery("more-of-an-event", "an event has a field that nobody described", "schema", TOLD, _signed),
    delivery("always-completed", "a failed batch is told as completed", "semantics", TOLD, _completed),
    delivery("told-as-text", "events are sent as text/plain", "protocol", TOLD, _text),
    delivery("no-envelope", "what is sent is the resource and no event", "schema", TOLD, _bare_data),
)
