"""Webhooks: registered, changed and deleted. What they are told, `deliveries` sends."""

from __future__ import annotations

from typing import Any

from ntropy_client.sandbox.answer import Answer, Call, RefusedError
from ntropy_client.sandbox.deliveries import Deliveries
from ntropy_client.sandbox.webhook import Webhook

__all__ = ["Webhooks"]

MOST = 10
"""An account has no more webhooks than this."""


class Webhooks:
    """What the operations `webhooks_…` do: one method each, called with the account locked.

    Args:
        deliveries: Sends what webhooks are told.
    """

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries

    def create(self, call: Call) -> Answer:
        """Register a webhook.

        Args:
            call: The request.

        Returns:
            200 with a `Webhook`.

        Raises:
            RefusedError: 400, there are as many as there may be.
        """
        webhooks = call.account.webhooks
        if len(webhooks) >= MOST:
            raise RefusedError(400, f"There are {MOST} webhooks already, and there can be no more.")
        webhook = Webhook(
            id=call.account.new_id("webhook"),
            created=call.now,
            url=call.body["url"],
            events=call.body["events"],
            token=call.body.get("token"),
        )
        webhooks[webhook.id] = webhook
        self._deliveries.watch(call.account)
        return Answer.json(self.view(webhook))

    def list(self, call: Call) -> Answer:
        """List all webhooks, newest first.

        Args:
            call: The request.

        Returns:
            200 with a `WebhookPage`, which is the only one.
        """
        newest = reversed(call.account.webhooks.values())
        return Answer.json({"next_cursor": None, "data": [self.view(webhook) for webhook in newest]})

    def get(self, call: Call) -> Answer:
        """Show a webhook.

        Args:
            call: The request.

        Returns:
            200 with a `Webhook`.

        Raises:
            RefusedError: 404.
        """
        return Answer.json(self.view(self._find(call)))

    def patch(self, call: Call) -> Answer:
        """Change what is named. A null takes the token away, and leaves everything else as it is.

        Args:
            call: The request.

        Returns:
            200 with a `Webhook`.

        Raises:
            RefusedError: 404.
        """
        webhook = self._find(call)
        given = {name: value for name, value in call.body.items() if value is not None}
        webhook.url = given.get("url", webhook.url)
        webhook.events = given.get("events", webhook.events)
        if "token" in call.body:
            webhook.token = call.body["token"]
        if given.get("enabled", False):
            webhook.enable(call.now)
        webhook.enabled = given.get("enabled", webhook.enabled)
        return Answer.json(self.view(webhook))

    def delete(self, call: Call) -> Answer:
        """Delete a webhook. Nothing more is sent to it.

        Args:
            call: The request.

        Returns:
            204.

        Raises:
            RefusedError: 404.
        """
        del call.account.webhooks[self._find(call).id]
        return Answer(204)

    def view(self, webhook: Webhook) -> dict[str, Any]:
        """Show a webhook.

        Args:
            webhook: The webhook.

        Returns:
            A `Webhook`.
        """
        return webhook.view()

    def _find(self, call: Call) -> Webhook:
        webhook = call.account.webhooks.get(call.path["id"])
        if webhook is None:
            raise RefusedError(404, "Webhook with the provided id not found.")
        return webhook
