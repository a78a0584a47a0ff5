"""Hold-outs in what webhooks are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contract_tests.power.defect import Defect, delivery, service
from contract_tests.power.seam import Redeliver
from contract_tests.power.tools import Handler, around, everywhere, listening, restated, showing
from ntropy_client.sandbox.answer import Answer, Call

if TYPE_CHECKING:
    from ntropy_client.sandbox.event import Event
    from ntropy_client.sandbox.post import Notice
    from ntropy_client.sandbox.service import Sandbox
    from ntropy_client.sandbox.webhook import Webhook

__all__ = ["DELIVERIES"]

HOOKS = ("webhooks_create", "batches_create")
CHANGED = ("webhooks_patch", "batches_create")
READ = ("webhooks_create", "bank_statements_create", "bank_statements_get")
LOOKED_INTO = ("webhooks_create", "reports_create", "reports_get")
TOKEN = b"X-Ntropy-Token"


def _again(spoil: Callable[[Notice], Notice]) -> Callable[[], Redeliver]:
    """Spoil repeated deliveries only."""

    def make() -> Redeliver:
        sent: set[tuple[str, str]] = set()

        def deliver(webhook: Webhook, event: Event, notice: Notice) -> Notice:
            if (webhook.id, event.id) in sent:
                return spoil(notice)
            sent.add((webhook.id, event.id))
            return notice

        return deliver

    return make


def _without_token(notice: Notice) -> Notice:
    return replace(notice, headers={name: value for name, value in notice.headers.items() if name != TOKEN})


def _data(change: Callable[[str, dict[str, Any]], None]) -> Callable[[], Redeliver]:
    """Spoil what an event is about."""

    def deliver(_: Webhook, event: Event, notice: Notice) -> Notice:
        data = json.loads(notice.content)["data"]
        change(event.type, data)
        return restated(notice, data=data)

    return lambda: deliver


def _from_before(kind: str, data: dict[str, Any]) -> None:
    if kind == "batches.completed":
        data["status"], data["progress"] = "processing", 0


def _no_reason(kind: str, data: dict[str, Any]) -> None:
    if kind == "bank_statements.error":
        data["error"] = None


def _size_lost(kind: str, data: dict[str, Any]) -> None:
    if kind.startswith("bank_statements."):
        data["file"].pop("size", None)
        data["name"] = None


def _one_id() -> Redeliver:
    """All events of one thing have one id."""
    return lambda _, __, notice: restated(notice, event_id=json.loads(notice.content)["data"]["id"])


def _first_token(sandbox: Sandbox) -> None:
    """Deliveries go on with the token that a webhook was registered with."""
    first: dict[str, str | None] = {}
    written = sandbox.deliveries.notice

    def notice(webhook: Webhook, event: Event) -> Notice:
        bare = _without_token(written(webhook, event))
        token = first.get(webhook.id)
        return bare if token is None else replace(bare, headers={**bare.headers, TOKEN: token.encode()})

    def create(body: Any, call: Call) -> Any:
        first[body["id"]] = call.body.get("token")
        return body

    setattr(sandbox.deliveries, "notice", notice)  # noqa: B010
    showing("webhooks", "create", create)(sandbox)


def _whole_kind(webhook: Webhook) -> None:
    """Who asked for one event of a kind is told of all."""
    tell = webhook.tell

    def told(event: Event) -> None:
        kinds = {name.partition(".")[0] for name in webhook.events}
        events = webhook.events
        if event.type.partition(".")[0] in kinds:
            webhook.events = [*events, event.type]
        tell(event)
        webhook.events = events

    setattr(webhook, "tell", told)  # noqa: B010


def _though_disabled(webhook: Webhook) -> None:
    """A webhook that was disabled by its owner is told all the same."""
    tell = webhook.tell

    def told(event: Event) -> None:
        webhook.enabled = True
        tell(event)

    setattr(webhook, "tell", told)  # noqa: B010


def _first_only(sandbox: Sandbox) -> None:
    """Of several webhooks that ask for an event only the first is told."""
    told: dict[str, str] = {}

    def listen(webhook: Webhook) -> None:
        tell = webhook.tell

        def once(event: Event) -> None:
            if event.type in webhook.events and told.setdefault(event.id, webhook.id) == webhook.id:
                tell(event)

        setattr(webhook, "tell", once)  # noqa: B010

    listening(listen)(sandbox)


def _never(kind: str) -> Callable[[Webhook], None]:
    """Events of one kind are not told to anybody."""

    def listen(webhook: Webhook) -> None:
        tell = webhook.tell
        setattr(webhook, "tell", lambda event: None if event.type == kind else tell(event))  # noqa: B010

    return listen


def _after_deletion(sandbox: Sandbox) -> None:
    """A deleted webhook cannot be read any more, and is told all the same."""
    gone: dict[str, Webhook] = {}

    def delete(handle: Handler, call: Call) -> Answer:
        webhook = call.account.webhooks.get(call.path["id"])
        answer = handle(call)
        if webhook is not None:
            gone[webhook.id] = webhook
        return answer

    def without(verb: str) -> Callable[[Sandbox], None]:
        def change(handle: Handler, call: Call) -> Answer:
            webhooks = call.account.webhooks
            for name in gone:
                webhooks.pop(name, None)
            answer = handle(call)
            webhooks.update(gone)
            return answer

        return around("webhooks", verb, change)

    everywhere(
        around("webhooks", "delete", delete),
        *(without(verb) for verb in ("get", "patch", "delete", "list", "create")),
    )(sandbox)


def _deaf(webhook: Webhook) -> None:
    """A webhook that was disabled once is never told anything again."""
    tell, was_disabled = webhook.tell, [False]

    def told(event: Event) -> None:
        if not was_disabled[0]:
            tell(event)

    def enable(_: object) -> None:
        was_disabled[0] = True
        webhook.enabled = True

    setattr(webhook, "tell", told)  # noqa: B010
    setattr(webhook, "enable", enable)  # noqa: B010


def _old_events(sandbox: Sandbox) -> None:
    """A webhook whose events were changed is told what it asked for at first."""

    def listen(webhook: Webhook) -> None:
        first, tell = list(webhook.events), webhook.tell

        def told(event: Event) -> None:
            events, webhook.events = webhook.events, first
            tell(event)
            webhook.events = events

        setattr(webhook, "tell", told)  # noqa: B010

    listening(listen)(sandbox)


def _twice(webhook: Webhook) -> None:
    """Each event is told twice, under two ids."""
    tell = webhook.tell

    def told(event: Event) -> None:
        tell(event)
        again = json.loads(event.content) | {"event_id": f"{event.id}-2"}
        tell(replace(event, id=f"{event.id}-2", content=json.dumps(again).encode()))

    setattr(webhook, "tell", told)  # noqa: B010


_DELIVERIES: tuple[Defect, ...] = (
    delivery(
        "token-once", "a repeated delivery has no token", "semantics", HOOKS, _again(_without_token),
    ),
    delivery(
        "repeated-without-data", "a repeated delivery says nothing of what it is about", "schema",
        HOOKS, _again(lambda notice: restated(notice, data={})),
    ),
    delivery(
        "data-from-before", "a completed batch is told as it was before", "semantics",
        HOOKS, _data(_from_before),
    ),
    delivery(
        "told-without-reason", "what is told of a failed statement does not say why", "semantics",
        READ, _data(_no_reason),
    ),
    delivery(
        "thin-statement", "what is told of a statement lacks its name and its size", "semantics",
        READ, _data(_size_lost),
    ),
    delivery(
        "one-id-for-all", "all events of one report have the same id", "semantics",
        LOOKED_INTO, _one_id,
    ),
    service(
        "token-of-old", "after a change of the token deliveries have the former one", "semantics",
        "rules", CHANGED, _first_token,
    ),
    service(
        "whole-kind-told", "who asked for completed batches is told of failed ones too", "semantics",
        "rules", HOOKS, listening(_whole_kind),
    ),
    service(
        "told-though-disabled", "a disabled webhook is told all the same, and enabled", "semantics",
        "rules", CHANGED, listening(_though_disabled),
    ),
    service(
        "first-hook-only", "of two webhooks that ask for an event one is told", "semantics",
        "rules", HOOKS, _first_only,
    ),
    service(
        "pending-untold", "nobody is told that a report is being looked into", "semantics",
        "rules", LOOKED_INTO, listening(_never("reports.pending")),
    ),
    service(
        "told-after-deletion", "a deleted webhook is still told", "semantics",
        "rules", ("webhooks_delete", "batches_create"), _after_deletion,
    ),
    service(
        "deaf-once-enabled", "a webhook that is enabled again is told nothing", "semantics",
        "rules", CHANGED, listening(_deaf),
    ),
    service(
        "events-of-old", "a webhook whose events were changed is told what it asked for at first", "semantics",
        "rules", CHANGED, _old_events,
    ),
    service(
        "told-under-two-ids", "every event is told twice, under two ids", "semantics",
        "rules", HOOKS, listening(_twice),
    ),
)  # fmt: skip

DELIVERIES = tuple(replace(defect, about="deliveries") for defect in _DELIVERIES)
