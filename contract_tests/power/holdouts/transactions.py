"""Hold-outs in what the service does with transactions."""

from __future__ import annotations

import json
import re
import struct
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service
from contract_tests.power.tools import Handler, answering, around, with_query
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["TRANSACTIONS"]

ABOUT_TRANSACTIONS = ("transactions_create", "transactions_get", "transactions_list")
ABOUT_BATCHES = ("batches_create", "batches_get", "batches_list", "batches_results")


def _single(amount: float) -> float:
    return float(struct.unpack("f", struct.pack("f", amount))[0])


def _leap_day(day: str) -> str:
    return day.replace("-02-29", "-03-01")


def _kept_as(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Sandbox], None]:
    """Keep something else than what was sent."""
    return around(
        "transactions", "create", lambda handle, call: handle(replace(call, body=change(dict(call.body))))
    )


def _lower_ids(handle: Handler, call: Call) -> Answer:
    return handle(replace(call, path={"id": call.path["id"].lower()}))


def _prefix_delete(handle: Handler, call: Call) -> Answer:
    """Deleting one id deletes all that begin with it."""
    answer = handle(call)
    for stored in list(call.account.transactions.newest(None, lambda _: True)):
        if stored.row["id"].startswith(call.path["id"]):
            call.account.transactions.remove(stored.row["id"])
    return answer


def _buried(sandbox: Sandbox) -> None:
    """An id that was deleted can be used again, and is not there afterwards."""
    deleted: set[str] = set()

    def delete(handle: Handler, call: Call) -> Answer:
        deleted.add(call.path["id"])
        return handle(call)

    def get(handle: Handler, call: Call) -> Answer:
        if call.path["id"] in deleted:
            raise RefusedError(404, "Transaction with the provided id not found.")
        return handle(call)

    around("transactions", "delete", delete)(sandbox)
    around("transactions", "get", get)(sandbox)


def _ghosts(sandbox: Sandbox) -> None:
    """The list of one account holder still has what was deleted."""
    deleted: list[Any] = []

    def delete(handle: Handler, call: Call) -> Answer:
        stored = call.account.transactions.get(call.path["id"])
        if stored is not None:
            deleted.append(sandbox.transactions.view(stored))
        return handle(call)

    def listed(handle: Handler, call: Call) -> Answer:
        page = json.loads(handle(call).content)
        holder = call.query.get("account_holder_id")
        ghosts = [one for one in deleted if holder is not None and one["account_holder_id"] == holder]
        return Answer.json({**page, "data": (ghosts + page["data"])[: call.query["limit"]]})

    around("transactions", "delete", delete)(sandbox)
    around("transactions", "list", listed)(sandbox)


def _assigned_now(sandbox: Sandbox) -> None:
    """An assignment makes the transaction a new one, created at that moment."""
    moments: dict[str, str] = {}

    def assign(handle: Handler, call: Call) -> Answer:
        body = json.loads(handle(call).content)
        moments[body["id"]] = body["created_at"] = (call.now + timedelta(seconds=1)).isoformat()
        return Answer.json(body)

    def get(handle: Handler, call: Call) -> Answer:
        body = json.loads(handle(call).content)
        return Answer.json({**body, "created_at": moments.get(body["id"], body["created_at"])})

    around("transactions", "assign", assign)(sandbox)
    around("transactions", "get", get)(sandbox)


def _thin_assignment(handle: Handler, call: Call) -> Answer:
    return Answer.json({**json.loads(handle(call).content), "entities": None})


def _capped(handle: Handler, call: Call) -> Answer:
    """A page of more than 50 is cut there, and is the last."""
    if call.query["limit"] <= 50:
        return handle(call)
    page = json.loads(handle(call).content)
    return Answer.json({"data": page["data"][:50], "next_cursor": None})


def _first_page_only(query: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in query.items() if name != "account_holder_id" or "cursor" not in query
    }


def _local_time(whole: Callable[[Inbound], Answer], inbound: Inbound) -> Answer:
    """A time filter is read without its zone."""
    query = re.sub(r"(?:%2B|-)\d\d(?:%3A|:)\d\d(?=&|$)", "Z", inbound.query)
    return whole(replace(inbound, query=query))


TRANSACTIONS: tuple[Defect, ...] = (
    service(
        "trimmed",
        "blanks around a description are lost",
        "semantics",
        "ledger",
        ABOUT_TRANSACTIONS,
        _kept_as(lambda body: {**body, "description": body["description"].strip()}),
    ),
    service(
        "composed",
        "descriptions are kept in composed Unicode",
        "semantics",
        "ledger",
        ABOUT_TRANSACTIONS,
        _kept_as(lambda body: {**body, "description": unicodedata.normalize("NFC", body["description"])}),
    ),
    service(
        "cut-at-512",
        "descriptions are cut at 512 characters",
        "semantics",
        "ledger",
        ABOUT_TRANSACTIONS,
        _kept_as(lambda body: {**body, "description": body["description"][:512]}),
    ),
    service(
        "single-precision",
        "amounts are kept in single precision",
        "semantics",
        "ledger",
        ABOUT_TRANSACTIONS,
        _kept_as(lambda body: {**body, "amount": _single(body["amount"])}),
    ),
    service(
        "no-leap-day",
        "the 29th of February becomes the 1st of March",
        "semantics",
        "ledger",
        ABOUT_TRANSACTIONS,
        _kept_as(lambda body: {**body, "date": _leap_day(body["date"])}),
    ),
    service(
        "zero-comes-in",
        "an amount of 0 is incoming whatever was sent",
        "semantics",
        "ledger",
        ABOUT_TRANSACTIONS,
        _kept_as(lambda body: body if body["amount"] else {**body, "entry_type": "incoming"}),
    ),
    service(
        "ids-without-case",
        "ids are looked up in lower case",
        "semantics",
        "walk",
        ABOUT_TRANSACTIONS,
        around("transactions", "get", _lower_ids),
    ),
    service(
        "delete-by-prefix",
        "deleting one id deletes all that begin with it",
        "semantics",
        "ledger",
        (*ABOUT_TRANSACTIONS, "transactions_delete"),
        around("transactions", "delete", _prefix_delete),
    ),
    service(
        "buried-id",
        "a deleted id cannot be used again",
        "semantics",
        "rules",
        ("transactions_delete", "transactions_get"),
        _buried,
    ),
    service(
        "ghosts",
        "the list of one account holder has what was deleted",
        "semantics",
        "walk",
        ("transactions_delete", "transactions_list"),
        _ghosts,
    ),
    service(
        "assigned-now",
        "assigning a transaction changes when it was created",
        "semantics",
        "ledger",
        ("transactions_assign", "transactions_get"),
        _assigned_now,
    ),
    service(
        "thin-assignment",
        "the answer to an assignment lacks the entities",
        "semantics",
        "ledger",
        ("transactions_assign", "transactions_get"),
        around("transactions", "assign", _thin_assignment),
    ),
    service(
        "capped-page",
        "a page of more than 50 is cut there and is the last",
        "semantics",
        "ledger",
        (*ABOUT_TRANSACTIONS, *ABOUT_BATCHES),
        around("transactions", "list", _capped),
    ),
    service(
        "filter-on-first-page",
        "the filter by holder is lost on the second page",
        "semantics",
        "walk",
        ("transactions_list",),
        with_query("transactions", _first_page_only),
    ),
    service(
        "zone-ignored",
        "a time filter is read without its zone",
        "semantics",
        "walk",
        ("batches_list", "transactions_list"),
        answering(_local_time),
    ),
)
