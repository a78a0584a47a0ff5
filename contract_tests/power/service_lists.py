"""Defects of the service in lists: pages, filters, order."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from contract_tests.power.defect import Defect, service
from contract_tests.power.tools import Handler, around, with_query, without
from ntropy_client.sandbox.answer import Answer, Call

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["LISTS"]


def _offset(resource: str) -> Callable[[Sandbox], None]:
    """Cursors count from the newest item, so that pages shift when items arrive."""

    def listed(handle: Handler, call: Call) -> Answer:
        query = dict(call.query)
        cursor = str(query.pop("cursor", "o0"))
        start = int(cursor[1:]) if cursor[1:].isdigit() else 0
        limit: int = query["limit"]
        whole = json.loads(handle(replace(call, query={**query, "limit": 10**6})).content)["data"]
        more = start + limit < len(whole)
        following = f"o{start + limit}" if more else None
        return Answer.json({"next_cursor": following, "data": whole[start : start + limit]})

    return around(resource, "list", listed)


def _oldest_first(handle: Handler, call: Call) -> Answer:
    page = json.loads(handle(call).content)
    return Answer.json({**page, "data": page["data"][::-1]})


LISTS: tuple[Defect, ...] = (
    service(
        "status-ignored",
        "the filter by status is ignored",
        "semantics",
        "ledger",
        "batches_list",
        with_query("batches", without("status")),
    ),
    service(
        "holder-ignored",
        "the filter by account holder is ignored",
        "semantics",
        "walk",
        "transactions_list",
        with_query("transactions", without("account_holder_id")),
    ),
    service(
        "after-ignored",
        "created_after is ignored",
        "semantics",
        "rules",
        "transactions_list",
        with_query("transactions", without("created_after")),
    ),
    service(
        "before-ignored",
        "created_before is ignored",
        "semantics",
        "walk",
        "batches_list",
        with_query("batches", without("created_before")),
    ),
    service(
        "cursor-ignored",
        "every page is the first",
        "semantics",
        "probes",
        "batches_list",
        with_query("batches", without("cursor")),
    ),
    service(
        "limit-ignored",
        "a page has more items than its limit",
        "semantics",
        "ledger",
        "batches_list",
        with_query("batches", lambda query: {**query, "limit": max(query["limit"], 50)}),
    ),
    service(
        "offset-cursors",
        "pages shift when items arrive",
        "semantics",
        "rules",
        "transactions_list",
        _offset("transactions"),
    ),
    service(
        "oldest-first",
        "a page is listed oldest first",
        "semantics",
        "ledger",
        "batches_list",
        around("batches", "list", _oldest_first),
    ),
)
