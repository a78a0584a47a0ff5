"""Relations between the lists before a write and after it."""

from __future__ import annotations

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.probes.variants import variants
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_object
from contract_tests.provider.walk.items import submit
from contract_tests.provider.walk.trail import Members, Trail, answered, ids

__all__ = ["walk_delete", "walk_more", "walk_refusal"]

SETTLING = 0.2
"""Seconds in which small jobs come to their end."""
WRONG = frozenset({"missing", "null", "below the minimum", "an unknown value", "too long"})


def walk_delete(trail: Trail, deleter: Place) -> None:
    """Of several items exactly the one that is deleted goes, and another account can delete none."""
    collection = deleter.collection or ""
    maker, pager = trail.maker(collection), trail.pager(collection)
    if maker is None or pager is None:
        return
    made = trail.make(maker, 3)
    if len(made) < 2:
        return
    window = trail.window(pager, made)
    gone, kept = ids(made)[-1], ids(made)[:-1]
    if trail.desk.resources[collection].by_body:
        kept.append(gone + "0")  # an id that begins with the one that is deleted
        trail.body(
            trail.desk.submit(maker.operation, {**trail.samples.minimal(maker.operation), "id": kept[-1]})
        )
    before = _list(trail, pager, window)
    if trail.api.keys.get("second") is not None:
        trail.api.call(deleter.operation.id, path=trail.path(deleter, kept[0]), key="second")
    exchange = trail.api.call(deleter.operation.id, path=trail.path(deleter, gone))
    trail.claim(
        "delete", exchange.ok, "an item cannot be deleted", exchange, expected="2xx", actual=exchange.status
    )
    item = next((one for one in (before[1] if before else ()) if one.get("id") == gone), {})
    for name, value in [("", ""), *_filters(pager, item)]:
        answer = _list(trail, pager, {**window, name: value} if name else window)
        after = _list(trail, pager, window) if name else answer
        if answer is None or before is None or after is None:
            continue
        # Items may change by themselves: those that pass before and after are certain.
        passing = [
            {str(one["id"]) for one in found[1] if not name or one.get(name) == value}
            for found in (before, after)
        ]
        wanted = sorted(one for one in kept if one in passing[0] and (one in passing[1] or not name))
        moved = set(kept) & (passing[0] ^ passing[1]) if name else set[str]()
        got = sorted(one for one in ids(answer[1]) if one in {gone, *kept} - moved)
        trail.claim(
            "delete",
            got == wanted,
            "deleting one item does not take exactly that one away",
            answer[0],
            expected=wanted,
            actual=got,
            pointer="/data",
            earlier=(exchange,),
        )
    _below(trail, deleter, gone)
    if trail.desk.resources[collection].by_body:
        for ending in ("a b", "a/b"):
            _quoted(trail, deleter, maker, trail.api.new_id("odd") + ending)


def _quoted(trail: Trail, deleter: Place, maker: Place, identity: str) -> None:
    """An item whose id has to be quoted in a path is deleted like any other."""
    _, made = submit(trail, maker, trail.samples.minimal(maker.operation), identity)
    if made is None:
        return
    exchange = trail.api.call(deleter.operation.id, path=trail.path(deleter, identity))
    again = trail.api.call(deleter.operation.id, path=trail.path(deleter, identity))
    trail.claim(
        "delete",
        exchange.ok and again.status == 404,
        "an item whose id has to be quoted cannot be deleted",
        exchange,
        expected="2xx",
        actual=exchange.status,
        earlier=(again,),
        sure="/" not in identity,
    )


def _below(trail: Trail, deleter: Place, gone: str) -> None:
    """With an item everything goes that can be asked about it."""
    for place in trail.atlas.places.values():
        if (
            place.collection == deleter.collection
            and place.kind == "part"
            and not place.writes
            and not place.asked
        ):
            exchange = trail.api.call(place.operation.id, path=trail.path(place, gone))
            trail.claim(
                "delete",
                exchange.status == 404,
                "an item that was deleted still answers",
                exchange,
                expected=404,
                actual=exchange.status,
            )


def _filters(pager: Place, item: Members) -> list[tuple[str, str]]:
    """The filters that an item passes by one of its own members."""
    names = [one.name for one in pager.operation.parameters if one.location == "query"]
    values = [(name, item.get(name)) for name in names]
    return [(name, value) for name, value in values if isinstance(value, str)]


def walk_more(trail: Trail, writer: Place) -> None:
    """A member that nobody described breaks nothing; what comes of it, the answer shows to others."""
    if trail.samples.shape(writer.operation) is None:
        return
    path = trail.desk.path(writer.operation, fresh=True)
    body = {**trail.samples.minimal(writer.operation), "unheard_of": "1"}
    exchange = trail.desk.submit(writer.operation, body, path=path)
    if trail.desk.is_sandbox:
        trail.claim(
            "unknown-member",
            exchange.ok,
            "a member that nobody described does not pass",
            exchange,
            expected="2xx",
            actual=exchange.status,
        )
    trail.claim(
        "unknown-member",
        exchange.status < 500,
        "a member that nobody described breaks a request",
        exchange,
        expected="2xx or 4xx",
        actual=exchange.status,
    )


def walk_refusal(trail: Trail, writer: Place) -> None:
    """A write that is refused leaves every list, and every item, as it was."""
    shape = trail.samples.shape(writer.operation)
    pagers = {
        place.operation.id: place
        for place in trail.atlas.places.values()
        if place.kind == "page" and place.collection in (writer.writes or {})
    }
    if shape is None:
        return
    windows: dict[str, dict[str, str | int]] = {}
    for name, pager in pagers.items():
        maker = trail.maker(pager.collection or "")
        windows[name] = {} if maker is None else trail.window(pager, trail.make(maker, 2, least=0))
    path, reader = _item(trail, writer)
    # Whatever is processing comes to its end, where that makes items; and so does what should have been refused.
    pause = SETTLING if _is_eventual(trail, writer) else 0.0
    trail.api.wait(pause)
    before = {name: _list(trail, pager, windows[name]) for name, pager in pagers.items()}
    item = None if reader is None else trail.api.call(reader.operation.id, path=path)
    _refused(trail, writer, path)
    trail.api.wait(pause)
    if reader is not None and item is not None:
        now = trail.api.call(reader.operation.id, path=path)
        trail.claim(
            "refusal",
            item.status == now.status and trail.same(reader, answered(item), answered(now)),
            "a refused write changes an item",
            now,
            expected=answered(item),
            actual=answered(now),
            earlier=(item,),
        )
    for name, pager in pagers.items():
        old, new = before[name], _list(trail, pager, windows[name])
        if old is not None and new is not None:
            _unchanged(trail, pager, old, new)


def _is_eventual(trail: Trail, writer: Place) -> bool:
    """Whether items come by themselves into a collection that an operation writes, some time after a request."""
    coming = {
        tag
        for place in trail.atlas.places.values()
        for tag, effect in (place.writes or {}).items()
        if effect == "eventual"
    }
    return trail.api.world.clock is not None or bool(coming & (writer.writes or {}).keys())


def _item(trail: Trail, writer: Place) -> tuple[dict[str, str], Place | None]:
    """The item that the path of a writer names, and what reads it."""
    if not writer.operation.path.count("{"):
        return {}, None
    maker = trail.maker(writer.collection or "")
    if maker is not None and maker is writer:
        _, identity = trail.submit(maker, trail.samples.full(maker.operation))
        path = trail.path(writer, identity or "")
    else:
        path = trail.desk.path(writer.operation, fresh=True)
    return path, trail.atlas.item_reader(writer.collection or "")


def _refused(trail: Trail, writer: Place, path: dict[str, str]) -> None:
    """Everything that has to be refused: wrong bodies, wrong keys, and another account's item."""
    shape = trail.samples.shape(writer.operation)
    full = trail.samples.full(writer.operation)
    wrong = [] if shape is None else list(variants(trail.samples, shape, full))
    wrong = [one for one in wrong if not one.allowed and one.what in WRONG]
    for variant in wrong[:12]:
        body = variant.body
        if as_object(body) is not None:
            body = trail.samples.fresh(writer.operation, body, keep=variant.path)
        trail.api.call(writer.operation.id, path=path, body=body)
    for key in ("invalid", "second"):
        if trail.api.keys.get(key) is not None:
            trail.api.call(writer.operation.id, path=path, body=trail.samples.full(writer.operation), key=key)


def _unchanged(
    trail: Trail, pager: Place, old: tuple[Exchange, list[Members]], new: tuple[Exchange, list[Members]]
) -> None:
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
