"""Hold-outs in webhooks."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, service, wire
from contract_tests.power.tools import Handler, around, edit, items_of, keeping, showing
from ntropy_client.sandbox.answer import Answer, Call, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["WEBHOOKS"]

CREATE, GET, LIST, PATCH, DELETE = (
    "webhooks_create", "webhooks_get", "webhooks_list", "webhooks_patch", "webhooks_delete",
)  # fmt: skip


def _empty_disables(handle: Handler, call: Call) -> Answer:
    """A change of nothing disables a webhook."""
    return handle(call if call.body else replace(call, body={"enabled": False}))


def _null_token_stays(handle: Handler, call: Call) -> Answer:
    return handle(replace(call, body={name: value for name, value in call.body.items() if value is not None}))


def _ten_in_all(sandbox: Sandbox) -> None:
    """Webhooks that were deleted count among the ten."""
    made: dict[str, int] = {}

    def create(handle: Handler, call: Call) -> Answer:
        if made.get(call.account.name, 0) >= 10:
            raise RefusedError(400, "There are 10 webhooks already, and there can be no more.")
        answer = handle(call)
        made[call.account.name] = made.get(call.account.name, 0) + 1
        return answer

    around("webhooks", "create", create)(sandbox)


def _upper(item: Any) -> None:
    item["id"] = item["id"].upper()


def _anew(handle: Handler, call: Call) -> Answer:
    """A change makes a webhook a new one, created at that moment."""
    answer = handle(call)
    call.account.webhooks[call.path["id"]].created = call.now
    return answer


def _only_enabled(body: Any, _: Call) -> Any:
    body["data"] = [one for one in body["data"] if one["enabled"]]
    return body


def _falsy_ignored(handle: Handler, call: Call) -> Answer:
    """No events are no change."""
    return handle(
        replace(call, body={name: value for name, value in call.body.items() if name != "events" or value})
    )


def _made_up(handle: Handler, call: Call) -> Answer:
    """A webhook that is not there is changed all the same."""
    try:
        return handle(call)
    except RefusedError:
        url = call.body.get("url") or "https://example.com/hook"
        made = {"id": call.path["id"], "url": url, "events": call.body.get("events") or [], "enabled": True}
        return Answer.json({**made, "token": None, "created_at": "2024-01-01T00:00:00"})


def _one_change(handle: Handler, call: Call) -> Answer:
    """Of several changes that come together the token is forgotten."""
    body = dict(call.body)
    if len(body) > 1:
        body.pop("token", None)
    return handle(replace(call, body=body))


def _promised(handle: Handler, call: Call) -> Answer:
    """The answer tells what was to be changed, and the events are left as they were."""
    webhook = call.account.webhooks.get(call.path["id"])
    before = None if webhook is None else list(webhook.events)
    answer = handle(call)
    if webhook is not None and before is not None and "url" in call.body:
        webhook.events = before
    return answer


def _patches_next(handle: Handler, call: Call) -> Answer:
    """A change of the token of one webhook is one of all with the same address."""
    answer = handle(call)
    own = call.account.webhooks[call.path["id"]]
    for webhook in call.account.webhooks.values():
        if webhook.url == own.url:
            webhook.token = own.token
    return answer


def _page_of_five(handle: Handler, call: Call) -> Answer:
    body = json.loads(handle(call).content)
    return Answer.json({**body, "data": body["data"][:5]})


WEBHOOKS: tuple[Defect, ...] = (
    service(
        "empty-change-disables", "a change of nothing disables a webhook", "semantics",
        "walk", (CREATE, PATCH), around("webhooks", "patch", _empty_disables),
    ),
    service(
        "null-token-stays", "a token cannot be taken away", "semantics",
        "rules", (CREATE, PATCH), around("webhooks", "patch", _null_token_stays),
    ),
    service(
        "events-sorted", "the events of a webhook are kept in alphabetical order", "semantics",
        "ledger", CREATE, keeping("webhooks", lambda body: {**body, "events": sorted(body["events"])}),
    ),
    service(
        "address-in-lower-case", "addresses of webhooks are kept in lower case", "semantics",
        "ledger", CREATE, keeping("webhooks", lambda body: {**body, "url": body["url"].lower()}),
    ),
    service(
        "short-token", "tokens of webhooks are cut at 64 characters", "semantics",
        "ledger", CREATE, keeping("webhooks", lambda body: {**body, "token": (body.get("token") or "")[:64] or None}),
    ),
    service(
        "ten-in-all", "deleted webhooks count among the ten", "semantics",
        "rules", (CREATE, DELETE), _ten_in_all,
    ),
    wire(
        "upper-case-hooks", "webhooks are listed with ids in capitals", "semantics",
        "ledger", (CREATE, LIST), edit(LIST, items_of(_upper)),
    ),
    service(
        "hook-created-anew", "a change of a webhook changes when it was created", "semantics",
        "ledger", (CREATE, PATCH), around("webhooks", "patch", _anew),
    ),
    service(
        "disabled-hidden", "disabled webhooks are not listed", "semantics",
        "ledger", (PATCH, LIST), showing("webhooks", "list", _only_enabled),
    ),
    service(
        "no-events-no-change", "the events of a webhook cannot be taken away", "semantics",
        "walk", (CREATE, PATCH), around("webhooks", "patch", _falsy_ignored),
    ),
    service(
        "changed-out-of-nothing", "a webhook that is not there is changed with success", "protocol",
        "probes", PATCH, around("webhooks", "patch", _made_up),
    ),
    service(
        "token-alone", "a token is changed only when nothing else is", "semantics",
        "ledger", (CREATE, PATCH), around("webhooks", "patch", _one_change),
    ),
    service(
        "events-promised", "with a new address new events are answered and not kept", "semantics",
        "ledger", (CREATE, PATCH, GET), around("webhooks", "patch", _promised),
    ),
    service(
        "token-of-neighbours", "a new token is also that of all webhooks with the same address", "semantics",
        "ledger", (CREATE, PATCH, GET), around("webhooks", "patch", _patches_next),
    ),
    service(
        "five-hooks-listed", "no more than five webhooks are listed", "semantics",
        "ledger", (CREATE, LIST), around("webhooks", "list", _page_of_five),
    ),
)  # fmt: skip
