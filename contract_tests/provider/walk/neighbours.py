"""Relations between an item and others that could be taken for it."""

from __future__ import annotations

from typing import Any

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.resources import path_names
from contract_tests.provider.run import Exchange
from contract_tests.provider.walk.items import compare, submit
from contract_tests.provider.walk.trail import Trail, answered

__all__ = ["walk_neighbours"]


def walk_neighbours(trail: Trail, maker: Place) -> None:
    """Another item leaves one as it was: of nearly the same id, and of the same id in another account."""
    resource = trail.desk.resources[maker.collection or ""]
    reader = trail.atlas.item_reader(maker.collection or "")
    if reader is None or not (resource.by_path or resource.by_body):
        return
    identity = trail.api.new_id("Near") + "-Aa"
    exchange, made = submit(trail, maker, trail.samples.full(maker.operation), identity)
    if made is None:
        return
    before = trail.api.call(reader.operation.id, path=trail.path(reader, identity))
    other = identity.swapcase()
    again, _ = submit(trail, maker, trail.samples.minimal(maker.operation), other)
    trail.claim(
        "neighbours",
        again.ok,
        "an id that differs from another in its case alone is refused",
        again,
        expected="2xx",
        actual=again.status,
        pointer="/id",
        sure=False,
        earlier=(exchange,),
    )
    _as_before(trail, reader, identity, before, again, sure=False)
    if trail.api.keys.get("second") is not None:
        theirs = _theirs(trail, maker, reader, identity)
        _as_before(trail, reader, identity, before, theirs, sure=True)


def _theirs(trail: Trail, maker: Place, reader: Place, identity: str) -> Exchange:
    """Another account uses the id for itself, and has what it sent."""
    body: Any = trail.samples.minimal(maker.operation)
    if not path_names(maker.operation):
        body = {**body, "id": identity}
    exchange = trail.api.call(maker.operation.id, path=trail.path(maker, identity), body=body, key="second")
    if trail.claim(
        "accounts",
        exchange.ok,
        "an id that another account uses is refused",
        exchange,
        expected="2xx",
        actual=exchange.status,
        pointer="/id",
    ):
        shown = trail.api.call(reader.operation.id, path=trail.path(reader, identity), key="second")
        compare(trail, maker, reader, body, (exchange, shown), "accounts")
    return exchange


def _as_before(
    trail: Trail, reader: Place, identity: str, before: Exchange, between: Exchange, *, sure: bool
) -> None:
    now = trail.api.call(reader.operation.id, path=trail.path(reader, identity))
    trail.claim(
        "neighbours",
        before.status == now.status and trail.same(reader, answered(before), answered(now)),
        "another item changes one that was there",
        now,
        expected=answered(before),
        actual=answered(now),
        earlier=(before, between),
        sure=sure,
    )
