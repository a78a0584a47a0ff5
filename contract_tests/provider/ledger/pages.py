"""Judges lists: `page-bound`, `filter-holds`, `order` and `complete`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from contract_tests.provider.ledger.atlas import Atlas, Place, Sighting
from contract_tests.provider.ledger.book import Book
from contract_tests.provider.ledger.doubt import Doubt, text
from contract_tests.provider.ledger.entry import Version
from contract_tests.provider.ledger.normal import instant
from contract_tests.provider.ledger.sight import Sight
from contract_tests.provider.shapes import Shape, as_list, as_object

__all__ = ["Pages"]

PAGING = frozenset({"cursor", "limit"})
Filters = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Chain:
    """One way through the pages of a list, from its first page on."""

    expected: dict[str, Version]
    """Items that were certain to exist when it began."""
    seen: set[str] = field(default_factory=set[str])


class Pages:
    """The oracles of lists; one for each account."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._chains: dict[tuple[str, Filters, str], Chain] = {}

    def observe(self, sight: Sight, book: Book) -> Iterator[Doubt]:
        """Judge a page that was answered."""
        body = as_object(sight.answer_root)
        data = None if body is None else as_list(body.get("data"))
        if body is None or data is None:
            return
        names = [name for name, _ in sight.exchange.query]
        query = dict(sight.exchange.query)
        if len(names) == len(query):
            yield from self._page_bound(sight.place, query, len(data))
            yield from self._filter_holds(sight, query)
        if body.get("next_cursor") == "":
            yield Doubt(
                "complete",
                "/next_cursor",
                "a page has an empty cursor",
                "a cursor, or null on the last page",
                '""',
            )
        if sight.place.newest_first:
            yield from self._order(sight.live)
        if len(names) == len(query) and "next_cursor" in body and len(sight.live) == len(data):
            yield from self._complete(sight, query, body["next_cursor"], book)

    def _parameters(self, place: Place) -> dict[str, Shape]:
        return {
            parameter.name: self._atlas.shapes.of(parameter.schema)
            for parameter in place.operation.parameters
            if parameter.location == "query"
        }

    def _page_bound(self, place: Place, query: dict[str, str], found: int) -> Iterator[Doubt]:
        shape = self._parameters(place).get("limit")
        asked = query.get("limit", "" if shape is None else str(shape.raw.get("default", "")))
        if shape is not None and asked.isdecimal() and 0 < int(asked) < found:
            yield Doubt(
                "page-bound",
                "/data",
                "a page has more items than its limit",
                expected=f"at most {asked}",
                actual=str(found),
            )

    def _filter_holds(self, sight: Sight, query: dict[str, str]) -> Iterator[Doubt]:
        parameters = self._parameters(sight.place)
        for name, asked in query.items():
            shape = parameters.get(name)
            if shape is None or name in PAGING or not asked or not _is_told(shape, asked):
                continue
            for sighting in sight.live:
                passes = _passes(sighting, name, asked)
                if passes is False:
                    yield Doubt(
                        "filter-holds",
                        f"{sighting.pointer}/{_filtered(name)}",
                        f"an item does not pass the filter {name}",
                        expected=f"{name}={asked}",
                        actual=text(sighting.value.get(_filtered(name))),
                    )
                    break

    @staticmethod
    def _order(sightings: tuple[Sighting, ...]) -> Iterator[Doubt]:
        for newer, older in pairwise(sightings):
            first, second = instant(newer.value.get("created_at")), instant(older.value.get("created_at"))
            if first is not None and second is not None and first < second:
                yield Doubt(
                    "order",
                    f"{older.pointer}/created_at",
                    "the items of a page are not newest first",
                    expected=f"not after {text(newer.value.get('created_at'))}",
                    actual=text(older.value.get("created_at")),
                )
                return

    def _complete(
        self, sight: Sight, query: dict[str, str], following: object, book: Book
    ) -> Iterator[Doubt]:
        collection = sight.place.collection
        if collection is None:
            return
        filters: Filters = tuple(sorted((n, v) for n, v in query.items() if n not in PAGING))
        operation = sight.place.operation.id
        if "cursor" in query:
            chain = self._chains.pop((operation, filters, query["cursor"]), None) or Chain({})
        else:
            certain = book.alive(collection)
            chain = Chain({name: entry.certain for name, entry in certain if entry.certain is not None})
        here: set[str] = set()
        for sighting in sight.live:
            moved = not self._unchanged(sighting.id, chain, collection, book)
            if sighting.id in here or (sighting.id in chain.seen and not moved):
                yield Doubt(
                    "complete",
                    f"{sighting.pointer}/id",
                    "an item is listed twice on the way through the pages",
                    expected="each item once",
                    actual=text(sighting.id),
                )
            here.add(sighting.id)
            chain.seen.add(sighting.id)
        if isinstance(following, str) and following:
            self._chains[operation, filters, following] = chain
            return
        if filters:
            return
        for identity in chain.expected:
            if identity not in chain.seen and self._unchanged(identity, chain, collection, book):
                yield Doubt(
                    "complete",
                    "/data",
                    f"an item of {collection} that exists is on no page of the list",
                    expected=text(identity),
                    actual=f"{len(chain.seen)} other items",
                )
                return

    @staticmethod
    def _unchanged(identity: str, chain: Chain, collection: str, book: Book) -> bool:
        """Whether the item was there all the way, and nothing wrote it."""
        before, now = chain.expected.get(identity), book.entry(collection, identity).certain
        return (
            before is not None and now is not None and (before.written, before.job) == (now.written, now.job)
        )


def _is_told(shape: Shape, asked: str) -> bool:
    """Whether the document tells what a value of a filter means."""
    words = [word for branch in (shape, *shape.alternatives) for word in branch.enum]
    return not words or asked in words


def _filtered(name: str) -> str:
    """The field that a filter is about."""
    stem = name.removesuffix("_after").removesuffix("_before")
    return name if stem == name else f"{stem}_at"


def _passes(sighting: Sighting, name: str, asked: str) -> bool | None:
    """Whether an item passes a filter; None where that cannot be told."""
    about = _filtered(name)
    if about not in sighting.view.fields or about not in sighting.value:
        return None
    found = sighting.value[about]
    if about == name:
        return None if isinstance(found, bool | list | dict) else str(found) == asked
    bound, moment = instant(asked), instant(found)
    if bound is None or moment is None:
        return None
    # What is shown may be cut: within one unit of its last digit nothing can be told.
    digits = len(str(found).partition(".")[2].rstrip("Zz").partition("+")[0].partition("-")[0])
    slack = timedelta(seconds=10.0 ** -min(digits, 6))
    return moment + slack >= bound if name.endswith("_after") else moment - slack <= bound
