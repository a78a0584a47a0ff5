"""Relations between the views of one item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.ledger.normal import normal
from contract_tests.provider.resources import path_names
from contract_tests.provider.run import Exchange
from contract_tests.provider.walk.gallery import IDS, LENGTHY, gallery
from contract_tests.provider.walk.trail import Trail

__all__ = ["compare", "submit", "walk_maker", "walk_reader"]


def walk_maker(trail: Trail, maker: Place) -> None:
    """Hard values through the operation that makes items, and out again through every view."""
    if maker.asked is None or maker.collection is None:
        return
    resource = trail.desk.resources[maker.collection]
    full, sandbox = trail.samples.full(maker.operation), trail.desk.is_sandbox
    for path, body in gallery(trail.samples, maker.asked, full, words_twice=sandbox):
        fresh = trail.samples.fresh(maker.operation, body, keep=path)
        _through(trail, maker, fresh, "/".join(map(str, path)))
    if not resource.by_path and not resource.by_body:
        _new_each_time(trail, maker)
        return
    if (maker.writes or {}).get(maker.collection) == "upsert":
        _replaced(trail, maker)
    odd = [(trail.api.new_id("odd") + ending, "/" not in ending) for ending in IDS]
    for identity, sure in (*odd, *_long(trail, maker)):
        body = trail.samples.minimal(maker.operation)
        _through(trail, maker, body, "id", identity=identity, sure=sure)


def _long(trail: Trail, maker: Place) -> list[tuple[str, bool]]:
    """An id that is as long as may be, and whether the document says how long that is."""
    shape = None if maker.asked is None else trail.atlas.shapes.properties(maker.asked).get("id")
    most = None if shape is None else shape.raw.get("maxLength")
    return [(trail.api.new_id("long").ljust(LENGTHY if most is None else most, "x"), most is not None)]


def _new_each_time(trail: Trail, maker: Place) -> None:
    """The same request twice makes two items."""
    body = trail.samples.full(maker.operation)
    (first, one), (second, other) = (trail.submit(maker, body) for _ in range(2))
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
    if reader is None:
        return
    again, alone = (trail.api.new_id("item") for _ in range(2))
    sent = trail.samples.minimal(maker.operation)
    submit(trail, maker, trail.samples.full(maker.operation), again)
    for identity in (again, alone):
        submit(trail, maker, sent, identity)
    shown = [trail.api.call(reader.operation.id, path=trail.path(reader, one)) for one in (again, alone)]
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


def submit(trail: Trail, maker: Place, body: Any, identity: str | None) -> tuple[Exchange, str | None]:
    """Make an item under an id that the caller chooses, wherever it stands.

    Args:
        trail: Where it is made.
        maker: Makes it.
        body: What to send.
        identity: The id; None for any.

    Returns:
        The exchange, and the id of what was made; None when nothing was.
    """
    if identity is None or path_names(maker.operation):
        return trail.submit(maker, body, identity=identity)
    return trail.submit(maker, {**body, "id": identity})


def _through(
    trail: Trail, maker: Place, body: Any, place: str, *, identity: str | None = None, sure: bool = True
) -> None:
    exchange, made = submit(trail, maker, body, identity)
    if identity is not None and not path_names(maker.operation):
        body = {**body, "id": identity}
    if identity is not None and not sure and 400 <= exchange.status < 500:
        return  # that such an id can be used at all is not documented
    # What the sandbox refuses for another reason is none of these.
    lenient = () if trail.desk.is_sandbox else ("400", "409", "413")
    allowed = [status for status in lenient if status in maker.operation.statuses]
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
    reader = trail.atlas.item_reader(maker.collection or "")
    if made is None or reader is None:
        return
    shown = trail.api.call(reader.operation.id, path=trail.path(reader, made))
    if trail.claim(
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
        compare(trail, maker, reader, body, (exchange, shown))


def compare(
    trail: Trail,
    writer: Place,
    reader: Place,
    body: Mapping[str, Any],
    exchanges: tuple[Exchange, ...],
    oracle: str = "gallery",
) -> None:
    """What was sent comes out as it went in, where both have it in one form.

    Args:
        trail: Where claims are made.
        writer: Was sent the body.
        reader: Gave the last answer.
        body: What was sent.
        exchanges: Those that show it, the reading one last.
        oracle: The relation.
    """
    shapes = trail.atlas.shapes
    view = trail.body(exchanges[-1]) or {}
    asked = shapes.properties(writer.asked) if writer.asked is not None else {}
    answer = trail.atlas.members(reader.answer)
    for name, sent in body.items():
        comparable = (
            name in view and name in asked and name in answer and asked[name].kind == answer[name].kind
        )
        if comparable and not answer[name].volatile:
            got = view[name]
            trail.claim(
                oracle,
                normal(sent, asked[name], shapes) == normal(got, answer[name], shapes),
                f"{name} does not come out as it went in",
                exchanges[-1],
                expected=sent,
                actual=got,
                pointer=f"/{name}",
                earlier=exchanges[:-1],
            )


def walk_reader(trail: Trail, reader: Place) -> None:
    """The same item read twice is the same, the list shows the same item, and another account has it not."""
    path = trail.desk.path(reader.operation, fresh=True, settled=True)
    shown = trail.twice(reader, path=path)
    if path and trail.maker(reader.collection or "") is not None:
        _hidden(trail, reader, path)
    pager = trail.pager(reader.collection or "")
    if pager is None or reader.kind != "item" or not path:
        return
    view = trail.body(shown)
    answer = None if view is None else trail.listed(pager, {**trail.window(pager, [view]), "limit": 100})
    if view is None or answer is None:
        return
    for item in answer[1]:
        if item.get("id") == view.get("id"):
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


def _hidden(trail: Trail, reader: Place, path: Mapping[str, str]) -> None:
    """What one account has made is not there for another."""
    if trail.api.keys.get("second") is None:
        return
    exchange = trail.api.call(reader.operation.id, path=path, key="second")
    trail.claim(
        "accounts",
        400 <= exchange.status < 500,
        "an item of one account is shown to another",
        exchange,
        expected="4xx",
        actual=exchange.status,
    )
