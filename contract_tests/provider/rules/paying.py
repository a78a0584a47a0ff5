"""What is promised of credits in words."""

from __future__ import annotations

from collections.abc import Generator

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Scene
from contract_tests.provider.run import Exchange

__all__: list[str] = []

BROKE = "broke"
"""The label of a key whose account has no credits."""


@promise(
    "transactions_create",
    "transactions_get",
    "batches_create",
    "batches_list",
    "entities_resolve",
    "account_holders_create",
    sandbox=True,
)
def only_what_costs_needs_credits(scene: Scene) -> Generator[float]:
    """Without credits enrichment is answered 423 and not done; what costs nothing is answered as ever."""
    call, item = scene.api.call, scene.item()
    _, before = _batches(scene)
    for operation, body in (
        ("transactions_create", item),
        ("batches_create", {"operation": "POST /v3/transactions", "data": [item]}),
        ("entities_resolve", {"name": "Netflix"}),
    ):
        exchange = call(operation, body=body, key=BROKE)
        scene.status(exchange, 423, "what costs a credit is done without one")
    yield 0.5
    exchange = scene.get("transactions_get", item["id"], key=BROKE)
    scene.status(exchange, 404, "what was answered 423 is done")
    after, now = _batches(scene)
    scene.same(before, now, "what was answered 423 is done", after, "/data")
    for operation, body in (
        ("entities_resolve", {"website": "netflix.com"}),
        ("account_holders_create", {"id": scene.api.new_id("holder"), "type": "consumer"}),
    ):
        exchange = call(operation, body=body, key=BROKE)
        scene.status(exchange, 200, "what costs nothing is refused without credits")


def _batches(scene: Scene) -> tuple[Exchange, list[object]]:
    exchange = scene.api.call("batches_list", query={"limit": 100}, key=BROKE)
    return exchange, [one["id"] for one in scene.accepted(exchange)["data"]]
