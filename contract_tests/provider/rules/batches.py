"""What is promised of batches in words."""

from __future__ import annotations

from datetime import datetime

from contract_tests.provider.ledger.normal import instant
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene
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
        claim(
            total == self._total,
            "total is not the number of items",
            exchange,
            expected=self._total,
            actual=total,
            pointer="/total",
        )
        fits = isinstance(progress, int) and 0 <= progress <= self._total
        claim(
            fits,
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

    done = scene.finish(batch["id"], look)
    exchange = scene.get("batches_get", batch["id"])
    scene.claim(
        done["status"] == "completed",
        "a failed item changes the status of the batch",
        exchange,
        expected="completed",
        actual=done["status"],
        pointer="/status",
    )
    scene.claim(
        done["progress"] == done["total"],
        "a completed batch has not worked on all items",
        exchange,
        expected=done["total"],
        actual=done["progress"],
        pointer="/progress",
    )
    answer = scene.get("batches_results", batch["id"])
    results = scene.accepted(answer)
    scene.claim(
        results.get("id") == batch["id"],
        "the results are of another batch",
        answer,
        expected=batch["id"],
        actual=results.get("id"),
        pointer="/id",
    )
    scene.claim(
        results.get("total") == len(items),
        "total of the results is not the number of items",
        answer,
        expected=len(items),
        actual=results.get("total"),
        pointer="/total",
    )
    scene.claim(
        results.get("status") == "completed",
        "the results have another status than the batch",
        answer,
        actual=results.get("status"),
        pointer="/status",
    )
    ids = [one.get("id") for one in results.get("results", [])]
    scene.claim(
        ids == [one["id"] for one in items],
        "the results are not one for each item in the order of submission",
        answer,
        expected=[one["id"] for one in items],
        actual=ids,
        pointer="/results",
    )


@promise("batches_create", "batches_get")
def an_ended_batch_is_frozen(scene: Scene) -> None:
    """Once completed, a batch no longer changes in any field."""
    batch = scene.submit([scene.item()])
    done = scene.finish(batch["id"])
    for _ in range(3):
        scene.api.wait(0.05)
        exchange = scene.get("batches_get", batch["id"])
        again = scene.accepted(exchange)
        changed = sorted(name for name in {*done, *again} if done.get(name) != again.get(name))
        scene.claim(
            not changed,
            "an ended batch changes",
            exchange,
            expected=done,
            actual=again,
            pointer=f"/{changed[0]}" if changed else "",
        )


@promise("batches_get", "batches_results", "batches_create", sandbox=True)
def a_failed_batch_has_no_results(scene: Scene) -> None:
    """A batch that ends as error stays so, and its results are refused."""
    batch = scene.submit([scene.item(), scene.item(description="sandbox:batch-error")])
    done = scene.finish(batch["id"], Watch(scene, 2).look)
    exchange = scene.get("batches_get", batch["id"])
    scene.claim(
        done["status"] == "error",
        "a batch that has to fail does not",
        exchange,
        expected="error",
        actual=done["status"],
        pointer="/status",
    )
    refused = scene.get("batches_results", batch["id"])
    scene.claim(
        400 <= refused.status < 500,
        "the results of a failed batch are not refused",
        refused,
        expected="4xx",
        actual=refused.status,
    )
    scene.api.wait(1.0)
    again = scene.accepted(scene.get("batches_get", batch["id"]))
    scene.claim(again == done, "a failed batch changes", exchange, expected=done, actual=again)


@promise("batches_list", "batches_create")
def batches_are_listed_newest_first(scene: Scene) -> None:
    """A batch is in the list as soon as it is made, before all older ones."""
    made: list[str] = []
    for _ in range(3):
        made.insert(0, scene.submit([scene.item()])["id"])
        scene.api.wait(0.02)
        exchange, data, _ = scene.page("batches_list", {"limit": 100})
        ours = [one["id"] for one in data if one["id"] in made]
        scene.claim(
            ours == made,
            "batches are not listed newest first",
            exchange,
            expected=made,
            actual=ours,
            pointer="/data",
        )
    first, data, _ = scene.page("batches_list", {"limit": 1})
    scene.claim(
        len(data) == 1,
        "a page of one has another number of batches",
        first,
        expected=1,
        actual=len(data),
        pointer="/data",
    )


@promise("batches_list", "batches_create")
def batches_are_filtered_by_status(scene: Scene) -> None:
    """A list by status has the batches of that status, and no other."""
    batch = scene.submit([scene.item()])
    done = scene.finish(batch["id"])
    for status in ("processing", "completed", "error"):
        exchange, data, _ = scene.page("batches_list", {"status": status, "limit": 100})
        others = [one for one in data if one.get("status") != status]
        scene.claim(
            not others,
            "a list by status has a batch of another status",
            exchange,
            expected=status,
            actual=others[:1],
            pointer="/data",
        )
        listed = batch["id"] in [one["id"] for one in data]
        scene.claim(
            listed == (done["status"] == status),
            "a list by status has not the batches of that status",
            exchange,
            expected=done["status"] == status,
            actual=listed,
            pointer="/data",
        )


@promise("batches_create", "transactions_get", "transactions_list")
def batched_transactions_are_like_any_other(scene: Scene) -> None:
    """What a batch has enriched can be read and listed, and replaces what had the same id."""
    old = scene.item(description="OLD TEXT", amount=1)
    scene.enrich(old)
    items = [scene.item(), {**old, "description": "NEW TEXT", "amount": 2.5}]
    batch = scene.submit(items)
    done = scene.finish(batch["id"])
    exchange = scene.get("batches_get", batch["id"])
    scene.claim(
        done["status"] == "completed",
        "a plain batch does not complete",
        exchange,
        actual=done["status"],
        pointer="/status",
    )
    _, data, _ = scene.page("transactions_list", {"limit": 100})
    for item in items:
        exchange = scene.get("transactions_get", str(item["id"]))
        shown = scene.accepted(exchange)
        for name, sent in item.items():
            scene.claim(
                shown.get(name) == sent,
                f"{name} of a batched transaction is not what was submitted",
                exchange,
                expected=sent,
                actual=shown.get(name),
                pointer=f"/{name}",
            )
        listed = [one for one in data if one["id"] == item["id"]]
        scene.claim(
            len(listed) == 1,
            "a batched transaction is not listed once",
            exchange,
            expected=1,
            actual=len(listed),
        )
