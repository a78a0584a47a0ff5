"""Follows every item through what is written and what is read: most oracles live here.

`views-agree`, `echo`, `path-id`, `fresh-id`, `tombstone` and `patch-frame`: each compares what an
exchange shows of an item with the states in which the item can be after all earlier ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contract_tests.provider.ledger.atlas import Atlas, Place, Sighting
from contract_tests.provider.ledger.book import Book
from contract_tests.provider.ledger.doubt import Doubt, text
from contract_tests.provider.ledger.entry import Entry, Known, Mismatch, Pending, Version
from contract_tests.provider.ledger.lasting import lasting, left_out, sources
from contract_tests.provider.ledger.normal import normal
from contract_tests.provider.ledger.sight import Sight
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_object

__all__ = ["History"]


class History:
    """The oracles that follow items."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def observe(self, sight: Sight, book: Book) -> Iterator[Doubt]:
        """Judge an exchange, then learn from it."""
        exchange, place = sight.exchange, sight.place
        if not exchange.ok:
            yield from self._refused(sight, book)
            return
        if place.writes is None:
            book.open(place.collection)
        seen: set[str] = set()
        for collection, effect in (place.writes or {}).items():
            if collection in self._atlas.positional:
                continue
            yield from self._written(sight, book, collection, effect, seen)
        yield from self._path_id(sight)
        for sighting in sight.live:
            if sighting.pointer not in seen:
                entry = book.entry(sighting.view.collection, sighting.id)
                yield from self._see(entry, sighting, exchange, "views-agree", without=self._asked_for(place))
        yield from self._results(sight, book)

    def _refused(self, sight: Sight, book: Book) -> Iterator[Doubt]:
        exchange, place = sight.exchange, sight.place
        if not 400 <= exchange.status < 500:
            self._uncertain(sight, book)
            return
        plain = place.kind == "item" and exchange.method in {"GET", "DELETE"}
        if exchange.status != 404 or not plain or place.collection is None or sight.path_id is None:
            return
        entry = book.entry(place.collection, sight.path_id)
        if not exchange.is_plain and "x-ntropy-sandbox" not in exchange.response_headers:
            entry.open()  # a proxy before the service may have read another path
            return
        if entry.alive and not entry.pending:
            yield Doubt(
                "views-agree",
                "",
                f"an item of {place.collection} that exists is answered 404",
                expected="the item, which nothing deleted",
                actual=f"404 for {sight.path_id}",
                earlier=sources(entry),
            )
        entry.miss(exchange)

    def _uncertain(self, sight: Sight, book: Book) -> None:
        place = sight.place
        if place.writes == {}:
            return
        if place.collection is not None and sight.path_id is not None and place.writes is not None:
            book.entry(place.collection, sight.path_id).open()
        for sighting in sight.asked:
            book.entry(sighting.view.collection, sighting.id).open()
            if (place.writes or {}).get(sighting.view.collection) == "eventual":
                # There may be a job that nobody knows the id of: it is never known to have ended.
                self._await(book, sighting, sight.exchange, None)
        if place.writes is None or not sight.readable or "cascade" in place.writes.values():
            book.open(None if place.writes else place.collection)

    def _written(
        self, sight: Sight, book: Book, collection: str, effect: str, seen: set[str]
    ) -> Iterator[Doubt]:
        if not sight.readable and effect in {"upsert", "update", "eventual"}:
            book.open(collection)
        elif effect == "create":
            yield from self._created(sight, book, collection, seen)
        elif effect == "upsert":
            yield from self._upserted(sight, book, collection, seen)
        elif effect == "update":
            yield from self._updated(sight, book, collection, seen)
        elif effect == "delete":
            yield from self._deleted(sight, book, collection)
        elif effect == "eventual":
            for sighting in sight.asked:
                if sighting.view.collection == collection:
                    self._await(book, sighting, sight.exchange, sight.root)
        elif effect == "reset" and sight.path_id is not None:
            book.entry(collection, sight.path_id).open()
        elif effect == "cascade" and sight.path_id is not None:
            reference = self._atlas.resources[sight.place.operation.tag].reference
            book.open_related(collection, reference, sight.path_id)
        else:
            book.open(collection)

    def _await(self, book: Book, sighting: Sighting, exchange: Exchange, made: Sighting | None) -> None:
        job = f"exchange {exchange.number}" if made is None else made.id
        version = Version(self._known(sighting, exchange, "sent"), exchange.number, job)
        book.await_write(book.entry(sighting.view.collection, sighting.id), Pending(job, version))

    def _created(self, sight: Sight, book: Book, collection: str, seen: set[str]) -> Iterator[Doubt]:
        root = sight.root
        if root is None or root.view.collection != collection:
            return
        seen.add(root.pointer)
        known, entry = book.knows(collection, root.id), book.entry(collection, root.id)
        if any(one.pointer == "" and one.id == root.id for one in sight.asked):
            # The caller chose the id: it may have been used, as long as it is not in use.
            known = entry.alive
        if known:
            yield Doubt(
                "fresh-id",
                "/id",
                f"a new item of {collection} has an id that is taken",
                expected="an id that no other item has",
                actual=root.id,
                earlier=sources(entry),
            )
        entry.write(Version(self._sent(sight, root), sight.exchange.number))
        yield from self._see(entry, root, sight.exchange, "views-agree")

    def _upserted(self, sight: Sight, book: Book, collection: str, seen: set[str]) -> Iterator[Doubt]:
        asked = next((one for one in sight.asked if one.pointer == ""), None)
        if asked is None:
            book.open(collection)
            return
        entry = book.entry(collection, asked.id)
        sent = self._known(asked, sight.exchange, "sent")
        entry.write(Version({**left_out(entry, asked, sight.exchange), **sent}, sight.exchange.number))
        root = sight.root
        if root is None:
            return
        seen.add(root.pointer)
        if root.id != asked.id:
            yield Doubt(
                "echo",
                "/id",
                "the answer has another id than the request",
                expected=text(asked.id),
                actual=text(root.id),
            )
            entry.open()
            return
        yield from self._see(entry, root, sight.exchange, "echo")
        if root.value.get("error") is not None:
            entry.open()  # whether an item that failed is kept is not documented

    def _updated(self, sight: Sight, book: Book, collection: str, seen: set[str]) -> Iterator[Doubt]:
        if sight.path_id is None:
            book.open(collection)
            return
        entry = book.entry(collection, sight.path_id)
        if not entry.anything and not entry.possible and not entry.pending:
            yield self._risen(entry, sight.path_id, "is changed")
        base = entry.certain
        frame = {} if base is None else {n: k for n, k in base.fields.items() if lasting(k)}
        root = sight.root
        sent = {} if root is None else self._sent(sight, root)
        for name in [name for name, known in sent.items() if known.value is None]:
            if root is None or not root.view.fields[name].nullable:
                # What a null does to something that is never null is not documented.
                del sent[name]
                frame.pop(name, None)
        entry.write(Version({**frame, **sent}, sight.exchange.number))
        if sight.place.asked is None or root is None:
            entry.open()  # it is not told what has changed
        if root is not None and root.id == sight.path_id:
            seen.add(root.pointer)
            yield from self._see(entry, root, sight.exchange, "patch-frame")

    def _deleted(self, sight: Sight, book: Book, collection: str) -> Iterator[Doubt]:
        if sight.path_id is None:
            book.open(collection)
            return
        entry = book.entry(collection, sight.path_id)
        if not entry.anything and not entry.possible and not entry.pending:
            yield self._risen(entry, sight.path_id, "is deleted again")
        entry.remove(sight.exchange)

    def _path_id(self, sight: Sight) -> Iterator[Doubt]:
        root, place = sight.root, sight.place
        if root is None or sight.path_id is None or root.view.collection != place.collection:
            return
        if root.id != sight.path_id:
            yield Doubt(
                "path-id",
                "/id",
                "the answer is about another item than the one in the path",
                expected=text(sight.path_id),
                actual=text(root.id),
            )

    def _results(self, sight: Sight, book: Book) -> Iterator[Doubt]:
        root = sight.root
        if root is None or not sight.snapshot:
            return
        failed = frozenset(
            id(book.entry(one.view.collection, one.id))
            for one in sight.snapshot
            if one.value.get("error") is not None
        )
        book.job_done(root.id, failed)
        times = Counter((one.view.collection, one.id) for one in sight.snapshot)
        for sighting in sight.snapshot:
            entry = book.entry(sighting.view.collection, sighting.id)
            version = entry.certain
            once = times[sighting.view.collection, sighting.id] == 1  # else it is not told which is the last
            if once and version is not None and version.job == root.id:
                yield from self._see(entry, sighting, sight.exchange, "views-agree")

    def _asked_for(self, place: Place) -> frozenset[str]:
        """The members in which an answer may follow its question, and not the item alone."""
        if place.operation.method == "GET" or place.asked is None or place.writes:
            return frozenset()
        return frozenset(self._atlas.shapes.properties(place.asked))

    def _see(
        self,
        entry: Entry,
        sighting: Sighting,
        exchange: Exchange,
        oracle: str,
        *,
        without: frozenset[str] = frozenset(),
    ) -> Iterator[Doubt]:
        shown = self._known(sighting, exchange, "shown")
        contradiction = entry.see({name: known for name, known in shown.items() if name not in without})
        if contradiction == "gone":
            yield self._risen(entry, sighting.id, "is shown", sighting.pointer)
        elif isinstance(contradiction, Mismatch):
            before = contradiction.before
            if before.origin == "sent":
                fresh = before.exchange.number == exchange.number
                oracle = "echo" if fresh or oracle == "views-agree" else oracle
            yield Doubt(
                oracle,
                f"{sighting.pointer}/{contradiction.name}",
                f"{contradiction.name} is not what was {before.origin} before",
                expected=text(before.shown),
                actual=text(contradiction.after.shown),
                earlier=(before.exchange,),
            )

    def _risen(self, entry: Entry, identity: str, what: str, pointer: str = "") -> Doubt:
        earlier = () if entry.removed_by is None else (entry.removed_by,)
        return Doubt(
            "tombstone",
            pointer,
            f"an item that was deleted, or answered 404, {what}",
            expected="404, and no entry in any list",
            actual=text(identity),
            earlier=earlier,
        )

    def _sent(self, sight: Sight, shown: Sighting) -> dict[str, Known]:
        """The members of the request body that the item in the answer has too."""
        shape, members = sight.place.asked, as_object(sight.asked_root)
        if shape is None or members is None:
            return {}
        shapes = self._atlas.shapes
        return {
            name: Known(
                normal(members[name], below, shapes), members[name], below.kind, "sent", sight.exchange
            )
            for name, below in shapes.properties(shape).items()
            if name in members and name in shown.view.fields
        }

    def _known(self, sighting: Sighting, exchange: Exchange, origin: str) -> dict[str, Known]:
        shapes = self._atlas.shapes
        return {
            name: Known(
                normal(sighting.value[name], below, shapes),
                sighting.value[name],
                below.kind,
                "sent" if origin == "sent" else "shown",
                exchange,
            )
            for name, below in sighting.view.fields.items()
            if name in sighting.value and not below.volatile
        }
