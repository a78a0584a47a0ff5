"""What a check makes on an account, so that it can be deleted again; and what it must leave alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from contract_tests.provider.credits import items_in
from contract_tests.provider.exchange import decoded
from contract_tests.provider.guard import KEYLESS, NotSafeError
from contract_tests.provider.resources import Resource, Resources, path_names
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_object

if TYPE_CHECKING:
    from ntropy_client.document import Document, Operation

__all__ = ["Belongings", "Item"]

READING = ("GET", "HEAD", "OPTIONS")
ON_ITEM = frozenset(("update", "delete", "reset"))
UNREADABLE = frozenset(("", ".", ".."))
"""Ids that lead elsewhere when they stand in a path."""

Look = Callable[[str, str, str], tuple[int, object]]
"""Reads by a path with a key, apart from what is recorded: the status, and the value."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item on an account.

    Attributes:
        collection: Where it is.
        id: Which it is.
        key: Label of the key of the account.
    """

    collection: str
    id: str
    key: str = "first"


class Belongings:
    """Watches every request that is sent to one server.

    Args:
        document: Says what each operation writes.
        prefix: What the ids made up by this check begin with.
        look: Reads an item, to find out whether somebody has it.
        made: Told of each item that was made, and of what takes it along.
        gone: Told of each item that was deleted.
        keep: Told of each item that holds for a whole account, and of its value before it is changed.
    """

    def __init__(
        self,
        document: Document,
        prefix: str,
        look: Look,
        *,
        made: Callable[[Item, str | None], None],
        gone: Callable[[Item], None],
        keep: Callable[[Item, object], None],
    ) -> None:
        self.made: dict[Item, str | None] = {}
        """What this check made and did not delete, in order, and whose deletion would take each along."""
        self._document = document
        self._resources = Resources(document)
        self._owners = _owners(self._resources)
        self._owning = {self._resources.references[name] for name in self._owners.values()}
        self._prefix = prefix
        self._look = look
        self._tell = made
        self._forget = gone
        self._keep = keep
        self._theirs: dict[Item, bool] = {}
        self._read: tuple[bytes, list[dict[str, Any]]] = (b"", [])

    def before(self, operation_id: str | None, path: str, content: bytes, key: str) -> None:
        """Let a request pass that changes nothing which somebody else made, or only what can be put back.

        Args:
            operation_id: What it is for, None when the document does not know.
            path: Percent-encoded, as the document has it.
            content: The body.
            key: Label of its key.

        Raises:
            NotSafeError: It names an item that was there before.
        """
        for item in self.theirs(operation_id, path, content, key):
            raise NotSafeError(f"{item.id!r} of {item.collection} was not made by this check")

    def theirs(self, operation_id: str | None, path: str, content: bytes, key: str) -> list[Item]:
        """Find the items of others that a request would change for good.

        Args:
            operation_id: As for `before`.
            path: As for `before`.
            content: As for `before`.
            key: As for `before`.

        Returns:
            The items. What can be put back is not among them: it is kept here.
        """
        operation = self._document.operations.get(operation_id or "")
        if operation is None or operation.method in READING or key in KEYLESS:
            return []
        return [
            item
            for effect, item in self._named(operation, path, content, key)
            if effect != "create" and self._is_theirs(item)
        ]

    def after(self, exchange: Exchange) -> None:
        """Learn what was made, and what was deleted.

        Args:
            exchange: Of a request that was let pass.
        """
        operation = self._document.operations.get(exchange.operation or "")
        if operation is None or not operation.writes or not exchange.ok or exchange.key in KEYLESS:
            return
        owned = self._owned(operation, exchange)
        for effect, item in self._named(operation, exchange.path, exchange.request_body, exchange.key):
            if self._theirs.get(item):
                continue
            if effect in ("delete", "reset"):
                self._lose(item)
            elif effect != "update":
                self._note(item, owned.get(item.id))
            elif item in self.made:
                self._note(item, owned.get("", self.made[item]))
        for collection, effect in operation.writes.items():
            resource = self._resources[collection]
            if effect == "create" and not (resource.by_body or resource.positional):
                made = _answered_id(exchange)
                if made is not None:
                    self._note(Item(collection, made, exchange.key), None)

    def _lose(self, item: Item) -> None:
        lost = [item] if item in self.made else []
        if item.collection in self._owning:
            lost += [one for one, owner in self.made.items() if owner == item.id and one.key == item.key]
        for one in lost:
            del self.made[one]
            self._forget(one)

    def _note(self, item: Item, owner: str | None) -> None:
        if self.made.get(item, "") != owner:
            self._tell(item, owner)
        self.made[item] = owner

    def _named(self, operation: Operation, path: str, content: bytes, key: str) -> Iterator[tuple[str, Item]]:
        """What a request names, and what it does to it."""
        for collection, effect in operation.writes.items():
            resource = self._resources[collection]
            if resource.positional:
                continue
            if effect in ON_ITEM or (effect == "upsert" and resource.by_path):
                matched = self._document.match(operation.method, path)
                names: list[str] = [] if matched is None else list(matched[1].values())
            elif effect in ("upsert", "eventual") or (effect == "create" and resource.by_body):
                names = [str(one["id"]) for one in self._items(content) if isinstance(one["id"], str)]
            else:
                continue
            yield from ((effect, Item(collection, name, key)) for name in names)

    def _owned(self, operation: Operation, exchange: Exchange) -> Mapping[str, str | None]:
        """By the id of each item in a body, and by "" of what has none, what it goes away with."""
        names = [name for tag, name in self._owners.items() if tag in operation.writes]
        if not names or not any(name.encode() in exchange.request_body for name in names):
            return {}
        items = self._items(exchange.request_body)
        if not items:
            items = [{"id": "", **(as_object(_decoded(exchange.request_body)) or {})}]
        return {
            str(one["id"]): one[name] for one in items for name in names if isinstance(one.get(name), str)
        }

    def _items(self, content: bytes) -> list[dict[str, Any]]:
        """The objects with an id in a body; some are large, and are asked for several times."""
        if content is not self._read[0]:
            self._read = (content, items_in(content))
        return self._read[1]

    def _is_theirs(self, item: Item) -> bool:
        if item.id.startswith(self._prefix) or item in self.made or item.id in UNREADABLE:
            return False
        resource = self._resources[item.collection]
        known = self._theirs.get(item)
        if known is None and resource.reader is not None:
            (name,) = path_names(resource.reader)
            path = resource.reader.path.replace(f"{{{name}}}", quote(item.id, safe=""))
            status, value = self._look(resource.reader.id, path, item.key)
            self._theirs[item] = known = 200 <= status < 300
            if known and _can_be_put_back(resource):
                self._keep(item, value)
        return bool(known) and not _can_be_put_back(resource)


def _can_be_put_back(resource: Resource) -> bool:
    return resource.resetter is not None and resource.by_path


def _owners(resources: Resources) -> dict[str, str]:
    """What an item is called, in those of another collection, that takes them along when it is deleted."""
    found: dict[str, str] = {}
    for resource in resources.values():
        for collection, effect in ({} if resource.deleter is None else resource.deleter.writes).items():
            if effect == "cascade":
                found[collection] = resource.reference
    return found


def _answered_id(exchange: Exchange) -> str | None:
    made = (as_object(_decoded(exchange.response_body)) or {}).get("id")
    return None if made is None else str(made)


def _decoded(content: bytes) -> Any:
    try:
        return decoded(content)
    except ValueError:
        return None
