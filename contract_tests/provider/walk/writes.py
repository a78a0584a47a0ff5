"""Relations between the lists before a write and after it."""

from __future__ import annotations

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.probes.variants import variants
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_object
from contract_tests.provider.walk.trail import Members, Trail, ids

__all__ = ["walk_delete", "walk_refusal"]

WRONG = frozenset({"missing", "null", "below the minimum", "an unknown value"})


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
    gone, kept = ids(made)[2], ids(made)[:2]
    if maker.asked is not None and "id" in trail.atlas.shapes.properties(maker.asked):
        kept.append(gone + "0")  # an id that begins with the one that is deleted
        trail.body(
            trail.api.call(
                maker.operation.id, body={**trail.samples.minimal(maker.operation), "id": kept[-1]}
            )
        )
    before = _list(trail, pager, window)
    if trail.api.keys.get("second") is not None:
        trail.api.call(deleter.operation.id, path={"id": kept[0]}, key="second")
    exchange = trail.api.call(deleter.operation.id, path={"id": gone})
    trail.claim(
        "delete", exchange.ok, "an item cannot be deleted", exchange, expected="2xx", actual=exchange.status
    )
    item = next((one for one in (before[1] if before else ()) if one.get("id") == gone), {})
    for name, value in [("", ""), *_filters(pager, item)]:
        answer = _list(trail, pager, {**window, name: value} if name else window)
        if answer is None or before is None:
            continue
        passing = {str(one["id"]) for one in before[1] if not name or one.get(name) == value}
        wanted = sorted(one for one in kept if one in passing)
        got = sorted(one for one in ids(answer[1]) if one in {gone, *kept})
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


def _filters(pager: Place, item: Members) -> list[tuple[str, str]]:
    """The filters that an item passes by one of its own members."""
    names = [one.name for one in pager.operation.parameters if one.location == "query"]
    values = [(name, item.get(name)) for name in names]
    return [(name, value) for name, value in values if isinstance(value, str)]


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
