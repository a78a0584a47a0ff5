"""What is promised of accounts in words: none has anything to do with another."""

from __future__ import annotations

from contract_tests.provider.mailbox import event_in
from contract_tests.provider.rules.deliveries import ended_batch
from contract_tests.provider.rules.hook import Hook
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, LeftOutError, Scene

__all__: list[str] = []


@promise("webhooks_create", "batches_create")
def a_webhook_is_told_of_its_own_account_alone(scene: Scene) -> None:
    """What happens to another account is nothing to it."""
    if scene.api.keys.get("second") is None:
        return
    control = Hook(scene, ["batches.completed"])
    path = f"/{scene.api.new_id('hook')}"
    body = {"url": f"{scene.mailbox.url}{path}", "events": ["batches.completed"]}
    exchange = scene.api.call("webhooks_create", body=body, key="second")
    if not exchange.ok:
        raise LeftOutError("another account can have no webhook")
    theirs: Item = scene.accepted(exchange)
    scene.afterwards.callback(scene.get, "webhooks_delete", theirs["id"], key="second")
    exchange, done = ended_batch(scene)
    control.awaits(done["id"], exchange)
    told = [event_in(one).get("event_type") for one in scene.mailbox.at(path)]
    scene.same([], told, "a webhook is told of another account", exchange)
