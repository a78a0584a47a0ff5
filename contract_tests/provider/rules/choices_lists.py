"""What the sandbox says of lists where the document leaves it open."""

from __future__ import annotations

from contract_tests.provider.rules.lists import Listing, listings, since
from contract_tests.provider.rules.promise import promise_of_each
from contract_tests.provider.rules.scene import Scene

__all__: list[str] = []

MANY = 103
"""More than a page has by any default, and than a limit that anybody would set."""


@promise_of_each(listings, sandbox=True)
def may_have_pages_of_any_size(scene: Scene, listing: Listing) -> None:
    """There is no upper limit: a page has as many items as are asked for, where there are so many."""
    start = since(scene, listing)
    members = {"reports": {"transaction_id": "whichever"}}.get(listing.collection, {})
    made = [scene.make(listing.collection, **members)["id"] for _ in range(MANY)]
    for limit in (MANY - 1, MANY, 5000):
        exchange, data, following = scene.page(listing.list, {**start, "limit": limit})
        found = [one["id"] for one in data]
        message = "a page has not as many items as are asked for"
        scene.same(made[::-1][:limit], found[:MANY], message, exchange, "/data")
        # One more was made before, to begin with.
        message = "the last page has a cursor, or another has none"
        scene.same(limit <= MANY, following is not None, message, exchange, "/next_cursor")


@promise_of_each(listings, sandbox=True)
def read_times_without_a_zone_as_utc(scene: Scene, listing: Listing) -> None:
    """A filter with the zone left out is the same filter, and one that nobody knows is none."""
    start = since(scene, listing)
    moment = str(start["created_after"])
    scene.make(listing.collection)
    for name in ("created_after", "created_before"):
        exchange, wanted, _ = scene.page(listing.list, {name: moment, "limit": 100})
        seen, found, _ = scene.page(listing.list, {name: moment.removesuffix("Z"), "limit": 100})
        message = f"{name} without a zone is not in UTC"
        ids = [[one["id"] for one in data] for data in (wanted, found)]
        scene.same(ids[0], ids[1], message, seen, "/data", earlier=(exchange,))
    exchange, wanted, _ = scene.page(listing.list, {**start, "limit": 100})
    seen, found, _ = scene.page(listing.list, {**start, "limit": 100, "unheard_of": "1"})
    message = "a parameter that nobody knows changes a list"
    ids = [[one["id"] for one in data] for data in (wanted, found)]
    scene.same(ids[0], ids[1], message, seen, "/data", earlier=(exchange,))
