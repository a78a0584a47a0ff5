"""Finish what a check could not that was killed: delete what it made, and put back what it changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_tests.provider.live.saving import SAVED, restore
from contract_tests.provider.live.settling import settle
from contract_tests.provider.resources import Resources, path_names
from contract_tests.provider.run import CouldNotRunError

if TYPE_CHECKING:
    from contract_tests.provider.target import Target

__all__ = ["clean"]


def clean(target: Target, journal: Path) -> list[str]:
    """Delete what a journal lists and what is not deleted by it, the newest first.

    Args:
        target: The server that the journal is about.
        journal: As a live check writes it; beside it may be a copy of what has to be put back.

    Returns:
        What was done, a line each.

    Raises:
        CouldNotRunError: The journal cannot be read, or the server refuses to delete something.
    """
    api, resources = target.api("clean"), Resources(target.document)
    said: list[str] = []
    left = _left(journal)
    settle(api, resources, left)
    for collection, identity in reversed(left):
        resource = resources.get(collection)
        remover = None if resource is None else resource.deleter or resource.resetter
        if resource is None or remover is None:
            said.append(f"{collection} {identity} stays: the API cannot delete it")
            continue
        if resource.positional:
            continue  # which item that was is known to the copy alone
        answer = api.call(remover.id, path=dict.fromkeys(path_names(remover), identity))
        if not answer.ok and answer.status != 404:
            raise CouldNotRunError(f"{collection} {identity} cannot be deleted: {answer.status}")
        said.append(f"{collection} {identity} {'is deleted' if answer.ok else 'was gone'}")
    copy = journal.parent / SAVED
    if copy.exists():
        restore(api, resources, _whole(copy), copy)
        said.append(f"what {copy} held is put back")
    return said or ["nothing was left"]


def _left(journal: Path) -> list[tuple[str, str]]:
    """The items of a journal that are not deleted, in the order in which they were made."""
    left: dict[tuple[str, str], bool] = {}
    try:
        for line in journal.read_text(encoding="utf-8").splitlines():
            entry: Any = json.loads(line)
            item = str(entry["collection"]), str(entry["id"])
            if entry.get("deleted"):
                left.pop(item, None)
            else:
                left[item] = True
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CouldNotRunError(f"{journal} is no journal of a check: {error}") from error
    return list(left)


def _whole(copy: Path) -> dict[str, list[Any]]:
    try:
        whole: dict[str, list[Any]] = json.loads(copy.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CouldNotRunError(f"{copy} cannot be read: {error}") from error
    return whole
