"""Relations between answers that hold whatever the answers are, derived from the document."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from contract_tests.provider.ledger.atlas import Atlas, Place
from contract_tests.provider.probes.desk import Desk
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
    writes = place.writes or {}
    if place.collection is None:
        return
    effect = writes.get(place.collection)
    if place.kind == "page":
        walk_list(trail, place)
    elif place.kind != "other" and place.operation.method == "GET":
        walk_reader(trail, place)
    elif not writes:
        walk_search(trail, place)
    if place == trail.maker(place.collection):
        walk_maker(trail, place)
        walk_neighbours(trail, place)
    if effect == "update":
        walk_changer(trail, place)
    if effect == "reset":
        walk_reset(trail, place)
    if effect == "delete":
        walk_delete(trail, place)
    if "eventual" in writes.values():
        walk_bulk(trail, place)
    if writes:
        walk_refusal(trail, place)
    if place.operation.method != "GET":
        walk_more(trail, place)
