"""Probes that take more than one request, derived for every operation that they fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from contract_tests.provider.probes.desk import Desk
from contract_tests.provider.probes.troubles import Troubles
from contract_tests.provider.resources import path_names
from contract_tests.provider.run import Exchange, Finding
from contract_tests.provider.shapes import as_list, as_object

if TYPE_CHECKING:
    from ntropy_client.document import Operation

__all__ = ["Scenes"]

MADE = 3
"""How many items are made before a list is paged through."""


class Scenes:
    """Sends sequences of requests.

    Args:
        desk: Makes items.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._api = desk.api
        self._troubles = Troubles(desk, self._claim)

    def of(self, operation: Operation) -> Iterator[Callable[[], None]]:
        """Find every sequence that fits an operation.

        Args:
            operation: Of the document.

        Yields:
            What sends one, or several.
        """
        names = {parameter.name for parameter in operation.parameters}
        if {"cursor", "limit"} <= names:
            yield partial(self._pages, operation)
        yield partial(self._troubles.play, operation)
        if self._api.keys.get("second") is not None:
            resource = self._desk.resources[operation.tag]
            if path_names(operation) and operation.setup and not resource.positional:
                yield partial(self._strange_item, operation)
            elif operation == resource.lister:
                yield partial(self._strange_list, operation)

    def _pages(self, operation: Operation) -> None:
        maker = self._desk.resources[operation.tag].maker
        if maker is None:
            return
        made = [self._desk.made(maker) for _ in range(MADE)]
        first = self._api.call(operation.id, query={"limit": 1})
        items, cursor = _page(first)
        if items is None:
            self._claim(
                first, "a page of one is not a page", "200 with data and next_cursor", str(first.status)
            )
            return
        if len(items) != 1:
            self._claim(first, "a page of one has another number of items", "1", str(len(items)), "/data")
        if not cursor:
            self._claim(
                first, "more items follow and there is no cursor", "a cursor", str(cursor), "/next_cursor"
            )
            return
        second = self._api.call(operation.id, query=[("limit", 1), ("cursor", str(cursor))])
        more, _ = _page(second)
        if more is None:
            self._claim(second, "the page after the first is not a page", "200", str(second.status))
        elif _ids(more) == _ids(items):
            self._claim(
                second, "the page after the first is the first once more", "another item", "the same", "/data"
            )
        whole = self._api.call(operation.id, query={"limit": 100})
        everything, _ = _page(whole)
        newest_first = "newest first" in f"{operation.raw.get('summary')} {operation.raw.get('description')}"
        if everything is not None and newest_first:
            missing = [one for one in made if one is not None and one not in _ids(everything)]
            if missing:
                self._claim(whole, "new items are not on the first page", str(missing), "others", "/data")

    def _strange_item(self, operation: Operation) -> None:
        if self._desk.resources[operation.tag].maker is None:
            return  # what nobody made is everybody's
        path = self._desk.path(operation, fresh=True, settled=True)
        body: Any = UNSET if operation.body_schema is None else self._desk.samples.minimal(operation)
        exchange = self._api.call(operation.id, path=path, body=body, key="second")
        if exchange.status not in {403, 404}:
            self._claim(
                exchange, "an item of another account can be reached", "403 or 404", str(exchange.status)
            )

    def _strange_list(self, operation: Operation) -> None:
        maker = self._desk.resources[operation.tag].maker
        if maker is None:
            return
        made = self._desk.made(maker)
        limited = any(parameter.name == "limit" for parameter in operation.parameters)
        exchange = self._api.call(operation.id, query={"limit": 100} if limited else (), key="second")
        items, _ = _page(exchange)
        if items is not None and made is not None and made in _ids(items):
            self._claim(exchange, "an item of another account is listed", "only own items", made, "/data")

    def _claim(self, exchange: Exchange, message: str, expected: str, actual: str, pointer: str = "") -> None:
        self._api.run.add(
            Finding(
                part="probes",
                oracle="scene",
                operation=exchange.operation,
                status=exchange.status,
                pointer=pointer,
                message=message,
                expected=expected,
                actual=actual,
                exchanges=(exchange,),
            )
        )


def _page(exchange: Exchange) -> tuple[Sequence[object] | None, object]:
    """The items and the cursor of a page; None for what is no page."""
    if not exchange.ok:
        return None, None
    try:
        body = as_object(exchange.json())
    except ValueError:
        return None, None
    return (None, None) if body is None else (as_list(body.get("data")), body.get("next_cursor"))


def _ids(items: Sequence[object]) -> list[object]:
    members: list[Mapping[str, object]] = [one for one in map(as_object, items) if one is not None]
    return [one.get("id") for one in members]
