"""Relations within collections whose ids are positions."""

from __future__ import annotations

from typing import Any

from contract_tests.provider.probes.language import Language
from contract_tests.provider.resources import Resource, path_names
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_list, as_object
from contract_tests.provider.tidying import tidied
from contract_tests.provider.walk.gallery import TEXTS
from contract_tests.provider.walk.trail import Trail, answered

__all__ = ["walk_positions"]

NUMBERS = (0, -1, 0.1 + 0.2, 1e-7, 999999999999.99)


def walk_positions(trail: Trail, resource: Resource) -> None:
    """Everything that can be put there is listed as it was put, where it was put."""
    if resource.maker is None or resource.lister is None or resource.replacer is None:
        return
    with tidied(trail.api, trail.desk.resources, {resource.tag}):
        _walk(trail, resource)


def _walk(trail: Trail, resource: Resource) -> None:
    assert resource.maker is not None
    assert resource.replacer is not None
    shape = trail.samples.shape(resource.maker)
    language = None if shape is None else Language.of(trail.samples.shapes, shape)
    if language is None:
        return
    sensible = [one.statement for one in language.sentences() if one.allowed and one.sensible]
    for hard in (*TEXTS, *NUMBERS):
        sensible.append({"if": {"==": [hard, hard]}, "then": [language.large(1)]})
    _replaced(trail, resource, [*sensible, *reversed(sensible)])
    _replaced(trail, resource, [])
    wanted: list[Any] = []
    theirs = _seen(trail, resource, "second")
    for statement in sensible[:: max(1, len(sensible) // 6)]:
        exchange = trail.desk.submit(resource.maker, statement)
        if trail.claim(
            "positions", exchange.ok, "an item is refused", exchange, expected="2xx", actual=exchange.status
        ):
            wanted.append(statement)
    _theirs(trail, resource, theirs)
    ids = _listed(trail, resource, wanted, "an item that is added is not behind all others")
    if len(ids) < 4:
        return
    _changed(trail, resource, wanted, ids)
    _gone(trail, resource, wanted, ids)
    _refused(trail, resource, wanted)
    _replaced(trail, resource, [*reversed(wanted), wanted[0]])


def _changed(trail: Trail, resource: Resource, wanted: list[Any], ids: list[str]) -> None:
    """A change of one leaves the others as they were."""
    if resource.changer is None:
        return
    wanted[1] = wanted[2]
    trail.api.call(resource.changer.id, path=_path(resource.changer, ids[1]), body=wanted[1])
    _listed(trail, resource, wanted, "a change of one item does not change exactly that one")


def _gone(trail: Trail, resource: Resource, wanted: list[Any], ids: list[str]) -> None:
    """Of several exactly the one that is deleted goes, and the others close up in their order."""
    if resource.deleter is None:
        return
    for position in (1, len(ids) - 2, 0):
        exchange = trail.api.call(resource.deleter.id, path=_path(resource.deleter, ids[position]))
        del wanted[position]
        trail.claim(
            "positions",
            exchange.ok,
            "an item cannot be deleted",
            exchange,
            expected="2xx",
            actual=exchange.status,
        )
        _listed(trail, resource, wanted, "deleting one item does not take exactly that one away")
    beyond = trail.api.call(resource.deleter.id, path=_path(resource.deleter, str(int(ids[0]) + len(wanted))))
    trail.claim(
        "positions",
        400 <= beyond.status < 500,
        "a position that has no item any more is not refused",
        beyond,
        expected="4xx",
        actual=beyond.status,
    )


def _refused(trail: Trail, resource: Resource, wanted: list[Any]) -> None:
    """A write that is refused, or comes from another account, changes nothing."""
    assert resource.maker is not None
    assert resource.replacer is not None
    wrong = {**wanted[0], "unheard_of": True}
    trail.api.call(resource.maker.id, body=wrong)
    trail.api.call(resource.replacer.id, body=[wanted[0], wrong])
    trail.api.call(resource.replacer.id, body=[], key="invalid")
    if trail.api.keys.get("second") is not None:
        trail.api.call(resource.replacer.id, body=[], key="second")
    _listed(trail, resource, wanted, "a refused write changes a list")


def _replaced(trail: Trail, resource: Resource, items: list[Any]) -> None:
    assert resource.replacer is not None
    exchange = trail.api.call(resource.replacer.id, body=items)
    if trail.claim(
        "positions", exchange.ok, "items are refused", exchange, expected="2xx", actual=exchange.status
    ):
        _listed(trail, resource, items, "the list is not what replaced it")


def _seen(trail: Trail, resource: Resource, key: str) -> Exchange | None:
    """The list as it is for a key, if there is one."""
    assert resource.lister is not None
    return None if trail.api.keys.get(key) is None else trail.api.call(resource.lister.id, key=key)


def _theirs(trail: Trail, resource: Resource, before: Exchange | None) -> None:
    """What one account adds is not there for another."""
    now = _seen(trail, resource, "second")
    if before is not None and now is not None:
        trail.claim(
            "positions",
            _exactly(answered(before)) == _exactly(answered(now)),
            "what one account adds is listed for another",
            now,
            expected=answered(before),
            actual=answered(now),
            earlier=(before,),
        )


def _exactly(value: object) -> object:
    """A JSON value that equals no other: in Python truth values are numbers."""
    members, items = as_object(value), as_list(value)
    if members is not None:
        return {name: _exactly(one) for name, one in members.items()}
    if items is not None:
        return [_exactly(one) for one in items]
    return (bool, value) if isinstance(value, bool) else value


def _listed(trail: Trail, resource: Resource, wanted: list[Any], message: str) -> list[str]:
    """The ids of the list, which has to be exactly what is wanted."""
    assert resource.lister is not None
    exchange: Exchange = trail.api.call(resource.lister.id)
    found = as_list(answered(exchange)) if exchange.ok else None
    items = [dict(as_object(item) or {}) for item in found or ()]
    ids = [str(item.pop("id", index)) for index, item in enumerate(items)]
    same = found is not None and _exactly(items) == _exactly(wanted)
    trail.claim("positions", same, message, exchange, expected=wanted, actual=items)
    return ids if same else []


def _path(operation: Any, identity: str) -> dict[str, str]:
    return dict.fromkeys(path_names(operation), identity)
