"""Relations between an item that is made alone and the same item made by a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract_tests.provider.ledger.atlas import Place
from contract_tests.provider.probes.desk import SETTLING_SECONDS
from contract_tests.provider.probes.samples import plain
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_list, as_object
from contract_tests.provider.walk.gallery import MANY, SIZES
from contract_tests.provider.walk.trail import Members, Trail

__all__ = ["walk_bulk"]

TEXTS = ("NETFLIX.COM", "SQ *BLUE BOTTLE", "ACME CORP PAYROLL", "ATM 1234 MAIN ST", "Zoë’s Café 東京", "")


def walk_bulk(trail: Trail, job: Place) -> None:
    """The same requests, alone and together, give the same; and every size gives that many."""
    for collection, effect in (job.writes or {}).items():
        maker = trail.maker(collection)
        results = _results(trail, job)
        name = _list_name(trail, job, maker)
        if effect != "eventual" or maker is None or results is None or name is None:
            continue
        _alike(trail, job, results, maker, name)
        for size in (*SIZES, *((MANY,) if trail.desk.is_sandbox else ())):
            _sized(trail, job, results, name, [trail.samples.minimal(maker.operation) for _ in range(size)])
        one, other = (trail.samples.minimal(maker.operation) for _ in range(2))
        _sized(trail, job, results, name, [one, other, one])


def _results(trail: Trail, job: Place) -> Place | None:
    """The operation that gives the results of what ``job`` makes."""
    for place in trail.atlas.places.values():
        if place.collection == job.collection and place.operation.id.endswith("_results"):
            return place
    return None


def _list_name(trail: Trail, job: Place, maker: Place | None) -> str | None:
    """The member of the job's body that holds what ``maker`` takes one of."""
    if job.asked is None or maker is None or maker.asked is None:
        return None
    for name, shape in trail.atlas.shapes.properties(job.asked).items():
        each = trail.atlas.shapes.items(shape)
        if each is not None and each.name == maker.asked.name:
            return name
    return None


def _alike(trail: Trail, job: Place, results: Place, maker: Place, name: str) -> None:
    """What is found out about an item does not depend on how it was submitted."""
    alone: dict[str, tuple[Exchange, Members]] = {}
    bodies: list[dict[str, Any]] = []
    wanted = [{"description": text} for text in TEXTS]
    if trail.desk.is_sandbox:  # elsewhere it may be refused alone that somebody is named who is not there
        wanted += [{name: trail.api.new_id("nobody")} for name in _references(trail, maker)]
    for members in wanted:
        body = {**trail.samples.full(maker.operation), **members}
        exchange = trail.desk.submit(maker.operation, body)
        answer = trail.body(exchange)
        if answer is None:
            return
        again = {**trail.samples.fresh(maker.operation, body), **members}
        bodies.append(again)
        alone[again["id"]] = (exchange, answer)
    done = _done(trail, job, results, name, bodies)
    if done is None:
        return
    exchange, found = done
    for one in found:
        pair = alone.get(str(one.get("id")))
        if pair is None:
            continue
        alone_found, got = (trail.found(maker, source) for source in (pair[1], one))
        trail.claim(
            "alike",
            alone_found == got,
            "an item gets another answer in a batch than alone",
            exchange,
            expected=alone_found,
            actual=got,
            pointer=f"/{name}",
            earlier=(pair[0],),
        )


def _references(trail: Trail, maker: Place) -> list[str]:
    """The members of a body that name an item of another collection."""
    members = {} if maker.asked is None else trail.atlas.shapes.properties(maker.asked)
    return [name for name in members if name in trail.samples.references]


def _sized(trail: Trail, job: Place, results: Place, name: str, bodies: list[dict[str, Any]]) -> None:
    """As many items as were submitted come back, in that order, also where two have one id."""
    size = len(bodies)
    done = _done(trail, job, results, name, bodies, may_refuse=size == 0)
    if done is None:
        return
    exchange, found = done
    wanted, got = [body["id"] for body in bodies], [one.get("id") for one in found]
    trail.claim(
        "sizes",
        wanted == got,
        "the results are not one for each item, in order",
        exchange,
        expected=f"{size} items",
        actual=f"{len(got)} items",
        pointer="/results",
    )


def _done(
    trail: Trail,
    job: Place,
    results: Place,
    name: str,
    bodies: list[dict[str, Any]],
    *,
    may_refuse: bool = False,
) -> tuple[Exchange, list[Members]] | None:
    """Submit items together and wait for their results."""
    whole: dict[str, Any] = {**plain(trail.samples.minimal(job.operation)), name: bodies}
    exchange = trail.api.call(job.operation.id, body=whole)
    if may_refuse and 400 <= exchange.status < 500:
        return None  # whether there may be no items at all is not documented
    made = trail.body(exchange)
    if made is None:
        return None
    path: Mapping[str, str] = {"id": str(made.get("id"))}
    last: list[Exchange] = []

    def ready() -> bool:
        last.append(trail.api.call(results.operation.id, path=path))
        return last[-1].ok or last[-1].status >= 500

    if not trail.api.until(ready, SETTLING_SECONDS, soon=trail.desk.is_sandbox):
        trail.claim(
            "answers",
            holds=False,
            message="results do not come in time",
            exchange=last[-1],
            expected="2xx",
            actual=last[-1].status,
            sure=False,
        )
        return None
    body = trail.body(last[-1])
    for value in () if body is None else tuple(body.values()):
        items = as_list(value)
        if items is not None:
            return last[-1], [one for one in map(as_object, items) if one is not None]
    return None
