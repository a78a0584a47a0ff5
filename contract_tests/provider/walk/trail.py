"""What every relation of the walk works with: items, lists and claims."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from contract_tests.provider.ledger.atlas import Atlas, Place
from contract_tests.provider.ledger.normal import instant, normal
from contract_tests.provider.probes.desk import Desk
from contract_tests.provider.probes.room import NoRoomError
from contract_tests.provider.resources import path_names
from contract_tests.provider.run import Exchange, Finding
from contract_tests.provider.shapes import as_list, as_object

if TYPE_CHECKING:
    from contract_tests.provider.api import Api, Query

__all__ = ["Members", "Trail", "answered", "ids", "zoned"]

Members = Mapping[str, object]
MOST_PAGES = 60


class Trail:
    """One account, walked by items and lists.

    Args:
        desk: Makes items.
        atlas: Collections and operations of the document.
    """

    def __init__(self, desk: Desk, atlas: Atlas) -> None:
        self.desk = desk
        self.atlas = atlas
        self.api: Api = desk.api
        self.samples = desk.samples

    def claim(
        self,
        oracle: str,
        holds: bool,
        message: str,
        exchange: Exchange,
        *,
        expected: object = "",
        actual: object = "",
        pointer: str = "",
        earlier: tuple[Exchange, ...] = (),
        sure: bool = True,
    ) -> bool:
        """Claim a relation between answers; when it does not hold, that is a finding.

        Args:
            oracle: The relation.
            holds: Whether it holds.
            message: What is wrong otherwise.
            exchange: The answer in question.
            expected: What should have come.
            actual: What came.
            pointer: Where in the answer.
            earlier: What it is compared with.
            sure: Whether the document settles it on every server.

        Returns:
            ``holds``.
        """
        if not holds:
            finding = Finding(
                part="walk",
                oracle=oracle,
                operation=exchange.operation,
                status=exchange.status,
                pointer=pointer,
                message=message,
                expected=_text(expected),
                actual=_text(actual),
                verdict="drifts" if sure or self.desk.is_sandbox or exchange.status >= 500 else "unknown",
                exchanges=(*earlier, exchange),
            )
            self.api.run.add(finding)
        return holds

    def body(self, exchange: Exchange) -> Members | None:
        """The object in an accepted answer; None, and a finding, for anything else."""
        found = as_object(answered(exchange)) if exchange.ok else None
        holds = found is not None
        self.claim(
            "answers",
            holds,
            "a plain request is not answered",
            exchange,
            expected="2xx with an object",
            actual=exchange.status,
        )
        return found

    def maker(self, collection: str) -> Place | None:
        """The operation that makes items of a collection, needing none itself."""
        resource = self.desk.resources.get(collection)
        return None if resource is None or resource.maker is None else self.atlas.places[resource.maker.id]

    def pager(self, collection: str) -> Place | None:
        """The operation that lists a collection in pages."""
        for place in self.atlas.places.values():
            if place.collection == collection and place.kind == "page":
                return place
        return None

    def path(self, place: Place, identity: str) -> dict[str, str]:
        """The path parameters that name one item."""
        return dict.fromkeys(path_names(place.operation), identity)

    def submit(
        self, maker: Place, body: Any, *, identity: str | None = None, spare: bool = False
    ) -> tuple[Exchange, str | None]:
        """Make an item.

        Args:
            maker: Makes it.
            body: What to send.
            identity: The id, where it stands in the path; one is chosen when it is not given.
            spare: Whether what was made here is to stay, so that no room is made.

        Returns:
            The exchange, and the id of what was made; None when nothing was.
        """
        operation = maker.operation
        path = self.desk.path(operation, fresh=True) if identity is None else self.path(maker, identity)
        exchange = self.desk.submit(operation, body, path=path, spare=spare)
        return exchange, self.desk.identity(operation, exchange, path)

    def make(self, maker: Place, count: int, *, pause: float = 0.0, least: int = 2) -> list[Members]:
        """Make items one after the other, rich and plain ones in turn, each at a time of its own.

        Where others have left no room for so many, there are fewer.

        Args:
            maker: Makes them.
            count: How many.
            pause: Seconds to wait when half of them are made.
            least: With fewer there is nothing to be seen.

        Returns:
            What was answered, each with its id also where that stands in the path only.

        Raises:
            NoRoomError: There is room for too few.
        """
        made: list[Members] = []
        self.desk.room.make(maker.operation.tag)
        for number in range(count):
            body = (self.samples.full, self.samples.minimal)[number % 2](maker.operation)
            try:
                exchange, identity = self.submit(maker, body, spare=True)
            except NoRoomError:
                if number < least:
                    raise
                break
            answer = self.body(exchange)
            if answer is not None and identity is not None:
                made.append({"id": identity, **answer})
            self.api.wait(0.02 + (pause if number + 1 == count // 2 else 0))
        return made

    def listed(self, pager: Place, query: Mapping[str, str | int]) -> tuple[Exchange, list[Members]] | None:
        """All items of a list, over all of its pages; None when it is not answered, or too long.

        Args:
            pager: Lists them.
            query: Parameters; those that the list does not have are left out.

        Returns:
            The last exchange, and the items.
        """
        found: list[Members] = []
        names = {parameter.name for parameter in pager.operation.parameters}
        asked: dict[str, str | int] = {name: value for name, value in query.items() if name in names}
        cursors: set[str] = set()
        for _ in range(MOST_PAGES):
            exchange = self.api.call(pager.operation.id, query=asked)
            body = self.body(exchange)
            data = None if body is None else as_list(body.get("data"))
            if body is None or data is None:
                return None
            found += [item for item in map(as_object, data) if item is not None]
            following = body.get("next_cursor")
            if not isinstance(following, str) or not following or "cursor" not in names:
                return exchange, found
            if following in cursors:
                self.claim(
                    "pages", holds=False, message="following cursors goes in a circle", exchange=exchange
                )
                return None
            cursors.add(following)
            asked["cursor"] = following
        return None  # others may be filling the account: a list that is too long to follow says nothing

    def window(self, pager: Place, made: list[Members]) -> dict[str, str | int]:
        """A filter that lets pass what was made since the first of ``made``, where there is one."""
        names = {parameter.name for parameter in pager.operation.parameters}
        start = made[0].get("created_at") if made else None
        return {"created_after": zoned(start)} if "created_after" in names and isinstance(start, str) else {}

    def same(self, place: Place, one: object, other: object) -> bool:
        """Whether two answers of an operation are the same but for what may change by itself."""
        shapes = self.atlas.shapes
        return normal(one, place.answer, shapes) == normal(other, place.answer, shapes)

    def found(self, place: Place, answer: Members) -> object:
        """An answer of an operation without what belongs to one item alone: its id and its times."""
        shapes = self.atlas.shapes
        own = {} if place.answer is None else shapes.properties(place.answer)
        kept = {
            n: v for n, v in answer.items() if n != "id" and not (n in own and own[n].format == "date-time")
        }
        return normal(kept, place.answer, shapes)

    def twice(
        self, place: Place, *, path: Mapping[str, str] | None = None, query: Query = (), body: Any = UNSET
    ) -> Exchange:
        """The same request twice has the same answer; the second one is returned."""
        first = self.api.call(place.operation.id, path=path, query=query, body=body)
        second = self.api.call(place.operation.id, path=path, query=query, body=body)
        one, other = answered(first), answered(second)
        holds = first.status == second.status and self.same(place, one, other)
        self.claim(
            "twice",
            holds,
            "the same request has another answer",
            second,
            expected=one,
            actual=other,
            earlier=(first,),
        )
        return second


def ids(items: list[Members]) -> list[str]:
    """The ids of items."""
    return [str(item.get("id")) for item in items]


def zoned(moment: str) -> str:
    """A timestamp with its zone, for a filter."""
    parsed = instant(moment)
    return moment if parsed is None else parsed.isoformat().replace("+00:00", "Z")


def answered(exchange: Exchange) -> object:
    """The JSON value of an answer; None when there is none."""
    if not exchange.response_body:
        return None
    try:
        value: object = exchange.json()
    except ValueError:
        return None
    return value


def _text(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 400 else f"{text[:400]}…"
