"""Relations between a question that changes nothing and its answers."""

from __future__ import annotations

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.walk.gallery import gallery
from contract_tests.provider.walk.trail import Trail

__all__ = ["walk_search"]


def walk_search(trail: Trail, search: Place) -> None:
    """A question has an answer, the same one each time, and an item that it shows can be read."""
    path = trail.desk.path(search.operation, fresh=True)
    if search.asked is None:
        trail.twice(search, path=path)
        return
    for base in trail.samples.bases(search.operation):
        shown = trail.twice(search, path=path, body=base)
        view = trail.body(shown)
        reader = trail.atlas.item_reader(search.collection or "")
        identity = None if view is None else view.get("id")
        if view is not None and reader is not None and isinstance(identity, str):
            _read(trail, search, reader, identity)
        for place, body in gallery(trail.samples, search.asked, base):
            exchange = trail.api.call(search.operation.id, path=path, body=body)
            trail.claim(
                "gallery",
                exchange.ok or str(exchange.status) in set(search.operation.statuses) & {"400", "404"},
                "a value that is allowed is refused",
                exchange,
                expected="2xx",
                actual=exchange.status,
                pointer="/request/body/" + "/".join(map(str, place)),
            )


def _read(trail: Trail, search: Place, reader: Place, identity: str) -> None:
    """What was found is the item that its id names, but for what the question may have put in."""
    exchange = trail.api.call(reader.operation.id, path=trail.path(reader, identity))
    trail.claim(
        "views",
        exchange.ok,
        f"what {search.operation.id} finds cannot be read",
        exchange,
        expected="2xx",
        actual=exchange.status,
    )
