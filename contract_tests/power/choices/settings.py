"""Choices about category sets, entities, reports, and how webhooks are shown."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.choices.chosen import does, tells
from contract_tests.power.defect import Defect
from contract_tests.power.tools import Handler, around, edit, showing
from ntropy_client.sandbox.answer import Answer, Call, RefusedError
from ntropy_client.sandbox.category_set import CategorySet
from ntropy_client.sandbox.report import REJECT, Report

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["SETTINGS"]

ENRICH, RESOLVE, ENTITY = "transactions_create", "entities_resolve", "entities_get"
SET, RESET = ("categories_set", ENRICH), ("categories_reset", "categories_set", "categories_get")
HOOKS, PATCH = ("webhooks_create", "webhooks_list"), ("webhooks_patch", "webhooks_create")
REPORT = ("reports_create", "reports_get")


def _lacking(body: Any) -> None:
    for names in body.values():
        if len(names) > 20:
            names.remove(names[3])


def _without_special(body: Any) -> None:
    for direction, names in body.items():
        if len(names) > 20:
            body[direction] = [one for one in names if one != "not enough information"]


class _Exact(CategorySet):
    """A set that looks at the case of its names."""

    __slots__ = ()

    def choose(self, found: str, *, incoming: bool) -> str:
        names = self.incoming if incoming else self.outgoing
        if found in names:
            return found
        return "other" if "other" in names else "not enough information"


class _Usual(CategorySet):
    """A set whose names are told as they are spelt by default."""

    __slots__ = ()

    def choose(self, found: str, *, incoming: bool) -> str:
        chosen = super().choose(found, incoming=incoming)
        return found if chosen.casefold() == found.casefold() else chosen


class _Narrow(CategorySet):
    """A set that has no name for what it does not know."""

    __slots__ = ()

    def choose(self, found: str, *, incoming: bool) -> str:
        names = {one.casefold() for one in (self.incoming if incoming else self.outgoing)}
        return (
            super().choose(found, incoming=incoming)
            if found.casefold() in names
            else "not enough information"
        )


def _as(kind: type[CategorySet]) -> Callable[[Sandbox], None]:
    def put(handle: Handler, call: Call) -> Answer:
        answer = handle(call)
        call.account.profile.put_set(call.path["id"], kind(call.body["incoming"], call.body["outgoing"]))
        return answer

    return around("categories", "set", put)


def _emptied(handle: Handler, call: Call) -> Answer:
    """The reset of a custom set leaves a set without names."""
    answer = handle(call)
    if json.loads(answer.content) is None:
        call.account.profile.put_set(call.path["id"], CategorySet([], []))
    return answer


def _nothing(body: Any, _: Call) -> Any:
    return {} if body is None else body


def _persons_too(body: Any, _: Call) -> Any:
    party = (body.get("entities") or {}).get("counterparty")
    if party and party["type"] == "person" and party.get("name"):
        party["id"] = str(uuid.uuid5(uuid.NAMESPACE_DNS, party["name"]))
    return body


def _names_too(body: Any, _: Call) -> Any:
    party = (body.get("entities") or {}).get("counterparty")
    if party and party["type"] == "organization" and party.get("name"):
        party["id"] = party.get("id") or str(uuid.uuid5(uuid.NAMESPACE_DNS, party["name"]))
    return body


def _free_when_unknown(handle: Handler, call: Call) -> Answer:
    try:
        return handle(call)
    except RefusedError as error:
        if error.answer.status != 423 or "netflix" in str(call.body.get("name")).lower():
            raise
        return Answer.json({"id": None, "name": None, "mccs": []})


def _exact_site(handle: Handler, call: Call) -> Answer:
    """Only the very host is found."""
    body = json.loads(handle(call).content)
    website = call.body.get("website")
    if website and body["website"] and website != body["website"]:
        body = {name: [] if name == "mccs" else None for name in body}
    return Answer.json(body)


def _no_pages(handle: Handler, call: Call) -> Answer:
    """Pages below a host are not found."""
    body = json.loads(handle(call).content)
    if "/" in (call.body.get("website") or "").removeprefix("https://"):
        body = {name: [] if name == "mccs" else None for name in body}
    return Answer.json(body)


def _nowhere(body: Any, _: Call) -> Any:
    return {**body, "location": None}


def _echoed_name(body: Any, call: Call) -> Any:
    return {**body, "name": body["name"] or call.body.get("name")}


def _codes_lost(body: Any, _: Call) -> Any:
    if body["id"] is None:
        body.pop("mccs", None)
        body["mccs"] = [0]
    return body


def _known_only(handle: Handler, call: Call) -> Answer:
    if call.account.transactions.get(call.body["transaction_id"]) is None:
        raise RefusedError(404, "Transaction with the provided id not found.")
    return handle(call)


class _Exacting(Report):
    """A report that is rejected only when it begins so."""

    __slots__ = ()

    def status(self, now: Any) -> Any:
        found = super().status(now)
        return "resolved" if found == "rejected" and not self.description.startswith(REJECT) else found


def _begins(handle: Handler, call: Call) -> Answer:
    answer = handle(call)
    made = call.account.reports[json.loads(answer.content)["id"]]
    names = ("id", "position", "transaction_id", "description", "fields", "created", "pace")
    call.account.reports[made.id] = _Exacting(**{name: getattr(made, name) for name in names})
    return answer


def _no_fields_rejected(sandbox: Sandbox) -> None:
    """A report of no fields is rejected."""
    view = sandbox.reports.view

    def shown(report: Report, call: Call) -> dict[str, Any]:
        body = view(report, call)
        if body["status"] == "resolved" and not report.fields:
            return {**body, "status": "rejected", "rejection_reason": "There are no fields"}
        return body

    setattr(sandbox.reports, "view", shown)  # noqa: B010


def _oldest_first(body: Any, _: Call) -> Any:
    return {**body, "data": body["data"][::-1]}


def _by_address(body: Any, _: Call) -> Any:
    return {**body, "data": sorted(body["data"], key=lambda one: str(one["url"]))}


def _more_to_come(body: Any, _: Call) -> Any:
    return {**body, "next_cursor": body["data"][-1]["id"] if body["data"] else None}


def _null_clears(name: str, value: object) -> Callable[[Handler, Call], Answer]:
    """A null changes more than the token."""

    def patch(handle: Handler, call: Call) -> Answer:
        if name in call.body and call.body[name] is None:
            call = replace(call, body={**call.body, name: value})
        return handle(call)

    return patch


def _null_refused(handle: Handler, call: Call) -> Answer:
    if any(value is None for value in call.body.values()):
        raise RefusedError.problem("body", msg="Input should not be null", type="null_forbidden")
    return handle(call)


SETTINGS: tuple[Defect, ...] = (
    tells(
        "have every category that its enrichment finds", "default-lacks-one", "a default set lacks a category",
        ("categories_get", ENRICH), edit("categories_get", _lacking),
    ),
    tells(
        "have every category that its enrichment finds", "default-lacks-special",
        "a default set lacks the category of what is not known", ("categories_get", ENRICH),
        edit("categories_get", _without_special),
    ),
    does(
        "does not look at the case of the names", "case-of-names", "a set looks at the case of its names", SET,
        _as(_Exact),
    ),
    does(
        "gives a category as the set spells it", "usual-spelling", "a category is spelt as it usually is", SET,
        _as(_Usual),
    ),
    does(
        "becomes `other` where the set has that name", "never-other", "what is not in a set never becomes `other`",
        SET, _as(_Narrow),
    ),
    does(
        "removes it and answers null", "emptied-set", "a custom set that is reset has no names", RESET,
        around("categories", "reset", _emptied),
    ),
    does(
        "removes it and answers null", "reset-to-nothing", "the reset of a custom set answers an empty object",
        RESET, showing("categories", "reset", _nothing),
    ),
    does(
        "Persons, and organisations of which enrichment found only the name, have no id in it", "persons-have-ids",
        "persons have ids", (ENTITY, ENRICH), showing("transactions", "create", _persons_too),
    ),
    does(
        "organisations of which enrichment found only the name, have no id", "names-have-ids",
        "organisations of which only the name is known have ids", (ENTITY, ENRICH),
        showing("transactions", "create", _names_too),
    ),
    does(
        "knows organisations by their website", "exact-sites", "an organisation is found by its very website only",
        RESOLVE, around("entities", "resolve", _exact_site),
    ),
    does(
        "Of a host or page the nearest above it that is known is found", "no-pages-below",
        "pages of a website are not found", RESOLVE, around("entities", "resolve", _no_pages),
    ),
    does(
        "which costs the same", "unknown-is-free", "a query that finds nothing costs nothing", (RESOLVE, ENRICH),
        around("entities", "resolve", _free_when_unknown),
    ),
    does(
        "every field is null when nothing fits", "name-comes-back",
        "where nothing fits the name of the query comes back", RESOLVE,
        showing("entities", "resolve", _echoed_name),
    ),
    does(
        "every field is null when nothing fits", "codes-of-nobody", "where nothing fits there are codes", RESOLVE,
        showing("entities", "resolve", _codes_lost),
    ),
    does(
        "The location is that of the query", "no-location", "the location of a query is lost", RESOLVE,
        showing("entities", "resolve", _nowhere),
    ),
    does(
        "does not look whether there is such a transaction", "known-transactions",
        "a transaction that there is not cannot be reported", REPORT, around("reports", "create", _known_only),
    ),
    does(
        "rejects a report whose description contains `sandbox:reject`", "begins-with-reject",
        "a report is rejected only when it begins so", REPORT, around("reports", "create", _begins),
    ),
    does(
        "resolves every other", "no-fields-rejected", "a report of no fields is rejected", REPORT,
        _no_fields_rejected,
    ),
    does(
        "lists the newest first", "oldest-hook-first", "webhooks are listed oldest first", HOOKS,
        showing("webhooks", "list", _oldest_first),
    ),
    does(
        "lists the newest first", "hooks-by-address", "webhooks are listed by their addresses", HOOKS,
        showing("webhooks", "list", _by_address),
    ),
    does(
        "never gives a cursor", "cursor-of-hooks", "a list of webhooks has a cursor", HOOKS,
        showing("webhooks", "list", _more_to_come),
    ),
    does(
        "a null takes the token away", "null-keeps-token", "a null leaves the token", PATCH,
        around("webhooks", "patch", _null_clears("token", "kept")),
    ),
    does(
        "leaves the other fields as they are", "null-events", "a null takes the events away", PATCH,
        around("webhooks", "patch", _null_clears("events", [])),
    ),
    does(
        "leaves the other fields as they are", "null-disables", "a null disables a webhook", PATCH,
        around("webhooks", "patch", _null_clears("enabled", False)),
    ),
    does(
        "leaves the other fields as they are", "null-refused", "a null is refused", PATCH,
        around("webhooks", "patch", _null_refused),
    ),
)  # fmt: skip
