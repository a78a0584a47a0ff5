"""Relations between the views of one item."""

from __future__ import annotations

from typing import Any

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.ledger.normal import normal
from contract_tests.provider.walk.gallery import IDS, gallery
from contract_tests.provider.walk.trail import Trail, ids

__all__ = ["walk_maker", "walk_reader"]


def walk_maker(trail: Trail, maker: Place) -> None:
    """Hard values through the operation that makes items, and out again through every view."""
    if maker.asked is None or maker.collection is None:
        return
    full = trail.samples.full(maker.operation)
    for path, body in gallery(trail.samples, maker.asked, full):
        fresh = trail.samples.fresh(maker.operation, body)
        _through(trail, maker, fresh, "/".join(map(str, path)))
    if (maker.writes or {}).get(maker.collection) == "create":
        _new_each_time(trail, maker)
    if "id" not in trail.atlas.shapes.properties(maker.asked):
        return
    _replaced(trail, maker)
    for ending in IDS:
        body = {**trail.samples.minimal(maker.operation), "id": trail.api.new_id("odd") + ending}
        _through(trail, maker, body, "id", sure="/" not in ending)


def _new_each_time(trail: Trail, maker: Place) -> None:
    """The same request twice makes two items."""
    body = trail.samples.full(maker.operation)
    first, second = (trail.api.call(maker.operation.id, body=body) for _ in range(2))
    one, other = trail.desk.identity(first), trail.desk.identity(second)
    if one is not None and other is not None:
        trail.claim(
            "new-each-time",
            one != other,
            "the same request twice makes one item",
            second,
            expected="another id",
            actual=other,
            pointer="/id",
            earlier=(first,),
        )


def _replaced(trail: Trail, maker: Place) -> None:
    """What is submitted again replaces what was there: nothing of it is left."""
    reader = trail.atlas.item_reader(maker.collection or "")
    again, alone = trail.samples.minimal(maker.operation), trail.samples.minimal(maker.operation)
    if reader is None:
        return
    trail.api.call(maker.operation.id, body={**trail.samples.full(maker.operation), "id": again["id"]})
    for body in (again, alone):
        trail.api.call(maker.operation.id, body=body)
    shown = [trail.api.call(reader.operation.id, path={"id": body["id"]}) for body in (again, alone)]
    views = [trail.body(one) for one in shown]
    if views[0] is None or views[1] is None:
        return
    left, fresh = (trail.found(reader, view) for view in views if view is not None)
    trail.claim(
        "replaced",
        left == fresh,
        "an item that was replaced is not like a new one",
        shown[0],
        expected=fresh,
        actual=left,
        earlier=(shown[1],),
    )


def _through(trail: Trail, maker: Place, body: dict[str, Any], place: str, *, sure: bool = True) -> None:
    exchange = trail.api.call(maker.operation.id, body=body)
    allowed = [status for status in ("400", "409", "413") if status in maker.operation.statuses]
    if not trail.claim(
        "gallery",
        exchange.ok or str(exchange.status) in allowed,
        "a value that is allowed is refused",
        exchange,
        expected="2xx",
        actual=exchange.status,
        pointer=f"/request/body/{place}",
    ):
        return
    made = trail.desk.identity(exchange)
    reader = trail.atlas.item_reader(maker.collection or "")
    if made is None or reader is None:
        return
    shown = trail.api.call(reader.operation.id, path={"id": made})
    if not trail.claim(
        "gallery",
        shown.ok,
        "what was made cannot be read",
        shown,
        expected="2xx",
        actual=shown.status,
        pointer=f"/request/body/{place}",
        sure=sure,
        earlier=(exchange,),
    ):
        return
    view = trail.body(shown) or {}
    asked = trail.atlas.shapes.properties(maker.asked) if maker.asked is not None else {}
    answer = trail.atlas.shapes.properties(reader.answer) if reader.answer is not None else {}
    for name, sent in body.items():
        comparable = (
            name in view and name in asked and name in answer and asked[name].kind == answer[name].kind
        )
        if comparable and not answer[name].volatile:
            got = view[name]
            same = normal(sent, asked[name], trail.atlas.shapes) == normal(
                got, answer[name], trail.atlas.shapes
            )
            trail.claim(
                "gallery",
                same,
                f"{name} does not come out as it went in",
                shown,
                expected=sent,
                actual=got,
                pointer=f"/{name}",
                earlier=(exchange,),
            )


def walk_reader(trail: Trail, reader: Place) -> None:
    """The same item read twice is the same, and the list shows the same item."""
    maker, pager = trail.maker(reader.collection or ""), trail.pager(reader.collection or "")
    if maker is None:
        return
    made = trail.make(maker, 1)
    if not made:
        return
    identity = ids(made)[0]
    trail.twice(reader, path={"id": identity})
    if pager is None:
        return
    shown = trail.api.call(reader.operation.id, path={"id": identity})
    answer = trail.listed(pager, {**trail.window(pager, made), "limit": 100})
    view = trail.body(shown)
    if view is None or answer is None:
        return
    for item in answer[1]:
        if item.get("id") == identity:
            both = {
                name for name in item if name in view and item[name] is not None and view[name] is not None
            }
            one, other = ({name: source[name] for name in both} for source in (view, item))
            trail.claim(
                "views",
                trail.same(reader, one, other),
                "the list shows another item than the item itself",
                answer[0],
                expected=one,
                actual=other,
                pointer="/data",
                earlier=(shown,),
            )
