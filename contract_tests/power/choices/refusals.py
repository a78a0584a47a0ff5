"""Choices about what is refused, and how: keys, ids, queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from contract_tests.power.choices.chosen import asked_for, does
from contract_tests.power.defect import Defect
from contract_tests.power.tools import Handler, Respond, answering, around
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["REFUSALS"]

STRANGE = "unheard_of"


def _instead(before: int, after: int, *operations: str, key: str | None = None) -> Callable[[Sandbox], None]:
    """Refuse with another status."""

    def change(whole: Respond, inbound: Inbound) -> Answer:
        try:
            return whole(inbound)
        except RefusedError as error:
            sent = inbound.headers.get("x-api-key")
            meant = not key if sent is None else bool(key) and sent.startswith(key or "")
            about = meant if key is not None else asked_for(inbound) in operations
            if error.answer.status == before and about:
                raise RefusedError(after, "No") from None
            raise

    return answering(change)


def _long_ids(whole: Respond, inbound: Inbound) -> Answer:
    if len(inbound.raw_path) > 280 and "x" * 100 in inbound.raw_path:
        raise RefusedError.problem("path", "id", msg="Too long", type="string_too_long")
    return whole(inbound)


def _latin_ids(whole: Respond, inbound: Inbound) -> Answer:
    """An id that is no UTF-8 is read as Latin-1."""
    if re.search("%(?:FF|C0|E9)", inbound.raw_path.upper()):
        return whole(
            replace(inbound, raw_path=re.sub("%(?:FF|C0|E9)", "x", inbound.raw_path, flags=re.IGNORECASE))
        )
    return whole(inbound)


def _query(change: Callable[[str], str]) -> Callable[[Sandbox], None]:
    """Read another query than was sent."""
    return answering(lambda whole, inbound: whole(replace(inbound, query=change(inbound.query))))


def _no_empty_cursor(text: str) -> str:
    return "&".join(one for one in text.split("&") if one not in {"cursor=", "cursor"})


def _no_made_up_cursor(text: str) -> str:
    return "&".join(one for one in text.split("&") if not one.startswith("cursor=made-up"))


def _at_least_one(text: str) -> str:
    return re.sub(r"limit=(?:0|-\d+)(?=&|$)", "limit=1", text)


def _any_list(handle: Handler, call: Call) -> Answer:
    """A cursor of another list is taken."""
    try:
        return handle(call)
    except RefusedError:
        if len(call.query.get("cursor") or "") < 20:
            raise
        return handle(replace(call, query={**call.query, "cursor": None}))


def _most(whole: Respond, inbound: Inbound) -> Answer:
    found = re.search(r"limit=(\d+)", inbound.query)
    if found and int(found[1]) > 1000:
        raise RefusedError.problem("query", "limit", msg="Too many", type="less_than_equal")
    return whole(inbound)


def _clamped(text: str) -> str:
    return re.sub(r"limit=(\d{3,})", lambda found: f"limit={min(int(found[1]), 100)}", text)


def _zone_needed(whole: Respond, inbound: Inbound) -> Answer:
    if re.search(r"created_(?:after|before)=[^&Z]*T(?:[^&Z+]|%3A)*(?:&|$)", inbound.query) and not re.search(
        r"%2B|-\d\d%3A\d\d(?:&|$)|\+", inbound.query
    ):
        raise RefusedError.problem("query", "created_after", msg="No zone", type="timezone_aware")
    return whole(inbound)


def _local(text: str) -> str:
    """Times without a zone are an hour ahead of UTC."""
    return re.sub(
        r"(created_(?:after|before)=\d{4}-\d\d-\d\dT[\d.]+(?:%3A[\d.]+)+)(?=&|$)", r"\1%2B01%3A00", text
    )


def _strange_refused(whole: Respond, inbound: Inbound) -> Answer:
    if STRANGE in inbound.query:
        raise RefusedError.problem("query", STRANGE, msg="Unknown", type="extra_forbidden")
    return whole(inbound)


def _nulls_count(handle: Handler, call: Call) -> Answer:
    if len({"name", "website"} & call.body.keys()) > 1:
        raise RefusedError(400, "Provide either name or website")
    return handle(call)


def _name_wins(handle: Handler, call: Call) -> Answer:
    if call.body.get("name") and call.body.get("website"):
        return handle(replace(call, body={"name": call.body["name"]}))
    return handle(call)


def _nothing_found(handle: Handler, call: Call) -> Answer:
    if call.body.get("name") is None and call.body.get("website") is None:
        return Answer.json({"id": None, "name": None, "mccs": []})
    return handle(call)


def _no_retry_after(whole: Respond, inbound: Inbound) -> Answer:
    try:
        return whole(inbound)
    except RefusedError as error:
        if error.answer.status == 429:
            raise RefusedError(429, "Slow down") from None
        raise


def _anything_goes(handle: Handler, call: Call) -> Answer:
    """An id of any form may be one of an entity."""
    try:
        return handle(call)
    except RefusedError as error:
        if error.answer.status == 400:
            raise RefusedError(404, "Entity with the provided id not found.") from None
        raise


def _failed_404(handle: Handler, call: Call) -> Answer:
    """Of a job that failed there are no results to be found."""
    try:
        return handle(call)
    except RefusedError as error:
        if b"failed" in error.answer.content:
            raise RefusedError(404, "No results") from None
        raise


def _empty_key(whole: Respond, inbound: Inbound) -> Answer:
    if inbound.headers.get("x-api-key") == "":
        raise RefusedError(401, "Not authenticated")
    return whole(inbound)


REFUSALS: tuple[Defect, ...] = (
    does(
        "answers 401 for keys that begin with `invalid-`", "invalid-403", "an unknown key is answered 403",
        "batches_list", _instead(401, 403, key="invalid-"), "probes",
    ),
    does(
        "answers 403 for a missing or empty key", "missing-401", "no key is answered 401", "batches_list",
        _instead(403, 401, key=""), "probes",
    ),
    does(
        "missing or empty key", "empty-401", "an empty key is answered 401", "batches_list", answering(_empty_key),
        "probes",
    ),
    does(
        "for keys that begin with `forbidden-`", "forbidden-401", "a key without the permission is answered 401",
        "batches_list", _instead(403, 401, key="forbidden-"), "probes",
    ),
    does(
        "answers 409 as long as the job is processing", "unready-404",
        "results that are not ready are answered 404", "batches_results", _instead(409, 404, "batches_results"),
        "probes",
    ),
    does(
        "for a job that ended with status error", "failed-404", "results of what failed are answered 404",
        "bank_statements_results", around("bank_statements", "results", _failed_404), "probes",
    ),
    does(
        "refuses an id whose percent-encoding is no UTF-8", "latin-ids",
        "an id that is no UTF-8 is read as Latin-1", "reports_get", answering(_latin_ids), "probes",
    ),
    does(
        "and no other", "long-ids-422", "a long id is answered 422", "reports_get", answering(_long_ids), "probes",
    ),
    does(
        "answers 422 for a limit below 1", "limit-at-least-one", "a limit below 1 is taken for 1", "reports_list",
        _query(_at_least_one), "probes",
    ),
    does(
        "for a cursor that is empty", "empty-cursor", "an empty cursor is taken for none", "reports_list",
        _query(_no_empty_cursor), "probes",
    ),
    does(
        "that it cannot read", "made-up-cursor", "a cursor that was made up is taken for none", "batches_list",
        _query(_no_made_up_cursor), "probes",
    ),
    does(
        "or that belongs to another list", "cursor-of-any-list", "a cursor of another list is taken",
        ("reports_list", "batches_list"), around("reports", "list", _any_list), "probes",
    ),
    does(
        "It has no upper limit", "upper-limit", "a limit above 1000 is refused", "reports_list", answering(_most),
        "probes",
    ),
    does(
        "It has no upper limit", "clamped-limit", "a limit above 100 is taken for 100", "reports_list",
        _query(_clamped), "rules",
    ),
    does(
        "reads times without a zone as UTC", "zone-needed", "a time without a zone is refused", "reports_list",
        answering(_zone_needed), "rules",
    ),
    does(
        "reads times without a zone as UTC", "local-filters", "a time without a zone is an hour ahead",
        "reports_list", _query(_local), "rules",
    ),
    does(
        "ignores unknown parameters", "strange-parameter", "an unknown parameter is refused", "reports_list",
        answering(_strange_refused), "rules",
    ),
    does(
        "for an account holder of the other type", "other-type-400",
        "an account holder of the other type is answered 409", "transactions_assign",
        _instead(422, 409, "transactions_assign"), "rules",
    ),
    does(
        "answers 400 for an id that is no UUID", "any-entity-id", "an id that is no UUID is answered 404",
        "entities_get", around("entities", "get", _anything_goes), "rules",
    ),
    does(
        "answers 400 for a query with both", "name-wins", "of a name and a website the name counts",
        "entities_resolve", around("entities", "resolve", _name_wins),
    ),
    does(
        "for one with neither", "nothing-asked", "a query for nothing finds nothing", "entities_resolve",
        around("entities", "resolve", _nothing_found),
    ),
    does(
        "An explicit null counts as absent", "nulls-count", "a null counts as given", "entities_resolve",
        around("entities", "resolve", _nulls_count), "walk",
    ),
    does(
        "The sandbox answers 404.", "no-set-400", "a set that there is not is answered 400", "categories_get",
        _instead(404, 400, "categories_get"), "probes",
    ),
    does(
        "The sandbox answers 400.", "eleventh-409", "an eleventh webhook is answered 409", "webhooks_create",
        _instead(400, 409, "webhooks_create"), "probes",
    ),
    does(
        "The sandbox answers 404 here too", "no-hook-400", "a webhook that there is not is answered 400",
        "webhooks_patch", _instead(404, 400, "webhooks_patch"), "probes",
    ),
    does(
        "answers 423 for keys that begin with `broke-`", "broke-402", "a key without credits is answered 403",
        "transactions_create", _instead(423, 403, key="broke-"), "probes",
    ),
    does(
        "always with Retry-After", "no-retry-after", "a 429 does not say when to try again", "batches_list",
        answering(_no_retry_after), "conformance",
    ),
)  # fmt: skip
