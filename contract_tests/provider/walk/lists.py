"""Relations between the answers of one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta, timezone
from itertools import combinations

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.ledger.normal import instant
from contract_tests.provider.shapes import Shape
from contract_tests.provider.walk.trail import Members, Trail, ids, zoned

__all__ = ["walk_list"]

MADE = 7
ENDING_SECONDS = 0.6
"""What was made so long before is in another state than what is new, where states pass quickly."""
Filters = dict[str, str | int]


def walk_list(trail: Trail, pager: Place) -> None:
    """All relations of a list."""
    maker = trail.maker(pager.collection or "")
    if maker is None:
        return
    names = {parameter.name for parameter in pager.operation.parameters}
    moving = any(shape.volatile and name in names for name, shape in _members(trail, pager).items())
    made = trail.make(maker, MADE, pause=ENDING_SECONDS if moving else 0.0)
    if len(made) < 2:
        return
    window = trail.window(pager, made)
    whole = trail.listed(pager, {**window, "limit": 100})
    if whole is None:
        return
    own = set(ids(made))
    trail.twice(pager, query={**window, "limit": 5} if "limit" in names else window)
    _whole(trail, pager, window, own)
    if {"cursor", "limit"} <= names:
        _pages(trail, pager, window, ids(whole[1]), own)
    _partition(trail, pager, made)
    _filters(trail, pager, window, whole[1], own)
    _near(trail, pager, window, whole[1])
    _odd(trail, pager)
    _strange(trail, pager, window)


def _members(trail: Trail, pager: Place) -> Mapping[str, Shape]:
    """What the items of a list have."""
    data = trail.atlas.members(pager.answer).get("data")
    each = None if data is None else trail.atlas.shapes.items(data)
    return {} if each is None else trail.atlas.shapes.properties(each)


def _pages(trail: Trail, pager: Place, window: Filters, whole: list[str], own: set[str]) -> None:
    wanted = [one for one in whole if one in own]
    # The last page is full where the limit divides the number of items, and where they are the same.
    for limit in sorted({1, 3, min(len(whole), 100)}):
        answer = trail.listed(pager, {**window, "limit": limit})
        if answer is not None:
            exchange, found = answer
            got = [one for one in ids(found) if one in own]
            trail.claim(
                "pages",
                got == wanted,
                f"pages of {limit} are not one page of 100",
                exchange,
                expected=wanted,
                actual=got,
                pointer="/data",
            )
    first = trail.listed(pager, window)
    if first is not None:
        got = [one for one in ids(first[1]) if one in own]
        trail.claim(
            "pages",
            got == wanted,
            "pages of the default size are not one page of 100",
            first[0],
            expected=wanted,
            actual=got,
            pointer="/data",
        )


def _whole(trail: Trail, pager: Place, window: Filters, own: set[str]) -> None:
    """The list has every item that was made, once."""
    first = trail.listed(pager, window)
    if first is not None:
        got = [one for one in ids(first[1]) if one in own]
        trail.claim(
            "pages",
            sorted(got) == sorted(own),
            "the list lacks items",
            first[0],
            expected=sorted(own),
            actual=got,
            pointer="/data",
        )


def _partition(trail: Trail, pager: Place, made: list[Members]) -> None:
    """Before and after one moment there is everything, and nothing twice."""
    names = {parameter.name for parameter in pager.operation.parameters}
    if not {"created_after", "created_before"} <= names:
        return
    times = [instant(item.get("created_at")) for item in made]
    old, new = times[len(made) // 2 - 1], times[len(made) // 2]
    if old is None or new is None or old >= new:
        return
    middle = old + (new - old) / 2
    elsewhere = middle.astimezone(timezone(timedelta(hours=5, minutes=30)))
    _divided(trail, pager, made, zoned(middle.isoformat()), 100)
    _divided(trail, pager, made, zoned(middle.isoformat()), 2)
    _divided(trail, pager, made, elsewhere.isoformat(), 100)


def _divided(trail: Trail, pager: Place, made: list[Members], middle: str, limit: int) -> None:
    start = zoned(str(made[0]["created_at"]))
    after = trail.listed(pager, {"created_after": middle, "limit": limit})
    before = trail.listed(pager, {"created_before": middle, "created_after": start, "limit": limit})
    if after is None or before is None:
        return
    older, newer = ids(made[: len(made) // 2]), ids(made[len(made) // 2 :])
    for (exchange, found), here, elsewhere in ((after, newer, older), (before, older, newer)):
        got = set(ids(found))
        trail.claim(
            "partition",
            set(here) <= got,
            "a time filter keeps back what it has to let pass",
            exchange,
            expected=here,
            actual=sorted(got),
            pointer="/data",
        )
        trail.claim(
            "partition",
            not set(elsewhere) & got,
            "a time filter lets pass what it has to keep back",
            exchange,
            expected=here,
            actual=sorted(got),
            pointer="/data",
        )


def _filters(trail: Trail, pager: Place, window: Filters, whole: list[Members], own: set[str]) -> None:
    """Each filter, and each pair of filters, lets pass what it should of the window, and no more."""
    tests: list[tuple[str, str, Callable[[Members], bool]]] = []
    for parameter in pager.operation.parameters:
        values = sorted(
            {str(item[parameter.name]) for item in whole if isinstance(item.get(parameter.name), str)}
        )
        shape = trail.atlas.shapes.of(parameter.schema)
        for value in [str(one) for one in shape.enum] or values[:2]:
            if parameter.location == "query" and any(parameter.name in item for item in whole):
                tests.append((parameter.name, value, _equals(parameter.name, value)))
    tests += _earlier(pager, [item for item in whole if str(item.get("id")) in own])
    cases: list[list[tuple[str, str, Callable[[Members], bool]]]] = [[one] for one in tests]
    cases += [list(pair) for pair in combinations(tests, 2) if pair[0][0] != pair[1][0]]
    for case in cases:
        filters: Filters = {name: value for name, value, _ in case}
        answer = trail.listed(pager, {**window, **filters, "limit": 3})
        again = trail.listed(pager, {**window, "limit": 100})
        if answer is None or again is None:
            continue
        exchange, found = answer
        # Items may change between the two lists: those that pass in both are certain.
        before = {str(item["id"]) for item in whole if all(test(item) for _, _, test in case)}
        after = {str(item["id"]) for item in again[1] if all(test(item) for _, _, test in case)}
        # Also of somebody else's, but what is new may be so only now.
        certain, got = before & after, set(ids(found))
        # What moved meanwhile may have passed by anything in between.
        possible = before | after | _moved(filters, whole, again[1])
        trail.claim(
            "filters",
            certain <= got,
            f"{'+'.join(filters)} keeps back what it has to let pass",
            exchange,
            expected=sorted(certain),
            actual=sorted(got),
            pointer="/data",
        )
        trail.claim(
            "filters",
            got & own <= possible,
            f"{'+'.join(filters)} lets pass what it has to keep back",
            exchange,
            expected=sorted(possible),
            actual=sorted(got),
            pointer="/data",
        )


def _moved(names: Iterable[str], before: list[Members], after: list[Members]) -> set[str]:
    """The items of which one of these members is not what it was."""
    then = {str(item["id"]): [item.get(name) for name in names] for item in before}
    now = {str(item["id"]): [item.get(name) for name in names] for item in after}
    return {id for id, values in now.items() if id in then and then[id] != values}


def _earlier(pager: Place, items: list[Members]) -> list[tuple[str, str, Callable[[Members], bool]]]:
    """A moment that divides some items, as a filter that goes together with all others."""
    names = {parameter.name for parameter in pager.operation.parameters}
    times = sorted({one for one in (instant(item.get("created_at")) for item in items) if one is not None})
    if "created_before" not in names or len(times) < 2:
        return []
    middle = times[len(times) // 2 - 1] + (times[len(times) // 2] - times[len(times) // 2 - 1]) / 2

    def is_earlier(item: Members) -> bool:
        created = instant(item.get("created_at"))
        return created is not None and created < middle

    return [("created_before", zoned(middle.isoformat()), is_earlier)]


def _near(trail: Trail, pager: Place, window: Filters, whole: list[Members]) -> None:
    """A filter by a value that is only close to an item's own does not let it pass."""
    for parameter in pager.operation.parameters:
        name, shape = parameter.name, trail.atlas.shapes.of(parameter.schema)
        own = next((item[name] for item in whole if isinstance(item.get(name), str)), None)
        if parameter.location != "query" or shape.enum or shape.alternatives or not isinstance(own, str):
            continue
        for near in (own[:-1], own + "0", own.swapcase()):
            answer = trail.listed(pager, {**window, name: near, "limit": 100}) if near else None
            if answer is None:
                continue
            for item in answer[1]:
                trail.claim(
                    "filters",
                    item.get(name) == near,
                    f"{name} lets pass what is only close to what it asks for",
                    answer[0],
                    expected=near,
                    actual=item.get(name),
                    pointer=f"/data/{name}",
                )


def _odd(trail: Trail, pager: Place) -> None:
    """A filter finds what names an item whose id has to be quoted."""
    maker = trail.maker(pager.collection or "")
    for parameter in pager.operation.parameters:
        named = trail.maker(trail.samples.references.get(parameter.name, ""))
        if maker is None or named is None or not trail.desk.resources[named.operation.tag].by_body:
            continue
        identity = trail.api.new_id("odd") + "a b+c&d=e%41é"
        made = trail.desk.submit(named.operation, {**trail.samples.minimal(named.operation), "id": identity})
        body = {**trail.samples.minimal(maker.operation), parameter.name: identity}
        exchange, own = trail.submit(maker, body)
        if not made.ok or own is None:
            continue  # whether such an id can be used is for others to say
        answer = trail.listed(pager, {parameter.name: identity, "limit": 100})
        if answer is not None:
            trail.claim(
                "filters",
                ids(answer[1]) == [own],
                f"{parameter.name} does not find what names an id that has to be quoted",
                answer[0],
                expected=[own],
                actual=ids(answer[1]),
                pointer="/data",
                earlier=(exchange,),
            )


def _equals(name: str, value: str) -> Callable[[Members], bool]:
    return lambda item: item.get(name) == value


def _strange(trail: Trail, pager: Place, window: Filters) -> None:
    """A parameter that is not described changes nothing, and a cursor under another filter breaks nothing."""
    names = {parameter.name for parameter in pager.operation.parameters}
    asked: Filters = {**window, "limit": 3} if "limit" in names else window
    plain = trail.api.call(pager.operation.id, query=asked)
    strange = trail.api.call(pager.operation.id, query={**asked, "unheard_of": "1"})
    one, other = trail.body(plain), None
    if strange.ok:
        other = trail.body(strange)
        trail.claim(
            "unknown-parameter",
            trail.same(pager, one, other),
            "an unknown parameter changes the answer",
            strange,
            expected=one,
            actual=other,
            sure=False,
        )
    cursor = None if one is None else one.get("next_cursor")
    if isinstance(cursor, str) and "cursor" in names:
        moved = trail.api.call(
            pager.operation.id, query={"cursor": cursor, "created_before": "2100-01-01T00:00:00Z"}
        )
        trail.claim(
            "stale-cursor",
            moved.status < 500,
            "a cursor under another filter fails",
            moved,
            expected="2xx or 4xx",
            actual=moved.status,
        )
