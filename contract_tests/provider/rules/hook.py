"""A webhook that is really told, and what can be claimed of what it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contract_tests.provider.mailbox import event_in
from contract_tests.provider.receiver import Received
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.run import Exchange
from ntropy_client.conformance._body import check_body
from ntropy_client.conformance._schemas import Schemas

__all__ = ["TOKEN", "Hook", "valid"]

TOKEN = "x-ntropy-token"


class Hook:
    """A webhook that is registered at the mailbox.

    Args:
        scene: Where.
        events: What it wants to be told of.
        token: What it wants to know it by.
    """

    def __init__(self, scene: Scene, events: Sequence[str], token: str | None = None) -> None:
        self._scene = scene
        self.path = f"/{scene.api.new_id('hook')}"
        self.mailbox = scene.mailbox
        members: Item = {"url": f"{self.mailbox.url}{self.path}", "events": list(events)}
        self.id = str(scene.webhook(**members, **({} if token is None else {"token": token}))["id"])

    def patch(self, **members: object) -> None:
        """Change the webhook."""
        self._scene.accepted(self._scene.api.call("webhooks_patch", path={"id": self.id}, body=members))

    def told(self, *resources: object, path: str | None = None) -> list[Received]:
        """What it was told about some of our resources."""
        came = self.mailbox.at(path or self.path)
        return [one for one in came if (event_in(one).get("data") or {}).get("id") in resources]

    def told_of(self, kind: str, resource: object) -> list[Received]:
        """What it was told of one kind about one of our resources."""
        return [one for one in self.told(resource) if event_in(one).get("event_type") == kind]

    def knows(self, kind: str, resource: object) -> bool:
        """Whether it was told of one kind about one of our resources."""
        return bool(self.told_of(kind, resource))

    def awaits(
        self, resource: object, exchange: Exchange, *, times: int = 1, path: str | None = None
    ) -> list[Received]:
        """Wait until it was told about a resource, at least so many times.

        Raises:
            BrokenPromiseError: It was not, in time.
        """
        self._scene.arrives(
            lambda: len(self.told(resource, path=path)) >= times, "an event is not delivered", exchange
        )
        return self.told(resource, path=path)


def valid(scene: Scene, delivery: Received, show: str, exchange: Exchange) -> Item:
    """Claim that a delivery is as the document describes it, and that its data is what a GET shows.

    Args:
        scene: Where.
        delivery: What came.
        show: The operation that shows what the event is about.
        exchange: What caused it.

    Returns:
        The event.
    """
    media_type = delivery.headers.get("content-type", "").partition(";")[0]
    scene.same("application/json", media_type, "an event is not sent as JSON", exchange)
    event = event_in(delivery)
    document = scene.api.document
    described: Mapping[str, Any] = document.raw["webhooks"].get(event.get("event_type"), {})
    scene.claim(
        bool(described),
        "an event has a type that is not documented",
        exchange,
        actual=event.get("event_type"),
    )
    schema = described["post"]["requestBody"]["content"]["application/json"]["schema"]
    for violation in check_body(event, schema, Schemas(document.schemas), strict=True):
        scene.claim(
            holds=False,
            message="an event is not as the document describes it",
            exchange=exchange,
            expected=violation.expected,
            actual=violation.actual,
            pointer=violation.pointer,
        )
    data: Item = event["data"]
    kind = str(event["event_type"]).rpartition(".")[2]
    scene.same(kind, data.get("status"), "the data of an event has another status", exchange, "/data/status")
    seen, now = scene.view(show, str(data["id"]))
    message = "the data of an event is not what is shown of it"
    scene.same(now, scene.steady(show, data), message, seen, earlier=(exchange,))
    whole: Item = scene.accepted(seen)
    if whole["status"] == kind and scene.is_sandbox:
        # Nothing has happened to it since, so that also what may change by itself has not.
        scene.same(whole, data, message, seen, earlier=(exchange,))
    return event
