"""Broken promises that every list has made, everything that can be deleted, and every write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from contract_tests.power.seam import Answered, Asked, at_the_gate, in_the_service, on_the_wire
from contract_tests.power.tools import Handler, Respond, answering, around, on, with_query, without
from contract_tests.provider.machinery.broken.broken import Broken, answers, does, serves
from contract_tests.provider.rules.deletions import Deletion, deletions
from contract_tests.provider.rules.lists import Listing, listings
from ntropy_client import document as documents
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError
from ntropy_client.sandbox.service import Sandbox

__all__ = ["EVERYWHERE"]

KEY = "embedded-first"
"""Of the account that the embedded check uses."""
REFUSALS = (
    "a-refused-write-changes-nothing",
    "a-refused-batch-changes-nothing",
    "a-refused-write-changes-no-account-holder",
    "a-refused-write-changes-no-statement",
    "a-refused-write-changes-no-report",
    "a-refused-write-changes-no-webhook",
    "a-refused-write-changes-no-category-set",
    "a-refused-write-changes-no-rule",
)


def _of_lists(listing: Listing) -> Iterator[Broken]:
    tag, word = listing.collection, listing.collection.replace("_", "-")
    yield answers(
        f"{word}-are-listed-newest-first",
        "a page is the other way round",
        listing.list,
        lambda body: body["data"].reverse(),
    )
    yield serves(
        f"{word}-are-listed-newest-first",
        "a page has one item at least too many",
        f"{tag}.list",
        lambda handle, call: handle(replace(call, query={**call.query, "limit": call.query["limit"] + 1})),
    )
    paged = f"{word}-are-met-once-each-from-page-to-page"
    yield Broken(paged, "the first after a cursor is left out", on_the_wire(lambda: on(listing.list, _skip)))
    yield does(paged, "a cursor counts from the top", _from_the_top(tag))
    for name in ("created_after", "created_before"):
        yield does(f"{word}-are-filtered-by-time", f"{name} is ignored", with_query(tag, without(name)))
    if listing.statuses:
        yield does(
            f"{word}-are-filtered-by-status", "the status is ignored", with_query(tag, without("status"))
        )
        yield does(
            f"{word}-are-filtered-by-status",
            "nothing has the last of all statuses but one",
            with_query(tag, lambda query: _other_status(query, listing)),
        )
        yield does(
            f"{word}-keep-their-filters-from-page-to-page",
            "the status counts on the first page only",
            with_query(tag, lambda query: without("status")(query) if "cursor" in query else query),
        )


def _other_status(query: Mapping[str, Any], listing: Listing) -> Mapping[str, Any]:
    status = query.get("status")
    if status is None or "created_after" in query:
        return query
    return {**query, "status": listing.statuses[0] if status == listing.statuses[-2] else status}


def _skip(asked: Asked, answered: Answered) -> None:
    if "cursor" in asked.query:
        body = answered.json()
        answered.become({**body, "data": body["data"][1:]})


def _from_the_top(tag: str) -> Callable[[Sandbox], None]:
    """A cursor is the number of items before it, so that whatever arrives moves the rest."""

    def listed(handle: Handler, call: Call) -> Answer:
        before = int(call.query.get("cursor", 0))
        query = {name: value for name, value in call.query.items() if name != "cursor"}
        whole = json.loads(handle(replace(call, query=query | {"limit": 1000})).content)["data"]
        limit = call.query["limit"]
        following = str(before + limit) if len(whole) > before + limit else None
        return Answer.json({"data": whole[before : before + limit], "next_cursor": following})

    return around(tag, "list", listed)


def _of_deletions(deletion: Deletion) -> Iterator[Broken]:
    tag, word = deletion.collection, deletion.collection.replace("_", "-")
    promise = f"{word}-are-gone-once-deleted"
    yield serves(
        promise, "a deletion is answered and not carried out", f"{tag}.delete", lambda _, __: Answer(204)
    )
    yield Broken(promise, "deleted items are still listed", in_the_service(_ghosts(tag)))
    yield serves(promise, "the newest goes with it", f"{tag}.delete", _and_the_newest(deletion))
    for operation in deletion.below:
        yield Broken(
            promise, f"{operation.id} is answered 410", on_the_wire(partial(on, operation.id, _gone, 404))
        )
    if deletion.named:
        yield does(promise, "a deleted id cannot be used again", _buried(tag))


def _gone(_: Asked, answered: Answered) -> None:
    answered.status = 410


def _ghosts(tag: str) -> Callable[[Sandbox], None]:
    def install(sandbox: Sandbox) -> None:
        seen: dict[str, Any] = {}

        def listed(handle: Handler, call: Call) -> Answer:
            body = json.loads(handle(call).content)
            known = {one["id"] for one in body["data"]}
            body["data"] += [one for one in seen.values() if one["id"] not in known]
            return Answer.json(body)

        def made(handle: Handler, call: Call) -> Answer:
            answer = handle(call)
            one = json.loads(answer.content)
            seen[one["id"]] = one
            return answer

        around(tag, "list", listed)(sandbox)
        around(tag, "create", made)(sandbox)

    return install


def _and_the_newest(deletion: Deletion) -> Callable[[Handler, Call], Answer]:
    def delete(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        kept: Any = {
            "transactions": [one.row["id"] for one in call.account.transactions.newest(None, lambda _: True)],
            "account_holders": list(reversed(call.account.profile.holders)),
            "bank_statements": list(reversed(call.account.statements)),
            "reports": list(reversed(call.account.reports)),
            "webhooks": list(reversed(call.account.webhooks)),
        }[deletion.collection]
        handle(replace(call, path={"id": kept[0]}))
        return answer

    return delete


def _buried(tag: str) -> Callable[[Sandbox], None]:
    def install(sandbox: Sandbox) -> None:
        buried: set[str] = set()

        def deleted(handle: Handler, call: Call) -> Answer:
            buried.add(call.path["id"])
            return handle(call)

        def made(handle: Handler, call: Call) -> Answer:
            if call.body["id"] in buried:
                raise RefusedError(400, "This id was deleted.")
            return handle(call)

        around(tag, "delete", deleted)(sandbox)
        around(tag, "create", made)(sandbox)

    return install


def _refused_and_done(whole: Respond, inbound: Inbound) -> Answer:
    try:
        return whole(inbound)
    except RefusedError as error:
        if error.answer.status == 401:
            whole(replace(inbound, headers={**inbound.headers, "x-api-key": KEY}))
        raise


def _no_key_needed(asked: Asked) -> None:
    asked.headers["x-api-key"] = KEY


def _all() -> Iterator[Broken]:
    document = documents.load()
    for listing in listings(document):
        yield from _of_lists(listing)
    for deletion in deletions(document):
        yield from _of_deletions(deletion)
    for promise in REFUSALS:
        yield does(promise, "what is refused without a good key is done", answering(_refused_and_done))
        yield Broken(promise, "no key is needed", at_the_gate(lambda: _no_key_needed))


EVERYWHERE: tuple[Broken, ...] = tuple(_all())
