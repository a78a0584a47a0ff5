"""Defects written from the document alone, with no probe, rule or oracle in mind.

What one of these shows is mended where it is general, in an oracle or a relation, and never by a
case made for it.
"""

from __future__ import annotations

import json
import re
import struct
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, Kind, Seam
from contract_tests.power.seam import Answered, Asked, Install, in_the_service, on_the_wire
from contract_tests.power.service import Handler, answering, around, with_query
from contract_tests.power.wire import edit, items_of
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["HOLDOUTS"]

Change = Callable[[Any], None]


def _entity(change: Change) -> Change:
    """Change the counterparty of a transaction that has one."""

    def changed(body: Any) -> None:
        counterparty = (body.get("entities") or {}).get("counterparty")
        if counterparty is not None:
            change(counterparty)

    return changed


def _member(name: str, change: Callable[[Any], Any]) -> Change:
    def changed(body: Any) -> None:
        if body.get(name) is not None:
            body[name] = change(body[name])

    return changed


def _error_code(body: Any) -> None:
    if body.get("error"):
        body["error"]["code"] = "holder_unknown"


def _no_intermediaries(body: Any) -> None:
    if body.get("entities") and not body["entities"]["intermediaries"]:
        body["entities"]["intermediaries"] = None


def _single(amount: float) -> float:
    return float(struct.unpack("f", struct.pack("f", amount))[0])


def _leap_day(day: str) -> str:
    return day.replace("-02-29", "-03-01")


def _html(status: int) -> Callable[[], Callable[[Asked, Answered], None]]:
    def rewrite(_: Asked, answered: Answered) -> None:
        if answered.status == status:
            answered.headers["content-type"] = "text/html"
            answered.content = b"<h1>Sorry</h1>"

    return lambda: rewrite


def _flat_locations(body: Any) -> None:
    for problem in body["detail"]:
        problem["loc"] = ".".join(map(str, problem["loc"]))


def _retry_soon() -> Callable[[Asked, Answered], None]:
    def rewrite(_: Asked, answered: Answered) -> None:
        if "retry-after" in answered.headers:
            answered.headers["retry-after"] = "soon"

    return rewrite


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


def _stale_list(handle: Handler, call: Call) -> Answer:
    """The list shows batches as they were when they were submitted."""
    page = json.loads(handle(call).content)
    data = [{**one, "progress": 0} for one in page["data"]]
    return Answer.json({**page, "data": data})


def _capped(handle: Handler, call: Call) -> Answer:
    """A page of more than 50 is cut there, and is the last."""
    if call.query["limit"] <= 50:
        return handle(call)
    page = json.loads(handle(call).content)
    return Answer.json({"data": page["data"][:50], "next_cursor": None})


def _skipping(handle: Handler, call: Call) -> Answer:
    """The first item after a cursor is left out."""
    page = json.loads(handle(call).content)
    return Answer.json({**page, "data": page["data"][1:]}) if "cursor" in call.query else Answer.json(page)


def _first_page_only(query: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in query.items() if name != "account_holder_id" or "cursor" not in query
    }


def _either(query: dict[str, Any]) -> dict[str, Any]:
    """With two filters, the second is enough."""
    return {name: value for name, value in query.items() if name != "status" or "created_after" not in query}


def _local_time(whole: Callable[[Inbound], Answer], inbound: Inbound) -> Answer:
    """A time filter is read without its zone."""
    query = re.sub(r"(?:%2B|-)\d\d(?:%3A|:)\d\d(?=&|$)", "Z", inbound.query)
    return whole(replace(inbound, query=query))


def _distinct(handle: Handler, call: Call) -> Answer:
    """Of two items with one id a batch counts one."""
    seen: dict[str, Any] = {}
    for item in call.body["data"]:
        seen[item["id"]] = item
    return handle(replace(call, body={**call.body, "data": list(seen.values())}))


def _hundred(body: Any) -> None:
    body["results"] = body["results"][:100]


def _one_for_all(sandbox: Sandbox) -> None:
    """The same batch submitted again gives the first one."""
    made: dict[str, bytes] = {}

    def create(handle: Handler, call: Call) -> Answer:
        key = json.dumps(call.body, sort_keys=True)
        if key not in made:
            made[key] = handle(call).content
        return Answer(200, made[key])

    around("batches", "create", create)(sandbox)


def _hard_batch(handle: Handler, call: Call) -> Answer:
    """One item that cannot be enriched fails the batch."""
    holders = [item.get("account_holder_id") or "" for item in call.body["data"]]
    if any(holder.startswith("unknown") for holder in holders):
        data = [{**item, "description": "sandbox:batch-error"} for item in call.body["data"]]
        call = replace(call, body={**call.body, "data": data})
    return handle(call)


def _nearly_done(body: Any) -> None:
    if body["status"] == "completed" and body["total"] > 1:
        body["progress"] = body["total"] - 1


def _everybody(sandbox: Sandbox) -> None:
    """The list of batches has those of all accounts."""

    def listed(handle: Handler, call: Call) -> Answer:
        page = json.loads(handle(call).content)
        others = [
            sandbox.batches.view(job, call)
            for account in sandbox.accounts.values()
            if account is not call.account
            for job in account.jobs.values()
        ]
        return Answer.json({**page, "data": (page["data"] + others)[: call.query["limit"]]})

    around("batches", "list", listed)(sandbox)


def _held(
    name: str, what: str, kind: Kind, seam: Seam, part: str, operations: tuple[str, ...], install: Install
) -> Defect:
    return Defect(name, what, kind, seam, part, operations, install, holdout=True)


def _wire(
    name: str,
    what: str,
    kind: Kind,
    part: str,
    operations: tuple[str, ...],
    make: Callable[[], Callable[[Asked, Answered], None]],
) -> Defect:
    return _held(name, what, kind, "wire", part, operations, on_the_wire(make))


def _service(
    name: str,
    what: str,
    kind: Kind,
    part: str,
    operations: tuple[str, ...],
    change: Callable[[Sandbox], None],
) -> Defect:
    return _held(name, what, kind, "service", part, operations, in_the_service(change))


TRANSACTIONS = ("transactions_create", "transactions_get", "transactions_list")
BATCHES = ("batches_create", "batches_get", "batches_list", "batches_results")

HOLDOUTS: tuple[Defect, ...] = (
    _wire(
        "code-as-string",
        "merchant category codes are strings",
        "schema",
        "conformance",
        TRANSACTIONS,
        edit("transactions_get", _entity(_member("mccs", lambda codes: [str(code) for code in codes]))),
    ),
    _wire(
        "null-list",
        "no intermediaries are null and not an empty list",
        "schema",
        "conformance",
        TRANSACTIONS,
        edit("transactions_create", _no_intermediaries),
    ),
    _wire(
        "entity-id-of-another-form",
        "the id of an entity is no UUID",
        "schema",
        "conformance",
        BATCHES,
        edit("batches_results", items_of(_entity(_member("id", lambda identity: f"ent_{identity[:8]}")))),
    ),
    _wire(
        "unheard-of-error",
        "an item error has a code that nobody described",
        "schema",
        "conformance",
        BATCHES,
        edit("batches_results", items_of(_error_code)),
    ),
    _wire(
        "lower-case-currency",
        "currencies are listed in lower case",
        "schema",
        "conformance",
        TRANSACTIONS,
        edit("transactions_list", items_of(_member("currency", str.lower))),
    ),
    _wire(
        "html-404",
        "a missing item is answered with a page in HTML",
        "protocol",
        "conformance",
        TRANSACTIONS,
        _html(404),
    ),
    _wire(
        "flat-loc",
        "problems tell their place as text",
        "schema",
        "conformance",
        TRANSACTIONS,
        edit("transactions_create", _flat_locations, 422),
    ),
    _wire("retry-soon", "Retry-After is a word", "protocol", "conformance", BATCHES, _retry_soon),
    _wire(
        "hundred-results",
        "no more than a hundred results are given",
        "semantics",
        "walk",
        BATCHES,
        edit("batches_results", _hundred),
    ),
    _wire(
        "nearly-done",
        "a completed batch has one item to go",
        "semantics",
        "rules",
        BATCHES,
        edit("batches_get", _nearly_done),
    ),
    _service(
        "trimmed",
        "blanks around a description are lost",
        "semantics",
        "ledger",
        TRANSACTIONS,
        _kept_as(lambda body: {**body, "description": body["description"].strip()}),
    ),
    _service(
        "composed",
        "descriptions are kept in composed Unicode",
        "semantics",
        "ledger",
        TRANSACTIONS,
        _kept_as(lambda body: {**body, "description": unicodedata.normalize("NFC", body["description"])}),
    ),
    _service(
        "cut-at-512",
        "descriptions are cut at 512 characters",
        "semantics",
        "ledger",
        TRANSACTIONS,
        _kept_as(lambda body: {**body, "description": body["description"][:512]}),
    ),
    _service(
        "single-precision",
        "amounts are kept in single precision",
        "semantics",
        "ledger",
        TRANSACTIONS,
        _kept_as(lambda body: {**body, "amount": _single(body["amount"])}),
    ),
    _service(
        "no-leap-day",
        "the 29th of February becomes the 1st of March",
        "semantics",
        "ledger",
        TRANSACTIONS,
        _kept_as(lambda body: {**body, "date": _leap_day(body["date"])}),
    ),
    _service(
        "zero-comes-in",
        "an amount of 0 is incoming whatever was sent",
        "semantics",
        "ledger",
        TRANSACTIONS,
        _kept_as(lambda body: body if body["amount"] else {**body, "entry_type": "incoming"}),
    ),
    _service(
        "ids-without-case",
        "ids are looked up in lower case",
        "semantics",
        "walk",
        TRANSACTIONS,
        around("transactions", "get", _lower_ids),
    ),
    _service(
        "delete-by-prefix",
        "deleting one id deletes all that begin with it",
        "semantics",
        "ledger",
        (*TRANSACTIONS, "transactions_delete"),
        around("transactions", "delete", _prefix_delete),
    ),
    _service(
        "buried-id",
        "a deleted id cannot be used again",
        "semantics",
        "rules",
        ("transactions_delete", "transactions_get"),
        _buried,
    ),
    _service(
        "ghosts",
        "the list of one account holder has what was deleted",
        "semantics",
        "walk",
        ("transactions_delete", "transactions_list"),
        _ghosts,
    ),
    _service(
        "assigned-now",
        "assigning a transaction changes when it was created",
        "semantics",
        "ledger",
        ("transactions_assign", "transactions_get"),
        _assigned_now,
    ),
    _service(
        "thin-assignment",
        "the answer to an assignment lacks the entities",
        "semantics",
        "ledger",
        ("transactions_assign", "transactions_get"),
        around("transactions", "assign", _thin_assignment),
    ),
    _service(
        "stale-list",
        "the list shows batches as they were at first",
        "semantics",
        "ledger",
        BATCHES,
        around("batches", "list", _stale_list),
    ),
    _service(
        "capped-page",
        "a page of more than 50 is cut there and is the last",
        "semantics",
        "ledger",
        (*TRANSACTIONS, *BATCHES),
        around("transactions", "list", _capped),
    ),
    _service(
        "skipping-cursor",
        "the first item after a cursor is left out",
        "semantics",
        "walk",
        ("batches_list",),
        around("batches", "list", _skipping),
    ),
    _service(
        "filter-on-first-page",
        "the filter by holder is lost on the second page",
        "semantics",
        "walk",
        ("transactions_list",),
        with_query("transactions", _first_page_only),
    ),
    _service(
        "one-filter-of-two",
        "of two filters one is ignored",
        "semantics",
        "walk",
        ("batches_list",),
        with_query("batches", _either),
    ),
    _service(
        "zone-ignored",
        "a time filter is read without its zone",
        "semantics",
        "walk",
        ("batches_list", "transactions_list"),
        answering(_local_time),
    ),
    _service(
        "distinct-total",
        "a batch counts two items with one id once",
        "semantics",
        "walk",
        BATCHES,
        around("batches", "create", _distinct),
    ),
    _service(
        "one-for-all",
        "the same batch submitted again gives the first one",
        "semantics",
        "ledger",
        BATCHES,
        _one_for_all,
    ),
    _service(
        "hard-batch",
        "an item that cannot be enriched fails the batch",
        "semantics",
        "rules",
        BATCHES,
        around("batches", "create", _hard_batch),
    ),
    _service(
        "everybody-listed",
        "the list of batches has those of all accounts",
        "semantics",
        "probes",
        ("batches_list",),
        _everybody,
    ),
)
