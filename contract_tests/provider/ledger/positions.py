"""Follows collections whose ids are positions: what a write does to one item, it may do to all.

Such a collection is known as a whole, the items in their order, or not at all: whatever cannot be
followed makes it unknown until the next list. An id is matched with a position only after a list
has shown which is which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from contract_tests.provider.ledger.atlas import Atlas, Place
from contract_tests.provider.ledger.doubt import Doubt, text
from contract_tests.provider.ledger.sight import Sight
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_list, as_object

__all__ = ["Positions"]

Item = Mapping[str, object]


@dataclass(slots=True)
class _Whole:
    """What is known of one such collection."""

    items: list[Item] | None = None
    """Without their ids, in order; None when they are not known."""
    first: int | None = None
    """The id at the first position, once that has been seen."""
    origin: tuple[Exchange, ...] = field(default=())
    """The exchange that told last."""

    def forget(self) -> None:
        self.items, self.origin = None, ()

    def index(self, identity: str | None) -> int | None:
        """The position that an id names, None when that is not known."""
        if self.items is None or self.first is None or identity is None or not identity.isdecimal():
            return None
        index = int(identity) - self.first
        return index if 0 <= index < len(self.items) else None


class Positions:
    """The oracles of such collections, for one account: `views-agree`, `echo`, `fresh-id` and `complete`."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._wholes = {tag: _Whole() for tag in atlas.positional}

    def open(self) -> None:
        """Anything may have been written."""
        for whole in self._wholes.values():
            whole.forget()

    def observe(self, sight: Sight) -> Iterator[Doubt]:
        """Judge an exchange, then learn from it."""
        place, tag = sight.place, sight.place.operation.tag
        for other in set(place.writes or ()) & self._wholes.keys() - {tag}:
            self._wholes[other].forget()
        whole = self._wholes.get(tag)
        if whole is None:
            return
        if 400 <= sight.exchange.status < 500:
            return
        effect = (place.writes or {}).get(tag)
        if not sight.exchange.ok or not sight.readable or place.writes is None:
            if place.writes != {}:
                whole.forget()
        elif effect is not None:
            yield from self._written(sight, whole, effect)
        elif place.operation == self._atlas.resources[tag].lister:
            yield from self._listed(sight, whole)

    def _written(self, sight: Sight, whole: _Whole, effect: str) -> Iterator[Doubt]:
        sent, shown = as_object(sight.asked_root), as_object(sight.answer_root)
        if effect in {"create", "update"} and sent is not None and shown is not None:
            yield from _echo(sight, sent, shown)
        if effect == "create" and sent is not None:
            yield from self._appended(sight, whole, sent, shown)
        elif effect == "replace":
            items = as_list(sight.asked_root)
            found = [as_object(item) for item in items or ()]
            whole.items = (
                None if items is None or None in found else [one for one in found if one is not None]
            )
        elif effect in {"update", "delete"}:
            self._changed(sight, whole, effect, sent)
        else:
            whole.forget()
        whole.origin = (sight.exchange,)

    @staticmethod
    def _appended(sight: Sight, whole: _Whole, sent: Item, shown: Item | None) -> Iterator[Doubt]:
        identity = _number(None if shown is None else shown.get("id"))
        if whole.items is None:
            return
        position = len(whole.items)
        if identity is not None and whole.first is not None and identity != whole.first + position:
            yield Doubt(
                "fresh-id",
                "/id",
                "a new item is not at the position behind all others",
                expected=str(whole.first + position),
                actual=text(identity),
                earlier=whole.origin,
            )
            whole.forget()
            return
        if identity is not None:
            whole.first = identity - position
        whole.items.append(sent)

    @staticmethod
    def _changed(sight: Sight, whole: _Whole, effect: str, sent: Item | None) -> None:
        index = whole.index(sight.path_id)
        if index is None or whole.items is None or (effect == "update" and sent is None):
            whole.forget()
        elif effect == "delete":
            del whole.items[index]
        elif sent is not None:
            whole.items[index] = sent

    def _listed(self, sight: Sight, whole: _Whole) -> Iterator[Doubt]:
        listed = as_list(sight.answer_root)
        found = [as_object(item) for item in listed or ()]
        items = [one for one in found if one is not None]
        if listed is None or len(items) < len(found):
            whole.forget()
            return
        ids = [_number(item.get("id")) for item in items]
        yield from _in_order(ids)
        shown = [_bare(item) for item in items]
        if whole.items is not None:
            yield from _compared(sight.place, whole, shown)
        whole.items, whole.origin = shown, (sight.exchange,)
        if ids and ids[0] is not None:
            whole.first = ids[0]


def _echo(sight: Sight, sent: Item, shown: Item) -> Iterator[Doubt]:
    if _bare(shown) != _bare(sent):
        yield Doubt(
            "echo",
            "",
            "the answer shows another item than was sent",
            expected=text(sent),
            actual=text(shown),
        )
    if sight.path_id is not None and "id" in shown and str(shown["id"]) != sight.path_id:
        yield Doubt(
            "path-id",
            "/id",
            "the answer is about another item than the one in the path",
            expected=text(sight.path_id),
            actual=text(shown["id"]),
        )


def _in_order(ids: Sequence[int | None]) -> Iterator[Doubt]:
    known = [one for one in ids if one is not None]
    if len(known) == len(ids) and known and known != list(range(known[0], known[0] + len(known))):
        yield Doubt(
            "order",
            "",
            "the ids of a list are not its positions",
            expected="one after the other",
            actual=text(known[:20]),
        )


def _compared(place: Place, whole: _Whole, shown: list[Item]) -> Iterator[Doubt]:
    known = [_bare(item) for item in whole.items or ()]
    if len(known) != len(shown):
        yield Doubt(
            "complete",
            "",
            f"the list of {place.operation.tag} has another number of items than were put there",
            expected=f"{len(known)} items",
            actual=f"{len(shown)} items",
            earlier=whole.origin,
        )
        return
    for index, (one, other) in enumerate(zip(known, shown, strict=True)):
        if one != other:
            yield Doubt(
                "views-agree",
                f"/{index}",
                "an item of the list is not what was put there",
                expected=text(one),
                actual=text(other),
                earlier=whole.origin,
            )
            return


def _bare(item: Item) -> Item:
    return {name: value for name, value in item.items() if name != "id"}


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() else None
