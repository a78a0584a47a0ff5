"""Save what holds for a whole account before it is changed, and put it back afterwards."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_tests.provider.resources import path_names
from contract_tests.provider.run import CouldNotRunError
from contract_tests.provider.shapes import as_list, as_object
from contract_tests.provider.tidying import listed

if TYPE_CHECKING:
    from contract_tests.provider.api import Api
    from contract_tests.provider.belongings import Item
    from contract_tests.provider.resources import Resource

__all__ = ["SAVED", "Copy", "saved"]

SAVED = "saved.json"
Entry = dict[str, Any]


class Copy:
    """What has to be put back; it is on the disk before anything of it is changed.

    Args:
        path: Where the copy is written, None for nowhere.
        entries: What it holds already.
    """

    def __init__(self, path: Path | None, entries: list[Entry] | None = None) -> None:
        self._path = path
        self._entries = entries or []

    @classmethod
    def read(cls, path: Path) -> Copy:
        """Read a copy that another process has written.

        Args:
            path: Where it is.

        Returns:
            The copy.

        Raises:
            CouldNotRunError: It cannot be read.
        """
        try:
            found: Any = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CouldNotRunError(f"{path} cannot be read: {error}") from error
        entries = [as_object(entry) for entry in as_list(found) or ()]
        if found and not all(entry and {"collection", "key", "value"} <= entry.keys() for entry in entries):
            raise CouldNotRunError(f"{path} is no copy of what a check has to put back")
        return cls(path, [dict(entry) for entry in entries if entry])

    def keep_lists(
        self,
        api: Api,
        resources: Mapping[str, Resource],
        forbidden: Mapping[str, str],
        key: str = "first",
        *,
        needed: bool = True,
    ) -> None:
        """Keep every collection that can be replaced as a whole, if it may be.

        Args:
            api: The caller.
            resources: The collections of the document.
            forbidden: Operations that are not to be called.
            key: Label of the key of the account.
            needed: Whether it is an error that one cannot be read.

        Raises:
            CouldNotRunError: One cannot be read and has to be, or not be written down.
        """
        for tag, resource in resources.items():
            if resource.replacer is None or resource.lister is None or resource.replacer.id in forbidden:
                continue
            items = listed(api, resource.lister, key=key)
            if items is None and not needed:
                continue
            if items is None:
                raise CouldNotRunError(f"{tag} cannot be saved: {resource.lister.id} does not give them")
            self._entries.append({"collection": tag, "key": key, "id": None, "value": items})
        if self._entries:
            self._write()

    def keep(self, item: Item, value: object) -> None:
        """Keep one item that holds for a whole account.

        Args:
            item: Which.
            value: As it was read.

        Raises:
            CouldNotRunError: It cannot be written down.
        """
        self._entries.append({"collection": item.collection, "key": item.key, "id": item.id, "value": value})
        self._write()

    def restore(self, api: Api, resources: Mapping[str, Resource]) -> bool:
        """Put everything back as it was, and make sure that it is; then the copy is removed.

        Args:
            api: The caller.
            resources: The collections of the document.

        Returns:
            Whether there was anything.

        Raises:
            CouldNotRunError: Something could not be put back, and the text says where the copy is.
        """
        for entry in self._entries:
            resource, value = resources[entry["collection"]], entry["value"]
            if entry["id"] is None:
                status = _replace(api, resource, value, entry["key"])
            else:
                status = _rewrite(api, resource, entry["id"], value, entry["key"])
            if status:
                where = "" if self._path is None else f": the copy is in {self._path}"
                raise CouldNotRunError(f"{resource.tag} could not be put back as they were ({status}){where}")
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        return bool(self._entries)

    def _write(self) -> None:
        if self._path is None:
            return
        try:
            with self._path.open("w", encoding="utf-8") as file:
                json.dump(self._entries, file, indent=2)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CouldNotRunError(
                f"cannot save what is to be put back in {self._path}: {error.strerror}"
            ) from error


@contextmanager
def saved(
    api: Api, resources: Mapping[str, Resource], out: Path, forbidden: Mapping[str, str]
) -> Generator[None]:
    """Save every collection that can be replaced as a whole, if it may be.

    Args:
        api: The caller.
        resources: The collections of the document.
        out: Directory of the saved copy.
        forbidden: Operations that are not to be called.

    Yields:
        Nothing; at the end of the block everything is put back.

    Raises:
        CouldNotRunError: It cannot be read, or not be written down, or an earlier copy is still there: then
            nothing is changed. Or it could not be put back, and the text says where the copy is.
    """
    path = out / SAVED
    if path.exists():
        raise CouldNotRunError(f"{path} is what an earlier check had to put back: let --clean do that first")
    copy = Copy(path)
    copy.keep_lists(api, resources, forbidden)
    try:
        yield
    finally:
        copy.restore(api, resources)


def _replace(api: Api, resource: Resource, items: list[Any], key: str) -> str:
    """Put a whole collection back; what went wrong, "" for nothing."""
    if resource.replacer is None or resource.lister is None:
        return "the document has no operation for that"
    answer = api.call(resource.replacer.id, body=items, key=key)
    if not answer.ok or listed(api, resource.lister, key=key) != items:
        return f"{resource.replacer.id} answered {answer.status}"
    return ""


def _rewrite(api: Api, resource: Resource, identity: str, value: object, key: str) -> str:
    """Put one item back, by a reset where that does it; what went wrong, "" for nothing."""
    reader, writer, resetter = resource.reader, resource.maker, resource.resetter
    if reader is None or writer is None or resetter is None:
        return "the document has no operation for that"
    path = dict.fromkeys(path_names(reader), identity)

    def is_back() -> bool:
        answer = api.call(reader.id, path=path, key=key)
        try:
            return answer.ok and answer.json() == value
        except ValueError:
            return False

    if is_back():
        return ""
    api.call(resetter.id, path=path, key=key)
    if is_back():
        return ""
    members = as_object(value)
    body = value if members is None else {name: one for name, one in members.items() if name != "id"}
    answer = api.call(writer.id, path=path, body=body, key=key)
    return "" if answer.ok and is_back() else f"{writer.id} answered {answer.status}"
