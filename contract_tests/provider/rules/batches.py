"""What is promised of batches in words."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime

from contract_tests.provider.ledger.normal import instant
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.rules.transactions import as_submitted
from contract_tests.provider.run import Exchange

__all__: list[str] = []


def time(scene: Scene, exchange: Exchange, shown: Item, name: str) -> datetime:
    """A timestamp of an item."""
    moment = instant(shown.get(name))
    scene.claim(
        moment is not None, f"{name} is no time", exchange, actual=shown.get(name), pointer=f"/{name}"
    )
    assert moment is not None
    return moment


class Watch:
    """Holds each look at a batch to what may change from look to look."""

    def __init__(self, scene: Scene, total: int) -> None:
        self._scene = scene
        self._total = total
        self._progress = 0
        self._updated: datetime | None = None

    def look(self, exchange: Exchange, batch: Item) -> None:
        """One answer that shows the batch."""
        claim = self._scene.claim
        progress, total = batch.get("progress"), batch.get("total")
        self._scene.same(self._total, total, "total is not the number of items", exchange, "/total")
        claim(
            isinstance(progress, int) and 0 <= progress <= self._total,
            "progress is not between 0 and total",
            exchange,
            expected=f"0 to {self._total}",
            actual=progress,
            pointer="/progress",
        )
        assert isinstance(progress, int)
        claim(
            progress >= self._progress,
            "progress decreases",
            exchange,
            expected=f"at least {self._progress}",
            actual=progress,
            pointer="/progress",
        )
        self._progress = progress
        created = time(self._scene, exchange, batch, "created_at")
        updated = time(self._scene, exchange, batch, "updated_at")
        claim(
            updated >= created,
            "updated_at is before created_at",
            exchange,
            expected=f"at least {batch['created_at']}",
            actual=batch["updated_at"],
            pointer="/updated_at",
        )
        claim(
            self._updated is None or updated >= self._updated,
            "updated_at goes back",
            exchange,
            actual=batch["updated_at"],
            pointer="/updated_at",
        )
        self._updated = updated


@promise("batches_create", "batches_get", "batches_results")
def batch_runs_to_completion(scene: Scene) -> None:
    """Progress and total on the way, no results before the end, then one for each item, in order."""
    items = [scene.item(description=f"UBER TRIP {number}") for number in range(5)]
    # A holder that does not exist fails this item, and not the batch.
    items[3]["account_holder_id"] = scene.missing_holder()
    batch = scene.submit(items)
    watch = Watch(scene, len(items))

    def look(exchange: Exchange, shown: Item) -> None:
        watch.look(exchange, shown)
        early = scene.get("batches_results", batch["id"])
        after = scene.get("batches_get", batch["id"])
        if early.ok and scene.accepted(after).get("status") == "processing":
            scene.claim(
                holds=False, message="results are given while processing", exchange=early, earlier=[after]
            )

    exchange, done = scene.finish("batches_get", batch["id"], look)
    message = "a failed item changes the status of the batch"
    scene.same("completed", done["status"], message, exchange, "/status")
    message = "a completed batch has not worked on all items"
    scene.same(done["total"], done["progress"], message, exchange, "/progress")
    answer = scene.get("batches_results", batch["id"])
    results = scene.accepted(answer)
    scene.same(batch["id"], results.get("id"), "the results are of another batch", answer, "/id")
    message = "total of the results is not the number of items"
    scene.same(len(items), results.get("total"), message, answer, "/total")
    message = "the results have another status than the batch"
    scene.same("completed", results.get("status"), message, answer, "/status")
    ids = [one.get("id") for one in results.get("results", [])]
    message = "the results are not one for each item in the order of submission"
    scene.same([one["id"] for one in items], ids, message, answer, "/results")
    failed = [one["id"] for one in results["results"] if one.get("error")]
    message = "other items have an error than the one that cannot be enriched"
    scene.same([items[3]["id"]], failed, message, answer, "/results")


@promise("batches_create", "batches_get")
def an_ended_batch_is_frozen(scene: Scene) -> Generator[float]:
    """Once completed, a batch no longer changes in any field."""
    batch = scene.submit([scene.item()])
    _, done = scene.finish("batches_get", batch["id"])
    for _ in range(3):
        yield 0.05
        exchange = scene.get("batches_get", batch["id"])
        scene.same(done, scene.accepted(exchange), "an ended batch changes", exchange)


@promise("batches_get", "batches_results", "batches_create", sandbox=True)
def a_failed_batch_has_no_results(scene: Scene) -> Generator[float]:
    """A batch that ends as error stays so, and its results are refused."""
    batch = scene.submit([scene.item(), scene.item(description="sandbox:batch-error")])
    exchange, done = scene.finish("batches_get", batch["id"], Watch(scene, 2).look)
    scene.same("error", done["status"], "a batch that has to fail does not", exchange, "/status")
    refused = scene.get("batches_results", batch["id"])
    scene.refused(refused, "the results of a failed batch are not refused")
    yield 1.0
    again = scene.accepted(scene.get("batches_get", batch["id"]))
    scene.same(done, again, "a failed batch changes", exchange)


@promise("batches_create", "transactions_get", "transactions_list")
def batched_transactions_are_like_any_other(scene: Scene) -> None:
    """What a batch has enriched can be read and listed, and replaces what had the same id."""
    old = scene.item(description="OLD TEXT", amount=1)
    scene.enrich(old)
    items = [scene.item(), {**old, "description": "NEW TEXT", "amount": 2.5}]
    batch = scene.submit(items)
    exchange, done = scene.finish("batches_get", batch["id"])
    scene.same("completed", done["status"], "a plain batch does not complete", exchange, "/status")
    for item in items:
        as_submitted(scene, item)
