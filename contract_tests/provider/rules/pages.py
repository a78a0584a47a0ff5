"""What is promised of lists in words: each item once, with all filters kept, while items arrive."""

from __future__ import annotations

from collections.abc import Callable

from contract_tests.provider.ledger.normal import instant
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Scene

__all__: list[str] = []

MADE = 5


def once_each(scene: Scene, operation: str, make: Callable[[], str], filters: dict[str, str]) -> None:
    """Follow the pages of a list while items arrive: what was there before is met once."""
    made = [make() for _ in range(MADE)]
    arrived: list[str] = []
    exchange, found = scene.pages(
        operation,
        {**filters, "limit": 2},
        meanwhile=lambda: arrived.append(make()) if len(arrived) < MADE else None,
    )
    ids = [one.get("id") for one in found]
    for one in made:
        scene.claim(
            ids.count(one) == 1,
            "an item is not met once on the way through the pages",
            exchange,
            expected=1,
            actual=ids.count(one),
            pointer="/data",
        )
    for one in arrived:
        scene.claim(
            ids.count(one) <= 1,
            "an item that arrived is met twice",
            exchange,
            expected="at most 1",
            actual=ids.count(one),
            pointer="/data",
        )


def since(scene: Scene) -> dict[str, str]:
    """A filter that only lets pass what is made from now on, by the server's own clock."""
    shown = scene.enrich(scene.item())
    scene.api.wait(0.02)
    return {"created_after": _zoned(shown["created_at"])}


def _zoned(moment: str) -> str:
    parsed = instant(moment)
    return moment if parsed is None else parsed.isoformat().replace("+00:00", "Z")


@promise("transactions_list", "transactions_create")
def transaction_pages_have_each_item_once(scene: Scene) -> None:
    """Following cursors yields every transaction once, while transactions arrive."""
    once_each(scene, "transactions_list", lambda: str(scene.enrich(scene.item())["id"]), since(scene))


@promise("batches_list", "batches_create")
def batch_pages_have_each_item_once(scene: Scene) -> None:
    """Following cursors yields every batch once, while batches arrive."""
    once_each(scene, "batches_list", lambda: str(scene.submit([scene.item()])["id"]), since(scene))


@promise("batches_list", "batches_create")
def batch_pages_keep_their_filters(scene: Scene) -> None:
    """A filter holds on every page, not only on the first."""
    start = since(scene)
    completed = [scene.submit([scene.item()])["id"] for _ in range(3)]
    for one in completed:
        scene.finish(one)
    scene.submit([scene.item()])
    exchange, found = scene.pages("batches_list", {**start, "status": "completed", "limit": 1})
    others = [one for one in found if one.get("status") != "completed"]
    scene.claim(
        not others,
        "a filter does not hold on every page",
        exchange,
        expected="completed",
        actual=others[:1],
        pointer="/data",
    )
    ids = [one["id"] for one in found]
    scene.claim(
        all(ids.count(one) == 1 for one in completed),
        "a filtered list has not each item once",
        exchange,
        expected=completed,
        actual=ids,
        pointer="/data",
    )


def between(scene: Scene, operation: str, make: Callable[[], tuple[str, str]]) -> None:
    """Two items, and a moment between them: each filter lets pass one of the two."""
    old, first = make()
    scene.api.wait(0.02)
    new, second = make()
    before, after = instant(first), instant(second)
    if before is None or after is None or before >= after:
        return  # too close to be told apart
    middle = (before + (after - before) / 2).isoformat().replace("+00:00", "Z")
    for name, passes, stays in (("created_after", new, old), ("created_before", old, new)):
        exchange, data, _ = scene.page(operation, {name: middle, "limit": 100})
        ids = [one["id"] for one in data]
        scene.claim(
            passes in ids,
            f"{name} keeps back what it has to let pass",
            exchange,
            expected=passes,
            actual=ids[:3],
            pointer="/data",
        )
        scene.claim(
            stays not in ids,
            f"{name} lets pass what it has to keep back",
            exchange,
            expected=f"not {stays}",
            actual=stays,
            pointer="/data",
        )


@promise("transactions_list", "transactions_create")
def transactions_are_filtered_by_time(scene: Scene) -> None:
    """Filters by time of creation divide the list of transactions."""

    def make() -> tuple[str, str]:
        made = scene.enrich(scene.item())
        return str(made["id"]), str(made["created_at"])

    between(scene, "transactions_list", make)


@promise("batches_list", "batches_create")
def batches_are_filtered_by_time(scene: Scene) -> None:
    """Filters by time of creation divide the list of batches."""

    def make() -> tuple[str, str]:
        made = scene.submit([scene.item()])
        return str(made["id"]), str(made["created_at"])

    between(scene, "batches_list", make)
