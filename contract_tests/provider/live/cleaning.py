"""Delete what a check made and put back what it changed, at its end or, where it was killed, later."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_tests.provider.belongings import Item
from contract_tests.provider.live.saving import SAVED, Copy
from contract_tests.provider.live.settling import WAIT_SECONDS, settle
from contract_tests.provider.preflight import preflight
from contract_tests.provider.resources import Resources, path_names
from contract_tests.provider.run import CouldNotRunError

if TYPE_CHECKING:
    from contract_tests.provider.api import Api
    from contract_tests.provider.run import Exchange
    from contract_tests.provider.target import Target

__all__ = ["clean", "read", "sweep"]

MOST_JOBS = 20
"""Of more jobs none is asked for: whether any is under way, the first page of their list tells."""


def clean(target: Target, journal: Path) -> list[str]:
    """Delete what a journal lists and what is not deleted by it, the newest first.

    Args:
        target: The server that the journal is about.
        journal: As a check writes it; beside it may be a copy of what has to be put back.

    Returns:
        What was done, a line each.

    Raises:
        CouldNotRunError: The journal cannot be read, or the server refuses to delete something.
    """
    left = read(journal)
    if any(target.keys.get(item.key) is None for item in left):
        # A sandbox has further accounts; whether it is one, its first answer tells.
        preflight(target, None)
    api, resources = target.api("clean"), Resources(target.document)
    said: list[str] = []
    for item, answer in sweep(api, resources, left):
        if answer is None:
            said.append(f"{item.collection} {item.id} stays: the API cannot delete it")
        elif not answer.ok and answer.status != 404:
            raise CouldNotRunError(f"{item.collection} {item.id} cannot be deleted: {answer.status}")
        else:
            said.append(f"{item.collection} {item.id} {'is deleted' if answer.ok else 'was gone'}")
    copy = journal.parent / SAVED
    if copy.exists():
        Copy.read(copy).restore(api, resources)
        said.append(f"what {copy} held is put back")
    return said or ["nothing was left"]


def sweep(
    api: Api, resources: Resources, left: Mapping[Item, str | None], *, patience: float = WAIT_SECONDS
) -> Iterator[tuple[Item, Exchange | None]]:
    """Delete items, the newest first, but for those that take others along: they are the first of all.

    Args:
        api: The caller.
        resources: The collections of the document.
        left: The items in the order in which they were made, and what takes each along when it is deleted.
        patience: Seconds to wait at most for a job that may still make items.

    Yields:
        Each item that was not taken along, and the answer; None where the API cannot delete it. What is at a
        position is not among them: which item that is now is known to a copy of the whole alone.
    """
    jobs = sum(_makes_others(resources, item) for item in left)
    asked = [one for one in left if jobs <= MOST_JOBS or not _makes_others(resources, one)]
    settle(api, resources, [(item.collection, item.id) for item in asked], patience=patience)
    weight: dict[tuple[str, str], int] = {}
    for item, owner in left.items():
        if owner is not None:
            weight[owner, item.key] = weight.get((owner, item.key), 0) + 1
    gone: set[tuple[str, str]] = set()
    newest_first = list(left)[::-1]
    newest_first.sort(key=lambda one: -_weight(resources, one, weight))
    for item in newest_first:
        resource = resources.get(item.collection)
        remover = None if resource is None else resource.deleter or resource.resetter
        if resource is not None and resource.positional:
            continue
        if (left[item] or "", item.key) in gone or api.keys.get(item.key) is None:
            continue
        if remover is None:
            yield item, None
            continue
        answer = api.call(remover.id, path=dict.fromkeys(path_names(remover), item.id), key=item.key)
        if answer.ok and "cascade" in remover.writes.values():
            gone.add((item.id, item.key))
        yield item, answer


def _weight(resources: Resources, item: Item, weight: Mapping[tuple[str, str], int]) -> int:
    """How many items are known to go with one; what takes any along comes before what does not."""
    resource = resources.get(item.collection)
    if resource is None or resource.deleter is None or "cascade" not in resource.deleter.writes.values():
        return 0
    return 1 + weight.get((item.id, item.key), 0)


def _makes_others(resources: Resources, item: Item) -> bool:
    resource = resources.get(item.collection)
    return (
        resource is not None and resource.maker is not None and "eventual" in resource.maker.writes.values()
    )


def read(journal: Path) -> dict[Item, str | None]:
    """Read what a check made and did not delete.

    Args:
        journal: As a check writes it.

    Returns:
        The items in the order in which they were made, and what takes each along when it is deleted.

    Raises:
        CouldNotRunError: It cannot be read, or is no journal.
    """
    left: dict[Item, str | None] = {}
    try:
        for line in journal.read_text(encoding="utf-8").splitlines():
            entry: Any = json.loads(line)
            item = Item(str(entry["collection"]), str(entry["id"]), str(entry.get("key", "first")))
            if entry.get("deleted"):
                left.pop(item, None)
            else:
                left[item] = entry.get("with")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CouldNotRunError(f"{journal} is no journal of a check: {error}") from error
    return left
