"""Choices about what webhooks are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from contract_tests.power.choices.chosen import does
from contract_tests.power.defect import Defect
from contract_tests.power.tools import Handler, around, listening
from ntropy_client.sandbox.answer import Answer, Call, RefusedError

if TYPE_CHECKING:
    from ntropy_client.sandbox.event import Event
    from ntropy_client.sandbox.service import Sandbox
    from ntropy_client.sandbox.webhook import Patience, Webhook

__all__ = ["TOLD"]

TELL = ("webhooks_create", "batches_create")
PATCH = ("webhooks_patch", "webhooks_create", "batches_create")


def _https_only(handle: Handler, call: Call) -> Answer:
    if not call.body["url"].startswith("https://"):
        raise RefusedError.problem("body", "url", msg="URL scheme should be https", type="url_scheme")
    return handle(call)


def _no_private(handle: Handler, call: Call) -> Answer:
    if any(host in call.body["url"] for host in ("localhost", "127.0.0.1", "10.", "[::1]")):
        raise RefusedError(400, "The address cannot be reached")
    return handle(call)


def _newest_first(webhook: Webhook) -> None:
    """Of several events that wait the newest is told first."""
    tell = webhook.tell

    def told(event: Event) -> None:
        tell(event)
        waiting = webhook._waiting
        if len(waiting) > 2:
            waiting.insert(1, waiting.pop())

    setattr(webhook, "tell", told)  # noqa: B010


def _skips(webhook: Webhook) -> None:
    """While one event is repeated others are told."""
    failed = webhook.failed

    def fails(now: datetime, patience: Patience) -> None:
        failed(now, patience)
        webhook._waiting.rotate(-1)

    setattr(webhook, "failed", fails)  # noqa: B010


def _later(seconds: float) -> Any:
    """A failed delivery is repeated much later, or much sooner."""

    def listen(webhook: Webhook) -> None:
        failed = webhook.failed

        def fails(now: datetime, patience: Patience) -> None:
            failed(now, replace(patience, first=seconds, longest=seconds))

        setattr(webhook, "failed", fails)  # noqa: B010

    return listening(listen)


def _patient(failures: int) -> Any:
    """Another number of failures disables a webhook."""

    def listen(webhook: Webhook) -> None:
        failed = webhook.failed

        def fails(now: datetime, patience: Patience) -> None:
            failed(now, replace(patience, failures=failures))

        setattr(webhook, "failed", fails)  # noqa: B010

    return listening(listen)


def _total(webhook: Webhook) -> None:
    """Failures count though a delivery between them arrived."""
    arrived = webhook.arrived

    def arrives() -> None:
        failures = webhook._failures
        arrived()
        webhook._failures = failures

    setattr(webhook, "arrived", arrives)  # noqa: B010


def _kept_for_later(webhook: Webhook) -> None:
    """What happens while a webhook is disabled is told once it is enabled."""

    def told(event: Event) -> None:
        if event.type in webhook.events:
            webhook._waiting.append(event)

    setattr(webhook, "tell", told)  # noqa: B010


def _forgotten(webhook: Webhook) -> None:
    """What was not received before is forgotten when a webhook is enabled."""
    enable = webhook.enable

    def enabled(now: datetime) -> None:
        enable(now)
        webhook._waiting.clear()

    setattr(webhook, "enable", enabled)  # noqa: B010


def _hesitant(webhook: Webhook) -> None:
    """What was not received before is sent a while after a webhook is enabled."""
    enable = webhook.enable

    def enabled(now: datetime) -> None:
        enable(now)
        webhook._next = now + timedelta(seconds=30)

    setattr(webhook, "enable", enabled)  # noqa: B010


def _redirected(sandbox: Sandbox) -> None:
    """A redirect is as good as an answer."""
    deliver = sandbox.deliveries._deliver

    async def delivered(notice: Any) -> int:
        assert deliver is not None
        status = await deliver(notice)
        return 204 if 300 <= status < 400 else status

    setattr(sandbox.deliveries, "_deliver", delivered)  # noqa: B010


TOLD: tuple[Defect, ...] = (
    does(
        "accepts any address", "https-only", "an address without TLS is refused", "webhooks_create",
        around("webhooks", "create", _https_only),
    ),
    does(
        "accepts any address", "no-private-address", "an address of this machine is refused", "webhooks_create",
        around("webhooks", "create", _no_private),
    ),
    does(
        "tells a webhook of one event after the other", "newest-event-first",
        "of several events that wait the newest is told first", TELL, listening(_newest_first),
    ),
    does(
        "tells a webhook of one event after the other", "event-skipped",
        "while one event is repeated others are told", TELL, listening(_skips),
    ),
    does("follows no redirect", "redirect-is-taken", "a redirect is as good as an answer", TELL, _redirected),
    does(
        "A failed delivery is repeated after 0.2 seconds", "repeated-late",
        "a failed delivery is repeated after two seconds", TELL, _later(2),
    ),
    does(
        "A failed delivery is repeated after 0.2 seconds", "repeated-at-once",
        "a failed delivery is repeated at once", TELL, _later(0.01),
    ),
    does(
        "five in a row disable the webhook", "four-disable", "four failed deliveries disable a webhook", PATCH,
        _patient(4),
    ),
    does(
        "five in a row disable the webhook", "six-disable", "six failed deliveries disable a webhook", PATCH,
        _patient(6),
    ),
    does(
        "five in a row disable the webhook", "five-in-all-disable",
        "five failed deliveries in all disable a webhook", PATCH, listening(_total),
    ),
    does(
        "Events that happen while it is disabled are not kept for it", "events-kept",
        "what happens while a webhook is disabled is told later", PATCH, listening(_kept_for_later),
    ),
    does(
        "the events that it did not receive before are sent at once", "unreceived-forgotten",
        "what was not received is forgotten when a webhook is enabled", PATCH, listening(_forgotten),
    ),
    does(
        "are sent at once", "unreceived-later", "what was not received is sent a while after a webhook is enabled",
        PATCH, listening(_hesitant),
    ),
)  # fmt: skip
