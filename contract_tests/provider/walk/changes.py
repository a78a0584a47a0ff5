"""Relations between an item before it is changed and after it."""

from __future__ import annotations

from typing import Any

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.ledger.normal import normal
from contract_tests.provider.probes.samples import plain
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import Shape
from contract_tests.provider.walk.gallery import lists
from contract_tests.provider.walk.items import compare
from contract_tests.provider.walk.trail import Members, Trail, answered

__all__ = ["walk_changer", "walk_reset"]


def walk_changer(trail: Trail, changer: Place) -> None:
    """Each field alone changes that field alone, and nothing at all changes nothing."""
    reader = trail.atlas.item_reader(changer.collection or "")
    if reader is None or changer.asked is None:
        return
    properties = trail.atlas.shapes.properties(changer.asked)
    full = trail.samples.full(changer.operation)
    # What an item has already when it is made would be no change.
    other = {name: _values(trail, shape, full.get(name))[:2][-1] for name, shape in properties.items()}
    for name, shape in properties.items():
        if changer.asked.required <= {name}:
            for value in _values(trail, shape, full.get(name)):
                _change(trail, changer, reader, {name: value})
    if not changer.asked.required:
        _change(trail, changer, reader, {})
        _change(trail, changer, reader, other)
        for name, shape in properties.items():
            if shape.type == "boolean":
                _stays_off(trail, changer, name, other)
    _apart(trail, changer, reader, other)


def _stays_off(trail: Trail, changer: Place, switch: str, patch: dict[str, Any]) -> None:
    """What was switched off is not switched on by a change of something else."""
    path = trail.desk.path(changer.operation, fresh=True)
    off = trail.api.call(changer.operation.id, path=path, body={switch: False})
    if not off.ok:
        return
    for name, value in patch.items():
        if name == switch:
            continue
        body = trail.samples.fresh(changer.operation, {name: value})
        exchange = trail.api.call(changer.operation.id, path=path, body=body)
        view = trail.body(exchange)
        if view is not None and switch in view:
            trail.claim(
                "changes",
                view[switch] is False,
                f"{name} changes {switch} too",
                exchange,
                expected=False,
                actual=view[switch],
                pointer=f"/{switch}",
                earlier=(off,),
            )


def _apart(trail: Trail, changer: Place, reader: Place, patch: dict[str, Any]) -> None:
    """A change of one item leaves another as it was that is like it in all but its id."""
    maker = trail.maker(changer.collection or "")
    if maker is None:
        return
    body = trail.samples.full(maker.operation)
    trail.desk.room.make(maker.operation.tag)  # else the second could take the place of the first
    made = [trail.submit(maker, trail.samples.fresh(maker.operation, body))[1] for _ in range(2)]
    if made[0] is None or made[1] is None or made[0] == made[1]:
        return
    one, other = trail.path(reader, made[0]), trail.path(reader, made[1])
    before = trail.api.call(reader.operation.id, path=one)
    exchange = trail.api.call(
        changer.operation.id, path=other, body=trail.samples.fresh(changer.operation, patch)
    )
    after = trail.api.call(reader.operation.id, path=one)
    trail.claim(
        "changes",
        before.status == after.status and trail.same(reader, answered(before), answered(after)),
        "a change of one item changes another that is like it",
        after,
        expected=answered(before),
        actual=answered(after),
        earlier=(before, exchange),
    )


def _values(trail: Trail, shape: Shape, value: Any) -> list[Any]:
    """A value as it is in a sample, and another one where it is clear what that could be."""
    if shape.type == "boolean":
        return [False, True]
    if shape.type == "array" and isinstance(value, list):
        each = trail.atlas.shapes.items(shape)
        others = [] if each is None else [plain(one) for one in each.enum[-1:]]
        more = lists(trail.samples, shape, value, words_twice=trail.desk.is_sandbox)
        return [value, others, *([[]] if others and not shape.raw.get("minItems") else []), *more]
    return [value]


def _change(trail: Trail, changer: Place, reader: Place, patch: dict[str, Any]) -> None:
    path = trail.desk.path(changer.operation, fresh=True)
    patch = trail.samples.fresh(changer.operation, patch)
    before = trail.api.call(reader.operation.id, path=path)
    exchange = trail.api.call(changer.operation.id, path=path, body=patch)
    if not trail.claim(
        "changes",
        exchange.ok,
        "a change that is allowed is refused",
        exchange,
        expected="2xx",
        actual=exchange.status,
        pointer="".join(f"/request/body/{name}" for name in patch),
    ):
        return
    after = trail.api.call(reader.operation.id, path=path)
    one, other = trail.body(before), trail.body(after)
    if one is None or other is None:
        return
    compare(trail, changer, reader, patch, (exchange, after), "changes")
    _echoed(trail, changer, patch, answered(exchange), exchange=exchange)
    kept = _kept(trail, changer, one, patch)
    left, now = (
        normal({n: view.get(n) for n in kept}, reader.answer, trail.atlas.shapes) for view in (one, other)
    )
    trail.claim(
        "changes",
        left == now,
        f"{' and '.join(patch) or 'an empty change'} changes more than it names",
        after,
        expected=left,
        actual=now,
        earlier=(before, exchange),
    )
    _unmoved(trail, changer, patch, (one, other), (before, exchange, after))


def _unmoved(
    trail: Trail,
    changer: Place,
    patch: dict[str, Any],
    views: tuple[Members, Members],
    exchanges: tuple[Exchange, ...],
) -> None:
    """What may change by itself, and can be changed, is hardly moved by a change that does not name it."""
    assert changer.asked is not None
    members = trail.atlas.members(changer.answer)
    for name in trail.atlas.shapes.properties(changer.asked):
        if name not in patch and name in members and members[name].volatile:
            before, now = (view.get(name) for view in views)
            trail.claim(
                "changes",
                before == now,
                f"{' and '.join(patch) or 'an empty change'} changes {name} too",
                exchanges[-1],
                expected=before,
                actual=now,
                pointer=f"/{name}",
                earlier=exchanges[:-1],
                sure=False,
            )


def _echoed(trail: Trail, changer: Place, patch: dict[str, Any], answer: object, *, exchange: Any) -> None:
    """What changes by itself shows what was sent at least in the answer to the change."""
    members = trail.atlas.members(changer.answer)
    for name, sent in patch.items():
        if isinstance(answer, dict) and name in members and members[name].volatile:
            trail.claim(
                "changes",
                answer.get(name) == sent,
                f"{name} is not what it was changed to",
                exchange,
                expected=sent,
                actual=answer.get(name),
                pointer=f"/{name}",
            )


def _kept(trail: Trail, changer: Place, view: Members, patch: dict[str, Any]) -> list[str]:
    """The members that a change leaves alone: those that were given when the item was made, and its id."""
    maker = trail.maker(changer.collection or "")
    given = (
        {"id"}
        if maker is None or maker.asked is None
        else {"id", *trail.atlas.shapes.properties(maker.asked)}
    )
    return [name for name in view if name in given and name not in patch]


def walk_reset(trail: Trail, resetter: Place) -> None:
    """What an item is after a reset is what the reset answered, and once more is as good as once."""
    reader = trail.atlas.item_reader(resetter.collection or "")
    if reader is None:
        return
    path = trail.desk.path(resetter.operation, fresh=True)
    first = trail.api.call(resetter.operation.id, path=path)
    shown = trail.api.call(reader.operation.id, path=path)
    again = trail.api.call(resetter.operation.id, path=path)
    if not first.ok:
        return
    left = answered(first)
    trail.claim(
        "reset",
        shown.status == 404 if left is None else shown.ok and trail.same(reader, left, answered(shown)),
        "what is left after a reset is not what it answered",
        shown,
        expected=404 if left is None else left,
        actual=answered(shown) if shown.ok else shown.status,
        earlier=(first,),
        sure=left is not None,
    )
    trail.claim(
        "reset",
        again.status in {first.status, 404},
        "a second reset has another answer",
        again,
        expected=first.status,
        actual=again.status,
        earlier=(first,),
    )
