"""Relations between answers that hold whatever the answers are, derived from the document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from contract_tests.provider.ledger.atlas import Atlas, Place
from contract_tests.provider.probes.desk import Desk
from contract_tests.provider.probes.lacking import lacking
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.walk.bulk import walk_bulk
from contract_tests.provider.walk.changes import walk_changer, walk_reset
from contract_tests.provider.walk.items import walk_maker, walk_reader
from contract_tests.provider.walk.lists import walk_list
from contract_tests.provider.walk.neighbours import walk_neighbours
from contract_tests.provider.walk.positions import walk_positions
from contract_tests.provider.walk.searches import walk_search
from contract_tests.provider.walk.trail import Trail
from contract_tests.provider.walk.writes import walk_delete, walk_more, walk_refusal

if TYPE_CHECKING:
    from contract_tests.provider.target import Target

__all__ = ["run"]


def run(target: Target, *, operations: Collection[str] | None = None) -> None:
    """Walk through every operation; findings are added to the target's run.

    Args:
        target: Whose account is used.
        operations: Only relations of these operations; None for all.
    """
    api = target.api("walk")
    samples = Samples(target.document, api.new_id)
    trail = Trail(Desk(api, samples, is_sandbox=target.is_sandbox), Atlas(target.document))
    for place in trail.atlas.places.values():
        if operations is None or place.operation.id in operations:
            _walk(trail, place)
    for tag in sorted(trail.atlas.positional):
        own = {one.operation.id for one in trail.atlas.places.values() if one.operation.tag == tag}
        if operations is None or own & set(operations):
            walk_positions(trail, trail.desk.resources[tag])
    for tag in trail.desk.resources:
        trail.desk.room.make(tag)


def _walk(trail: Trail, place: Place) -> None:
    for relation in _relations(trail, place):
        with lacking(trail.api.run, "walk", place.operation.id):
            relation(trail, place)


def _relations(trail: Trail, place: Place) -> Iterator[Callable[[Trail, Place], None]]:
    writes = place.writes or {}
    if place.collection is None:
        return
    effect = writes.get(place.collection)
    if place.kind == "page":
        yield walk_list
    elif place.kind != "other" and place.operation.method == "GET":
        yield walk_reader
    elif not writes:
        yield walk_search
    if place == trail.maker(place.collection):
        yield walk_maker
        yield walk_neighbours
    if effect == "update":
        yield walk_changer
    if effect == "reset":
        yield walk_reset
    if effect == "delete":
        yield walk_delete
    if "eventual" in writes.values():
        yield walk_bulk
    if writes:
        yield walk_refusal
    if place.operation.method != "GET":
        yield walk_more
