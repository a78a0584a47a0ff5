"""What is promised of what webhooks are told in words."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from contract_tests.provider.mailbox import event_in
from contract_tests.provider.rules.hook import TOKEN, Hook, valid
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, LeftOutError, Scene
from contract_tests.provider.run import Exchange

__all__ = ["cause"]


def ended_batch(scene: Scene, *items: Item) -> tuple[Exchange, Item]:
    """A batch that has come to its end, and the answer that shows it."""
    batch = scene.submit(items or [scene.item()])
    return scene.finish("batches_get", batch["id"])


@promise("webhooks_create", "batches_create", "batches_get")
def an_event_is_delivered_with_the_token(scene: Scene) -> None:
    """Each webhook is told, with its own token or none; the data is what a GET shows."""
    hooks = {token: Hook(scene, ["batches.completed"], token) for token in ("hunter 2", "t" * 128, None)}
    exchange, done = ended_batch(scene, scene.item(), scene.item())
    for token, hook in hooks.items():
        for delivery in hook.awaits(done["id"], exchange):
            message = "an event comes with another token than the webhook has"
            scene.same(token, delivery.headers.get(TOKEN), message, exchange)
            event = valid(scene, delivery, "batches_get", exchange)
            scene.same(done, event["data"], "the data of an event is not the ended batch", exchange, "/data")


@promise("webhooks_create", "batches_create")
def a_failed_delivery_is_repeated(scene: Scene) -> None:
    """With the same event_id and the same data until it is taken; another event has another id."""
    hook = Hook(scene, ["batches.completed"], "hunter 2")
    hook.mailbox.fail(hook.path, 2)
    exchange, done = ended_batch(scene)
    first = hook.awaits(done["id"], exchange, times=3)
    events = [event_in(delivery) for delivery in first]
    message = "a repeated delivery has another event_id or other data"
    scene.same([events[0]] * len(events), events, message, exchange)
    scene.same(
        ["hunter 2"] * len(first),
        [one.headers.get(TOKEN) for one in first],
        "a repeated delivery has another token",
        exchange,
    )
    exchange, later = ended_batch(scene)
    event = event_in(hook.awaits(later["id"], exchange)[0])
    scene.claim(
        event["event_id"] != events[0]["event_id"],
        "two events have one id",
        exchange,
        actual=event["event_id"],
    )
    if scene.is_sandbox:
        message = "what was taken is delivered again and again"
        scene.same(3, len(hook.told(done["id"])), message, exchange)


@promise("webhooks_create", "batches_create", "bank_statements_create")
def a_webhook_is_told_what_it_asked_for(scene: Scene) -> None:
    """It gets the events of its own choice, and no others."""
    batches = ["batches.completed", "batches.error"]
    statements = ["bank_statements.completed", "bank_statements.error"]
    some, others = Hook(scene, batches), Hook(scene, statements)
    everything = Hook(scene, [*statements, *batches])
    none = Hook(scene, [])
    exchange, done = ended_batch(scene)
    made = scene.upload()["id"]
    scene.finish("bank_statements_get", made)
    for resource in (done["id"], made):
        everything.awaits(resource, exchange)
    some.awaits(done["id"], exchange)
    others.awaits(made, exchange)
    for hook, foreign in ((some, [made]), (others, [done["id"]]), (none, [made, done["id"]])):
        message = "a webhook is told what it did not ask for"
        scene.same([], [event_in(one)["event_type"] for one in hook.told(*foreign)], message, exchange)


@promise("webhooks_patch", "webhooks_delete", "batches_create")
def a_disabled_webhook_is_told_nothing(scene: Scene) -> None:
    """Neither is one that was deleted; one that is enabled again is told what happens from then on."""
    kept, disabled, deleted = (Hook(scene, ["batches.completed"]) for _ in range(3))
    exchange, done = ended_batch(scene)
    for hook in (kept, disabled, deleted):
        hook.awaits(done["id"], exchange)
    disabled.patch(enabled=False)
    scene.accepted(scene.get("webhooks_delete", deleted.id))
    missed: list[object] = []
    for _ in range(2):
        exchange, done = ended_batch(scene)
        missed.append(done["id"])
        kept.awaits(done["id"], exchange)
    for hook, message in ((disabled, "a disabled webhook is told"), (deleted, "a deleted webhook is told")):
        scene.same([], [event_in(one) for one in hook.told(*missed)], message, exchange)
    disabled.patch(enabled=True)
    exchange, done = ended_batch(scene)
    disabled.awaits(done["id"], exchange)
    kept.awaits(done["id"], exchange)
    scene.same([], [event_in(one) for one in deleted.told(done["id"])], "a deleted webhook is told", exchange)


@promise("webhooks_patch", "batches_create")
def a_changed_webhook_is_told_as_it_is_now(scene: Scene) -> None:
    """Later events go to the new address, with the new token, and are of the new kinds."""
    hook, control = Hook(scene, ["batches.completed"], "old"), Hook(scene, ["batches.completed"])
    hook.patch(token="new")
    exchange, done = ended_batch(scene)
    tokens = [one.headers.get(TOKEN) for one in hook.awaits(done["id"], exchange)]
    scene.same(["new"] * len(tokens), tokens, "an event comes with the former token", exchange)
    elsewhere = f"{hook.path}-elsewhere"
    hook.patch(url=f"{hook.mailbox.url}{elsewhere}")
    exchange, done = ended_batch(scene)
    hook.awaits(done["id"], exchange, path=elsewhere)
    scene.same([], hook.told(done["id"]), "an event goes to the former address", exchange)
    hook.patch(events=["reports.rejected"])
    exchange, done = ended_batch(scene)
    control.awaits(done["id"], exchange)
    exchange, later = ended_batch(scene)
    control.awaits(later["id"], exchange)
    told = hook.told(done["id"], later["id"], path=elsewhere)
    scene.same([], told, "an event is of a kind that is no longer wanted", exchange)


@promise(
    "webhooks_create",
    "batches_create",
    "bank_statements_create",
    "reports_create",
    "reports_get",
    sandbox=True,
)
def every_kind_of_event_is_delivered(scene: Scene) -> None:
    """All that there are, each to whoever asked for it alone, and under an id of its own."""
    kinds, ids = list(scene.api.document.raw["webhooks"]), dict[str, str]()
    while kinds:
        hooks: dict[str, Hook] = {}
        # An account may have room for a few only.
        for kind in kinds:
            try:
                hooks[kind] = Hook(scene, [kind])
            except LeftOutError:
                if not hooks:
                    raise
                break
        _delivered(scene, hooks, ids)
        kinds = kinds[len(hooks) :]
        for hook in hooks.values() if kinds else ():
            scene.accepted(scene.get("webhooks_delete", hook.id))


def _delivered(scene: Scene, hooks: Mapping[str, Hook], ids: dict[str, str]) -> None:
    """Of everything that happens each webhook is told what it asked for, and nothing else."""
    caused = list(cause(scene))
    for show, resource in dict.fromkeys(where for _, where in caused):
        scene.finish(show, resource)
    for kind, (show, resource) in caused:
        if kind not in hooks:
            continue
        exchange, hook = scene.get(show, resource), hooks[kind]
        scene.arrives(partial(hook.knows, kind, resource), f"{kind} is not delivered", exchange)
        for delivery in hook.told_of(kind, resource):
            event = valid(scene, delivery, show, exchange)
            known = ids.setdefault(str(event["event_id"]), f"{kind} {resource}")
            scene.same(f"{kind} {resource}", known, "two events have one id", exchange)
    for kind, hook in hooks.items():
        told = {str(event_in(one).get("event_type")) for one in hook.mailbox.at(hook.path)}
        message = "a webhook is told what it did not ask for"
        scene.same([kind], sorted(told), message, scene.get("webhooks_get", hook.id))


def cause(scene: Scene) -> Iterator[tuple[str, tuple[str, str]]]:
    """Cause one event of each kind.

    Yields:
        The kind; the operation that shows what it happens to, and its id.
    """
    for kind, text in (("completed", "NETFLIX.COM"), ("error", "sandbox:batch-error")):
        batch = scene.submit([scene.item(description=text)])
        yield f"batches.{kind}", ("batches_get", batch["id"])
    for kind, content in (("completed", None), ("error", b"no PDF")):
        yield f"bank_statements.{kind}", ("bank_statements_get", scene.upload(content=content)["id"])
    for kind, text in (("resolved", "wrong"), ("rejected", "sandbox:reject")):
        report = scene.report(description=text)["id"]
        yield f"reports.{kind}", ("reports_get", report)
        yield "reports.pending", ("reports_get", report)


@promise("webhooks_get", "webhooks_patch", "webhooks_create", sandbox=True)
def a_receiver_that_fails_too_often_is_left_alone(scene: Scene) -> None:
    """The webhook is disabled by itself; once enabled again it is told what was not taken, under the same id."""
    scene.afterwards.enter_context(_muted())
    hook, control = Hook(scene, ["batches.completed"]), Hook(scene, ["batches.completed"])
    hook.mailbox.fail(hook.path, 1000)
    exchange, done = ended_batch(scene)
    hook.awaits(done["id"], exchange, times=2)

    def disabled() -> bool:
        return not scene.accepted(scene.get("webhooks_get", hook.id))["enabled"]

    scene.arrives(disabled, "a webhook is not disabled however often it fails", _last(scene))
    seen = len(hook.told(done["id"]))
    exchange, later = ended_batch(scene)
    control.awaits(later["id"], exchange)
    scene.same(seen, len(hook.told(done["id"])), "a disabled webhook is told", exchange)
    hook.mailbox.fail(hook.path, 0)
    hook.patch(enabled=True)
    again = hook.awaits(done["id"], _last(scene), times=seen + 1)
    ids = {event_in(one)["event_id"] for one in again}
    scene.same(1, len(ids), "a repeated delivery has another event_id", exchange)
    shown = scene.get("webhooks_get", hook.id)
    scene.same(True, scene.accepted(shown)["enabled"], "a webhook is not enabled again", shown, "/enabled")


def _last(scene: Scene) -> Exchange:
    return scene.api.run.exchanges[-1]


@contextmanager
def _muted() -> Generator[None]:
    """Let the sandbox in this process disable a webhook without a warning: here it has to."""
    log = logging.getLogger("ntropy_client.sandbox")
    log.addFilter(_no_warning)
    try:
        yield
    finally:
        log.removeFilter(_no_warning)


def _no_warning(record: logging.LogRecord) -> bool:
    return record.levelno != logging.WARNING
