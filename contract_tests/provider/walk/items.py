"""Relations between the views of one item."""

from __future__ import annotations

from typing import Any

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.ledger.normal import normal
from contract_tests.provider.probes.variants import variants
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_object
from contract_tests.provider.walk.gallery import IDS, gallery
from contract_tests.provider.walk.trail import Members, Trail, ids

WRONG = frozenset({"missing", "null", "below the minimum", "an unknown value"})
__all__ = ["walk_delete", "walk_maker", "walk_reader", "walk_refusal"]


def walk_maker(trail: Trail, maker: Place) -> None:
    """Hard values through the operation that makes items, and out again through every view."""
    if maker.asked is None or maker.collection is None:
        return
    full = trail.samples.full(maker.operation)
    for path, body in gallery(trail.samples, maker.asked, full):
        fresh = trail.samples.fresh(maker.operation, body)
        _through(trail, maker, fresh, "/".join(map(str, path)))
    if "id" not in trail.atlas.shapes.properties(maker.asked):
        return
    for ending in IDS:
        body = {**trail.samples.minimal(maker.operation), "id": trail.api.new_id("odd") + ending}
        _through(trail, maker, body, "id", sure="/" not in ending)


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


def walk_delete(trail: Trail, deleter: Place) -> None:
    """Of several items exactly the one that is deleted goes, and another account can delete none."""
    collection = deleter.collection or ""
    maker, pager = trail.maker(collection), trail.pager(collection)
    if maker is None or pager is None:
        return
    made = trail.make(maker, 3)
    if len(made) < 3:
        return
    window = trail.window(pager, made)
    if trail.api.keys.get("second") is not None:
        trail.api.call(deleter.operation.id, path={"id": ids(made)[2]}, key="second")
    gone = ids(made)[1]
    exchange = trail.api.call(deleter.operation.id, path={"id": gone})
    trail.claim(
        "delete", exchange.ok, "an item cannot be deleted", exchange, expected="2xx", actual=exchange.status
    )
    answer = trail.listed(pager, {**window, "limit": 100})
    if answer is not None:
        got = [one for one in ids(answer[1]) if one in ids(made)]
        wanted = [one for one in reversed(ids(made)) if one != gone]
        trail.claim(
            "delete",
            sorted(got) == sorted(wanted),
            "deleting one item does not take exactly that one away",
            answer[0],
            expected=wanted,
            actual=got,
            pointer="/data",
            earlier=(exchange,),
        )


def walk_refusal(trail: Trail, writer: Place) -> None:
    """A write that is refused leaves every list as it was."""
    shape = trail.samples.shape(writer.operation)
    pagers = {
        place.operation.id: place
        for place in trail.atlas.places.values()
        if place.kind == "page" and place.collection in (writer.writes or {})
    }
    if shape is None or not pagers:
        return
    windows: dict[str, dict[str, str | int]] = {}
    for name, pager in pagers.items():
        maker = trail.maker(pager.collection or "")
        windows[name] = {} if maker is None else trail.window(pager, trail.make(maker, 2))
    path = trail.desk.path(writer.operation, fresh=False)
    trail.api.wait(0.2)  # whatever is processing comes to its end
    before = {name: _list(trail, pager, windows[name]) for name, pager in pagers.items()}
    full = trail.samples.full(writer.operation)
    wrong = [one for one in variants(trail.samples, shape, full) if not one.allowed and one.what in WRONG]
    for variant in wrong[:12]:
        body = variant.body
        if as_object(body) is not None:
            body = trail.samples.fresh(writer.operation, body)
        trail.api.call(writer.operation.id, path=path, body=body)
    trail.api.call(writer.operation.id, path=path, body=trail.samples.full(writer.operation), key="invalid")
    trail.api.wait(0.2)
    for name, pager in pagers.items():
        old, new = before[name], _list(trail, pager, windows[name])
        if old is None or new is None:
            continue
        known, now = {str(one["id"]): one for one in old[1]}, {str(one["id"]): one for one in new[1]}
        # On a shared account others may add items meanwhile: only ids of this run are surely ours.
        mine = {one for one in {*known, *now} if trail.desk.is_sandbox or one.startswith(trail.api.prefix)}
        changed = sorted(one for one in mine if not _alike(trail, pager, known.get(one), now.get(one)))
        trail.claim(
            "refusal",
            not changed,
            "a refused write changes a list",
            new[0],
            expected=sorted(known),
            actual=changed,
            pointer="/data",
            earlier=(old[0],),
        )


def _list(trail: Trail, pager: Place, window: dict[str, str | int]) -> tuple[Exchange, list[Members]] | None:
    return trail.listed(pager, {**window, "limit": 100})


def _alike(trail: Trail, pager: Place, one: Members | None, other: Members | None) -> bool:
    if one is None or other is None:
        return one is other
    return trail.same(pager, {"data": [one]}, {"data": [other]})
