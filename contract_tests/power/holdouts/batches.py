"""Hold-outs in what the service does with batches and with lists of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service
from contract_tests.power.tools import Handler, around, with_query
from ntropy_client.sandbox.answer import Answer, Call

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["BATCHES"]

ABOUT_BATCHES = ("batches_create", "batches_get", "batches_list", "batches_results")


def _stale_list(handle: Handler, call: Call) -> Answer:
    """The list shows batches as they were when they were submitted."""
    page = json.loads(handle(call).content)
    data = [{**one, "progress": 0} for one in page["data"]]
    return Answer.json({**page, "data": data})


def _skipping(handle: Handler, call: Call) -> Answer:
    """The first item after a cursor is left out."""
    page = json.loads(handle(call).content)
    return Answer.json({**page, "data": page["data"][1:]}) if "cursor" in call.query else Answer.json(page)


def _either(query: dict[str, Any]) -> dict[str, Any]:
    """With two filters, the second is enough."""
    return {name: value for name, value in query.items() if name != "status" or "created_after" not in query}


def _distinct(handle: Handler, call: Call) -> Answer:
    """Of two items with one id a batch counts one."""
    seen: dict[str, Any] = {}
    for item in call.body["data"]:
        seen[item["id"]] = item
    return handle(replace(call, body={**call.body, "data": list(seen.values())}))


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


BATCHES: tuple[Defect, ...] = (
    service(
        "stale-list",
        "the list shows batches as they were at first",
        "semantics",
        "ledger",
        ABOUT_BATCHES,
        around("batches", "list", _stale_list),
    ),
    service(
        "skipping-cursor",
        "the first item after a cursor is left out",
        "semantics",
        "walk",
        ("batches_list",),
        around("batches", "list", _skipping),
    ),
    service(
        "one-filter-of-two",
        "of two filters one is ignored",
        "semantics",
        "walk",
        ("batches_list",),
        with_query("batches", _either),
    ),
    service(
        "distinct-total",
        "a batch counts two items with one id once",
        "semantics",
        "walk",
        ABOUT_BATCHES,
        around("batches", "create", _distinct),
    ),
    service(
        "one-for-all",
        "the same batch submitted again gives the first one",
        "semantics",
        "ledger",
        ABOUT_BATCHES,
        _one_for_all,
    ),
    service(
        "hard-batch",
        "an item that cannot be enriched fails the batch",
        "semantics",
        "rules",
        ABOUT_BATCHES,
        around("batches", "create", _hard_batch),
    ),
    service(
        "everybody-listed",
        "the list of batches has those of all accounts",
        "semantics",
        "probes",
        ("batches_list",),
        _everybody,
    ),
)
