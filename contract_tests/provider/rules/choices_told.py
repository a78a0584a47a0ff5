"""What the sandbox says of what it tells webhooks where the document leaves it open."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager

from contract_tests.provider.mailbox import event_in
from contract_tests.provider.rules.deliveries import ended_batch
from contract_tests.provider.rules.hook import Hook
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Scene
from contract_tests.provider.run import Exchange

__all__: list[str] = []

COMPLETED = ["batches.completed"]
PAUSE = 0.2
"""Seconds until a failed delivery is repeated."""
MOST = 5
"""Failed deliveries in a row that disable a webhook."""


def _told(scene: Scene, hook: Hook) -> list[object]:
    """What a webhook was told about so far, once all that is due has been sent."""
    scene.mailbox.wait(lambda: True, 0)
    return [event_in(one)["data"]["id"] for one in hook.mailbox.at(hook.path)]


def _enabled(scene: Scene, hook: Hook) -> tuple[Exchange, bool]:
    exchange = scene.get("webhooks_get", hook.id)
    return exchange, scene.accepted(exchange)["enabled"]


@promise("webhooks_create", "batches_create", sandbox=True)
def one_event_is_told_after_the_other(scene: Scene) -> None:
    """In the order in which they happened, also while one of them has to be repeated."""
    hook = Hook(scene, COMPLETED)
    hook.mailbox.fail(hook.path, 2)
    made = [scene.submit([scene.item()])["id"] for _ in range(4)]
    exchange = [scene.finish("batches_get", one)[0] for one in made][-1]
    hook.awaits(made[-1], exchange)
    wanted = [made[0], made[0], *made]
    scene.same(wanted, _told(scene, hook), "events are not told one after the other", exchange)


@promise("webhooks_create", "batches_create", sandbox=True)
def a_failed_delivery_waits_a_fifth_of_a_second(scene: Scene) -> None:
    """Neither less nor more; and a redirect is a failure."""
    if not scene.is_embedded:
        return  # where time does not wait, nobody can tell
    for status in (503, 302, 307):
        hook = Hook(scene, COMPLETED)
        hook.mailbox.fail(hook.path, 2, status)
        exchange, done = ended_batch(scene)
        hook.awaits(done["id"], exchange)
        for times in (1, 2):
            scene.api.wait(PAUSE - 0.02)
            message = "a failed delivery is repeated too soon"
            scene.same(times, len(_told(scene, hook)), message, exchange)
            scene.api.wait(0.04)
            message = "a failed delivery is not repeated in time"
            scene.same(times + 1, len(_told(scene, hook)), message, exchange)


@promise("webhooks_patch", "webhooks_create", "batches_create", "webhooks_get", sandbox=True)
def five_failures_in_a_row_disable(scene: Scene) -> None:
    """Not four, nor more than five that are not in a row; then nothing more is sent, and nothing is kept."""
    scene.afterwards.enter_context(_muted())
    hook, control = Hook(scene, COMPLETED), Hook(scene, COMPLETED)
    for failures in (MOST - 1, MOST - 1):
        hook.mailbox.fail(hook.path, failures)
        exchange, done = ended_batch(scene)
        hook.awaits(done["id"], exchange, times=failures + 1)
        seen, enabled = _enabled(scene, hook)
        scene.same(True, enabled, "fewer failures than five in a row disable a webhook", seen, "/enabled")
    hook.mailbox.fail(hook.path, 1000)
    exchange, done = ended_batch(scene)
    scene.arrives(lambda: not _enabled(scene, hook)[1], "a webhook is not disabled", exchange)
    message = "another number of failures than five disables a webhook"
    scene.same(MOST, len(hook.told(done["id"])), message, exchange)
    exchange, missed = ended_batch(scene)
    control.awaits(missed["id"], exchange)
    scene.api.wait(1.0)
    scene.same(MOST, len(hook.told(done["id"])), "a disabled webhook is told", exchange)
    hook.mailbox.fail(hook.path, 0)
    hook.patch(enabled=True)
    scene.same(
        MOST + 1 if scene.is_embedded else len(hook.awaits(done["id"], exchange, times=MOST + 1)),
        _told(scene, hook).count(done["id"]),
        "what was not received is not sent at once",
        exchange,
    )
    exchange, later = ended_batch(scene)
    hook.awaits(later["id"], exchange)
    scene.same([], hook.told(missed["id"]), "what happened meanwhile is told", exchange)


@promise("webhooks_patch", "webhooks_create", "batches_create", sandbox=True)
def nothing_is_kept_for_a_disabled_webhook(scene: Scene) -> None:
    """Also where its owner disabled it."""
    hook, control = Hook(scene, COMPLETED), Hook(scene, COMPLETED)
    hook.patch(enabled=False)
    exchange, missed = ended_batch(scene)
    control.awaits(missed["id"], exchange)
    hook.patch(enabled=True)
    exchange, later = ended_batch(scene)
    hook.awaits(later["id"], exchange)
    scene.same([], hook.told(missed["id"]), "what happened meanwhile is told", exchange)


@contextmanager
def _muted() -> Generator[None]:
    """Let the sandbox in this process disable a webhook without a warning: here it has to."""
    log = logging.getLogger("ntropy_client.sandbox")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)
