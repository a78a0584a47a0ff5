"""The ledger itself: sees every exchange and turns doubts into findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from contract_tests.provider.ledger.atlas import Atlas, Place, Sighting
from contract_tests.provider.ledger.book import Book
from contract_tests.provider.ledger.changes import Changes
from contract_tests.provider.ledger.clocks import Clocks
from contract_tests.provider.ledger.doubt import Doubt
from contract_tests.provider.ledger.history import History
from contract_tests.provider.ledger.pages import Pages
from contract_tests.provider.ledger.positions import Positions
from contract_tests.provider.ledger.sight import Sight
from contract_tests.provider.run import Exchange, Finding, decoded
from contract_tests.provider.shapes import Shape

if TYPE_CHECKING:
    from ntropy_client.document import Document

__all__ = ["Ledger"]


class Ledger:
    """An observer of a run that finds what no single exchange shows.

    Args:
        document: Where collections, ids, volatile fields and effects of writes are read from.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._atlas = Atlas(document)
        self._history = History(self._atlas)
        self._changes = Changes(self._atlas)
        self._clocks = Clocks()
        self._books: dict[tuple[int, str], Book] = {}
        self._pages: dict[tuple[int, str], Pages] = {}
        self._positions: dict[tuple[int, str], Positions] = {}

    def __call__(self, exchange: Exchange) -> Iterator[Finding]:
        """Judge an exchange and remember it.

        Args:
            exchange: As it was recorded.

        Yields:
            What it contradicts.
        """
        for doubt in self._judge(exchange):
            yield Finding(
                part="ledger",
                oracle=doubt.oracle,
                operation=exchange.operation,
                status=exchange.status,
                pointer=doubt.pointer,
                message=doubt.message,
                expected=doubt.expected,
                actual=doubt.actual,
                exchanges=(*doubt.earlier, exchange),
            )

    def _judge(self, exchange: Exchange) -> Iterator[Doubt]:
        yield from self._clocks.request_id(exchange)
        account = (exchange.world, exchange.key)
        book = self._books.setdefault(account, Book())
        positions = self._positions.setdefault(account, Positions(self._atlas))
        place = self._atlas.places.get(exchange.operation or "")
        if place is None:
            if exchange.method not in {"GET", "HEAD", "OPTIONS"} and exchange.status < 400:
                book.open(None)  # an operation that nobody described may have done anything
                positions.open()
            return
        sight = self._sight(exchange, place)
        yield from positions.observe(sight)
        yield from self._history.observe(sight, book)
        if not exchange.ok:
            return
        yield from self._changes.observe(sight, book)
        yield from self._clocks.observe(sight)
        if place.kind == "page" and exchange.response_body:
            pages = self._pages.setdefault(account, Pages(self._atlas))
            yield from pages.observe(sight, book)

    def _sight(self, exchange: Exchange, place: Place) -> Sight:
        # What was refused has no effect, so that nothing is to be learned from it.
        refused = 400 <= exchange.status < 500
        asked, readable = _decoded(b"" if refused else exchange.request_body)
        answer, _ = _decoded(exchange.response_body if exchange.ok else b"")
        path_id = self._path_id(exchange)
        answered = self._seen(place, path_id, answer, place.answer)
        live, snapshot = _divided(answered, place)
        return Sight(
            exchange=exchange,
            place=place,
            path_id=path_id,
            asked_root=asked,
            answer_root=answer,
            asked=self._seen(place, path_id, asked, place.asked),
            answered=answered,
            readable=readable,
            live=live,
            snapshot=snapshot,
        )

    def _seen(
        self, place: Place, path_id: str | None, body: object, shape: Shape | None
    ) -> tuple[Sighting, ...]:
        named = self._atlas.addressed_item(place, path_id, body)
        found = self._atlas.sightings(body, shape)
        return tuple(found) if named is None else (named, *found)

    def _path_id(self, exchange: Exchange) -> str | None:
        found = self._document.match(exchange.method, exchange.path)
        return None if found is None or len(found[1]) != 1 else next(iter(found[1].values()))


def _divided(
    answered: tuple[Sighting, ...], place: Place
) -> tuple[tuple[Sighting, ...], tuple[Sighting, ...]]:
    """Those that show items as they are now, and those that show them as a job left them."""
    if any(one.pointer == "" for one in answered):
        return tuple(one for one in answered if one.pointer == ""), tuple(
            one for one in answered if one.pointer
        )
    depth = 2 if place.kind == "page" else 1
    return tuple(one for one in answered if one.pointer.count("/") == depth), ()


def _decoded(body: bytes) -> tuple[object, bool]:
    """The JSON value of a body, and whether it is JSON or empty."""
    if not body:
        return None, True
    try:
        value: object = decoded(body)
    except ValueError:
        return None, False
    return value, True
