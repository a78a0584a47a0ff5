"""Broken promises about what webhooks are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contract_tests.power.tools import Handler, around
from contract_tests.provider.machinery.broken.broken import Broken, does, serves
from ntropy_client.sandbox.answer import Answer, Call
from ntropy_client.sandbox.event import Event
from ntropy_client.sandbox.post import Notice
from ntropy_client.sandbox.service import Sandbox
from ntropy_client.sandbox.webhook import Webhook

__all__ = ["TOLD"]

EVENTS = ("batches.completed", "bank_statements.completed", "bank_statements.error")


def _notices(change: Callable[[Webhook, Event, Notice], Notice]) -> Callable[[Sandbox], None]:
    """What webhooks are told is changed before it is sent."""

    def install(sandbox: Sandbox) -> None:
        whole = sandbox.deliveries.notice

        def notice(webhook: Webhook, event: Event) -> Notice:
            return change(webhook, event, whole(webhook, event))

        sandbox.deliveries.notice = notice  # type: ignore[method-assign]

    return install


def _no_token(_: Webhook, __: Event, notice: Notice) -> Notice:
    return replace(notice, headers={b"Content-Type": b"application/json"})


def _one_token(_: Webhook, __: Event, notice: Notice) -> Notice:
    return replace(notice, headers={**notice.headers, b"X-Ntropy-Token": b"hunter 2"})


def _as_text(_: Webhook, __: Event, notice: Notice) -> Notice:
    return replace(notice, headers={**notice.headers, b"Content-Type": b"text/plain"})


def _event(change: Callable[[dict[str, Any]], None]) -> Callable[[Webhook, Event, Notice], Notice]:
    def changed(_: Webhook, __: Event, notice: Notice) -> Notice:
        body = json.loads(notice.content)
        change(body)
        return replace(notice, content=json.dumps(body).encode())

    return changed


def _new_ids() -> Callable[[Webhook, Event, Notice], Notice]:
    sent: list[str] = []

    def change(body: dict[str, Any]) -> None:
        sent.append(body["event_id"])
        body["event_id"] += f"-{len(sent)}"

    return _event(change)


def _not(kind: str) -> Callable[[Webhook, Event, Notice], Notice]:
    def changed(_: Webhook, event: Event, notice: Notice) -> Notice:
        # To nowhere, which takes everything.
        return replace(notice, url="https://nowhere.invalid/") if event.type == kind else notice

    return changed


def _all_kinds(handle: Handler, call: Call) -> Answer:
    answer = handle(call)
    call.account.webhooks[json.loads(answer.content)["id"]].events = list(EVENTS)
    return answer


def _once(sandbox: Sandbox) -> None:
    sandbox.deliveries._patience = replace(sandbox.deliveries._patience, failures=1)


def _for_ever(sandbox: Sandbox) -> None:
    sandbox.deliveries._patience = replace(sandbox.deliveries._patience, failures=10**6)


def _only_shown(*fields: str) -> Callable[[Handler, Call], Answer]:
    """A patch is answered and shown, and has no effect on what is told."""

    def patch(handle: Handler, call: Call) -> Answer:
        webhook = call.account.webhooks[call.path["id"]]
        before = {name: getattr(webhook, name) for name in fields}
        answer = handle(call)
        for name, value in before.items():
            setattr(webhook, name, value)
        return answer

    return patch


def _told_all_the_same(sandbox: Sandbox) -> None:
    """Deleted webhooks are only hidden."""

    def delete(handle: Handler, call: Call) -> Answer:
        webhook = call.account.webhooks.get(call.path["id"])
        answer = handle(call)
        if webhook is not None:
            call.account.webhooks[f"deleted {call.path['id']}"] = webhook
        return answer

    around("webhooks", "delete", delete)(sandbox)


def _never_again(handle: Handler, call: Call) -> Answer:
    answer = handle(call)
    webhook = call.account.webhooks[call.path["id"]]
    if call.body.get("enabled"):
        webhook.tell = lambda _: None  # type: ignore[method-assign,assignment]
    return answer


TOKEN = "an-event-is-delivered-with-the-token"
REPEATED = "a-failed-delivery-is-repeated"
ASKED = "a-webhook-is-told-what-it-asked-for"
DISABLED = "a-disabled-webhook-is-told-nothing"
CHANGED = "a-changed-webhook-is-told-as-it-is-now"
KINDS = "every-kind-of-event-is-delivered"
LEFT = "a-receiver-that-fails-too-often-is-left-alone"

TOLD: tuple[Broken, ...] = (
    does(TOKEN, "there is no token", _notices(_no_token)),
    does(TOKEN, "all webhooks have one token", _notices(_one_token)),
    does(TOKEN, "events are text", _notices(_as_text)),
    does(TOKEN, "events have one member too many", _notices(_event(lambda body: body.update(sent=1)))),
    does(
        TOKEN,
        "data is the id alone",
        _notices(_event(lambda body: body.update(data={"id": body["data"]["id"]}))),
    ),
    does(TOKEN, "data has another total", _notices(_event(lambda body: body["data"].update(total=1)))),
    does(
        TOKEN,
        "data is as it was at first",
        _notices(_event(lambda body: body["data"].update(status="processing"))),
    ),
    does(TOKEN, "nothing is delivered", _notices(_not("batches.completed"))),
    does(REPEATED, "nothing is repeated", _once),
    does(REPEATED, "each delivery has an id of its own", _notices(_new_ids())),
    does(REPEATED, "all events have one id", _notices(_event(lambda body: body.update(event_id="event")))),
    serves(ASKED, "every webhook is told everything", "webhooks.create", _all_kinds),
    does(ASKED, "statements are not told of", _notices(_not("bank_statements.completed"))),
    serves(DISABLED, "a disabled webhook is told", "webhooks.patch", _only_shown("enabled")),
    does(DISABLED, "a deleted webhook is told", _told_all_the_same),
    serves(DISABLED, "what was disabled stays so", "webhooks.patch", _never_again),
    *(
        serves(CHANGED, f"the former {name} counts", "webhooks.patch", _only_shown(name))
        for name in ("token", "url", "events")
    ),
    does(KINDS, "reports that are looked into are not told of", _notices(_not("reports.pending"))),
    does(
        KINDS,
        "all events are completions",
        _notices(_event(lambda body: body.update(event_type="batches.completed"))),
    ),
    does(KINDS, "all events have one id", _notices(_event(lambda body: body.update(event_id="event")))),
    does(LEFT, "a webhook is never disabled", _for_ever),
    serves(LEFT, "a webhook cannot be enabled again", "webhooks.patch", _only_shown("enabled")),
)
