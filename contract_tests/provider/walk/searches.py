"""Relations between a question that changes nothing and its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.run import Exchange
from contract_tests.provider.walk.gallery import gallery
from contract_tests.provider.walk.trail import Trail, answered

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
        _nothing(trail, search, path, base, shown)
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


def _nothing(trail: Trail, search: Place, path: Mapping[str, str], base: Any, shown: Exchange) -> None:
    """What may be null and is, is as good as left out."""
    assert search.asked is not None
    below = trail.atlas.shapes.properties(search.asked)
    nulls = {name: None for name, shape in below.items() if shape.nullable and name not in base}
    if not nulls:
        return
    exchange = trail.api.call(search.operation.id, path=path, body={**base, **nulls})
    trail.claim(
        "nulls",
        exchange.ok and trail.same(search, answered(shown), answered(exchange)),
        f"{' and '.join(nulls)} of null is not the same as none",
        exchange,
        expected=answered(shown),
        actual=answered(exchange),
        earlier=(shown,),
        sure=False,
    )
