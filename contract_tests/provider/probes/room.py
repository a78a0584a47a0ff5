"""Collections that may have only so many items: what a check has made is deleted to make room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from contract_tests.provider.resources import singular
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_object

if TYPE_CHECKING:
    from contract_tests.provider.resources import Resource
    from ntropy_client.document import Operation

__all__ = ["NoItemError", "NoRoomError", "NotPaidError", "Room"]

FULL = 400


class NoItemError(Exception):
    """Something cannot be tried, since there is no item to try it on; the text says why."""


class NoRoomError(NoItemError):
    """The account is full of what others have made there.

    Attributes:
        collection: Of which it may have no more.
        exchange: What was refused.
    """

    def __init__(self, collection: str, exchange: Exchange) -> None:
        super().__init__(f"the account has no room for another {singular(collection)}")
        self.collection = collection
        self.exchange = exchange


class NotPaidError(NoItemError):
    """The account has no credits for what has to be made."""


class Room:
    """Remembers what was made.

    Args:
        resources: The collections of the document.
        delete: Deletes an item, given its collection and its id.
    """

    def __init__(self, resources: Mapping[str, Resource], delete: Callable[[str, str], None]) -> None:
        self._resources = resources
        self._delete = delete
        self._made: dict[str, list[str]] = {}
        self._gone: set[tuple[str, str]] = set()

    def note(self, operation: Operation, exchange: Exchange) -> None:
        """An item was made, if the operation makes any."""
        if exchange.ok and self._can_be_full(operation):
            try:
                made = (as_object(exchange.json()) or {}).get("id")
            except ValueError:
                return
            if isinstance(made, str):
                self._made.setdefault(operation.tag, []).append(made)

    def is_wanting(self, operation: Operation, exchange: Exchange) -> bool:
        """Whether an answer may mean that the collection is full."""
        return exchange.status == FULL and self._can_be_full(operation)

    def make(self, collection: str, most: int | None = None) -> bool:
        """Delete what was made in a collection, the newest first.

        Args:
            collection: Which.
            most: How many items to delete at most, None for all.

        Returns:
            Whether there was anything.
        """
        known = self._made.get(collection, [])
        made = [known.pop() for _ in range(len(known) if most is None else min(most, len(known)))]
        for identity in made:
            self._delete(collection, identity)
            self._gone.add((collection, identity))
        return bool(made)

    def is_gone(self, collection: str, identity: str) -> bool:
        """Whether an item was deleted to make room."""
        return (collection, identity) in self._gone

    def _can_be_full(self, operation: Operation) -> bool:
        """A refusal with 400 of what makes items under ids that are not the caller's."""
        resource = self._resources[operation.tag]
        return (
            operation.writes.get(operation.tag) == "create"
            and str(FULL) in operation.statuses
            and not (resource.by_body or resource.positional)
        )
