"""What is promised of every list in words: order, filters, and each item once, also while items arrive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contract_tests.provider.ledger.atlas import Atlas
from contract_tests.provider.ledger.normal import instant
from contract_tests.provider.resources import Resources
from contract_tests.provider.rules.promise import promise_of_each
from contract_tests.provider.rules.scene import Item, Scene

if TYPE_CHECKING:
    from ntropy_client.document import Document

__all__ = ["Listing", "listings", "zoned"]

MADE = 5


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of items that come in pages, and that somebody makes.

    Attributes:
        collection: Its tag.
        list: Id of the operation that lists.
        get: Id of the operation that shows one item.
        create: Id of the operation that makes one.
        statuses: What its filter by status can be given; empty where it has none.
    """

    collection: str
    list: str
    get: str
    create: str
    statuses: Sequence[str] = field(default=())

    @property
    def operations(self) -> frozenset[str]:
        """Ids of the operations whose promise it is."""
        return frozenset((self.list, self.create))


def listings(document: Document) -> Iterator[Listing]:
    """Find the lists of a document that can be followed from page to page.

    Args:
        document: What is checked.

    Yields:
        The lists in the order of the document.
    """
    atlas = Atlas(document)
    for one in Resources(document).values():
        if one.lister is None or one.reader is None or one.maker is None:
            continue
        names = {parameter.name for parameter in one.lister.parameters}
        if "cursor" not in names:
            continue
        answer = atlas.places[one.reader.id].answer
        shown = {} if answer is None else atlas.shapes.properties(answer)
        statuses = shown["status"].enum if "status" in names and "status" in shown else ()
        yield Listing(one.tag, one.lister.id, one.reader.id, one.maker.id, [str(each) for each in statuses])


def by_status(document: Document) -> Iterator[Listing]:
    """Find the lists that can be filtered by status.

    Args:
        document: What is checked.

    Yields:
        The lists in the order of the document.
    """
    return (listing for listing in listings(document) if listing.statuses)


def since(scene: Scene, listing: Listing) -> dict[str, str | int]:
    """A filter that only lets pass what is made from now on, by the server's own clock."""
    shown = scene.make(listing.collection)
    scene.api.wait(0.02)
    return {"created_after": zoned(shown["created_at"])}


def zoned(moment: str) -> str:
    """A timestamp with its zone, for a filter."""
    parsed = instant(moment)
    return moment if parsed is None else parsed.isoformat().replace("+00:00", "Z")


def _ids(items: Sequence[Item]) -> list[object]:
    return [one.get("id") for one in items]


@promise_of_each(listings)
def are_listed_newest_first(scene: Scene, listing: Listing) -> None:
    """An item is in the list as soon as it is made, before all older ones."""
    made: list[str] = []
    for _ in range(3):
        made.insert(0, str(scene.make(listing.collection)["id"]))
        scene.api.wait(0.02)
        exchange, data, _ = scene.page(listing.list, {"limit": 100})
        ours = [one for one in _ids(data) if one in made]
        scene.same(made, ours, "items are not listed newest first", exchange, "/data")
    first, data, _ = scene.page(listing.list, {"limit": 1})
    scene.same(1, len(data), "a page of one has another number of items", first, "/data")


@promise_of_each(listings)
def are_met_once_each_from_page_to_page(scene: Scene, listing: Listing) -> None:
    """Following cursors yields every item once, while items arrive."""
    start = since(scene, listing)
    made = [scene.make(listing.collection)["id"] for _ in range(MADE)]
    arrived: list[str] = []

    def arrive() -> None:
        if len(arrived) < MADE:
            arrived.append(scene.make(listing.collection)["id"])

    exchange, found = scene.pages(listing.list, {**start, "limit": 2}, meanwhile=arrive)
    ids = _ids(found)
    for one in made:
        scene.same(
            1, ids.count(one), "an item is not met once on the way through the pages", exchange, "/data"
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


@promise_of_each(listings)
def are_filtered_by_time(scene: Scene, listing: Listing) -> None:
    """Filters by time of creation divide the list: of two items each filter lets pass one."""
    old = scene.make(listing.collection)
    scene.api.wait(0.02)
    new = scene.make(listing.collection)
    before, after = instant(old["created_at"]), instant(new["created_at"])
    if before is None or after is None or before >= after:
        return  # too close to be told apart
    middle = (before + (after - before) / 2).isoformat().replace("+00:00", "Z")
    for name, passes, stays in (("created_after", new, old), ("created_before", old, new)):
        exchange, data, _ = scene.page(listing.list, {name: middle, "limit": 100})
        scene.claim(
            passes["id"] in _ids(data),
            f"{name} keeps back what it has to let pass",
            exchange,
            expected=passes["id"],
            actual=_ids(data)[:3],
            pointer="/data",
        )
        scene.claim(
            stays["id"] not in _ids(data),
            f"{name} lets pass what it has to keep back",
            exchange,
            expected=f"not {stays['id']}",
            actual=stays["id"],
            pointer="/data",
        )


@promise_of_each(by_status)
def are_filtered_by_status(scene: Scene, listing: Listing) -> None:
    """A list by status has the items of that status, and no other; one without has those of every status."""
    ours = [str(scene.make(listing.collection)["id"])]
    if scene.is_sandbox:  # elsewhere it may take days
        ours.append(str(scene.make(listing.collection, **failing(scene, listing.collection))["id"]))
        for one in ours:
            scene.finish(listing.get, one)
    ours.append(str(scene.make(listing.collection)["id"]))
    for status in listing.statuses:
        before = {one: _status(scene, listing, one) for one in ours}
        exchange, data, _ = scene.page(listing.list, {"status": status, "limit": 100})
        others = [one for one in data if one.get("status") != status]
        scene.same([], others[:1], "a list by status has an item of another status", exchange, "/data")
        for one, was in before.items():
            if was != _status(scene, listing, one):
                continue  # it has just changed: it may be here or there
            scene.same(
                was == status,
                one in _ids(data),
                "a list by status has not the items of that status",
                exchange,
                "/data",
            )
    exchange, data, _ = scene.page(listing.list, {"limit": 100})
    missing = sorted({*ours} - {str(one) for one in _ids(data)})
    scene.same([], missing, "a list without a filter lacks items of some status", exchange, "/data")
    for one in ours[:-1] if scene.is_sandbox else ():
        seen = scene.get(listing.get, one)
        listed = next(each for each in data if each.get("id") == one)
        message = "what has ended is listed otherwise than it is shown"
        scene.same(scene.accepted(seen), listed, message, exchange, "/data", earlier=(seen,))


def failing(scene: Scene, collection: str) -> Item:
    """What to send to a sandbox so that an item does not end well; nothing where all do."""
    known: dict[str, Item] = {
        "batches": {"data": [scene.item(description="sandbox:batch-error")]},
        "bank_statements": {"content": b"no PDF"},
        "reports": {"description": "sandbox:reject"},
    }
    return known.get(collection, {})


@promise_of_each(by_status)
def keep_their_filters_from_page_to_page(scene: Scene, listing: Listing) -> None:
    """A filter holds on every page, not only on the first."""
    start = since(scene, listing)
    made = [scene.make(listing.collection)["id"] for _ in range(2)]
    if scene.is_sandbox:
        for one in made:
            scene.finish(listing.get, one)
    made += [scene.make(listing.collection)["id"] for _ in range(2)]
    before = {one: _status(scene, listing, one) for one in made}
    for status in sorted({*before.values()}):
        exchange, found = scene.pages(listing.list, {**start, "status": status, "limit": 1})
        others = [one for one in found if one.get("status") != status]
        scene.same([], others[:1], "a filter does not hold on every page", exchange, "/data")
        for one, was in before.items():
            if was == status == _status(scene, listing, one):
                scene.same(
                    1, _ids(found).count(one), "a filtered list has not each item once", exchange, "/data"
                )


def _status(scene: Scene, listing: Listing, identity: str) -> str:
    shown: Mapping[str, object] = scene.accepted(scene.get(listing.get, identity))
    return str(shown.get("status"))
