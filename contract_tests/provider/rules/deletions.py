"""What is promised of deleting in words: gone everywhere, its neighbours not."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contract_tests.provider.resources import Resources, path_names
from contract_tests.provider.rules.lists import zoned
from contract_tests.provider.rules.promise import promise_of_each
from contract_tests.provider.rules.scene import Scene
from contract_tests.provider.run import Exchange

if TYPE_CHECKING:
    from ntropy_client.document import Document, Operation

__all__ = ["Deletion", "deletions", "gone"]


@dataclass(frozen=True, slots=True)
class Deletion:
    """Items that can be made, listed, read and deleted.

    Attributes:
        collection: Their tag.
        list: Id of the operation that lists them.
        get: Id of the operation that shows one.
        delete: Id of the operation that deletes one.
        named: Whether whoever makes one gives it its id, so that the id can be used again.
        below: Every operation on one of them that can tell that it is not there.
    """

    collection: str
    list: str
    get: str
    delete: str
    named: bool
    below: tuple[Operation, ...]

    @property
    def operations(self) -> frozenset[str]:
        """Ids of the operations whose promise it is."""
        return frozenset((self.list, *(one.id for one in self.below)))


def deletions(document: Document) -> Iterator[Deletion]:
    """Find what can be deleted by its id.

    Args:
        document: What is checked.

    Yields:
        The collections, in the order of the document.
    """
    for one in Resources(document).values():
        if one.lister is None or one.reader is None or one.deleter is None or one.positional:
            continue
        below = tuple(
            each
            for each in document.operations.values()
            if each.tag == one.tag and path_names(each) and each.response(404) is not None
        )
        yield Deletion(one.tag, one.lister.id, one.reader.id, one.deleter.id, one.by_body, below)


def gone(scene: Scene, deletion: Deletion, identity: str, start: object = None) -> None:
    """Claim that there is no such item: every operation on it answers 404, and the list has it not."""
    for operation in deletion.below:
        settled = "x-sandbox-choice" not in (operation.response(404) or {})
        exchange = scene.on(operation, identity)
        scene.status(exchange, 404, "what is not there is not answered 404", sure=settled)
    exchange, ids = _listed(scene, deletion, start)
    scene.claim(
        identity not in ids, "what is not there is listed", exchange, actual=identity, pointer="/data"
    )


@promise_of_each(deletions)
def are_gone_once_deleted(scene: Scene, deletion: Deletion) -> Generator[float]:
    """What is deleted is gone everywhere and stays so, its neighbours are not, and its id is free again.

    Whether it was deleted as soon as it was made, or a while later.
    """
    for seconds in (0, 1):
        yield from _goes(scene, deletion, seconds)


def _goes(scene: Scene, deletion: Deletion, seconds: float) -> Generator[float]:
    items = [scene.make(deletion.collection) for _ in range(3)]
    start, made = items[0].get("created_at"), [str(one["id"]) for one in items]
    identity, kept = made[1], [made[0], made[2]]
    if deletion.named:
        kept.append(str(scene.make(deletion.collection, id=f"{identity}0")["id"]))
    yield seconds
    before = [scene.view(deletion.get, one)[1] for one in kept]
    exchange = scene.get(deletion.delete, identity)
    scene.status(exchange, 204, "what is there cannot be deleted")
    for _ in range(2):
        gone(scene, deletion, identity, start)
        yield 0.3
    for one, was in zip(kept, before, strict=True):
        seen, now = scene.view(deletion.get, one)
        scene.same(was, now, "deleting one item changes another", seen, earlier=(exchange,))
        seen, ids = _listed(scene, deletion, start)
        scene.same(1, ids.count(one), "deleting one item takes another from the list", seen, "/data")
    if deletion.named:
        again = scene.make(deletion.collection, id=identity)
        scene.same(identity, again["id"], "a deleted id is made anew under another", exchange, "/id")
        scene.accepted(scene.get(deletion.get, identity))
        seen, ids = _listed(scene, deletion, start)
        scene.same(1, ids.count(identity), "what is made anew is not listed once", seen, "/data")


def _listed(scene: Scene, deletion: Deletion, start: object) -> tuple[Exchange, list[object]]:
    """The ids in a list of what was made since the start: others may have made a lot meanwhile."""
    operation = scene.api.document.operations[deletion.list]
    names = {parameter.name for parameter in operation.parameters}
    query: dict[str, str | int] = {"limit": 100} if "limit" in names else {}
    if "created_after" in names and isinstance(start, str):
        query["created_after"] = zoned(start)
    exchange, data = scene.pages(operation.id, query)
    return exchange, [one.get("id") for one in data]
