"""Write down what a check makes on an account before it makes it, so that it can be found again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from contract_tests.provider.run import CouldNotRunError

if TYPE_CHECKING:
    from contract_tests.provider.belongings import Item

__all__ = ["Journal"]


class Journal:
    """A file with a line for each id.

    Args:
        path: Lines are appended; the directory is made when missing.
        lasting: Whether a line is on the disk when it is written, so that it outlives this machine and not
            only this process.

    Raises:
        CouldNotRunError: It cannot be written.
    """

    def __init__(self, path: Path, *, lasting: bool = True) -> None:
        self.path = path
        self._lasting = lasting
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            raise CouldNotRunError(f"cannot keep a journal in {path}: {error.strerror}") from error

    def __call__(self, collection: str, identity: str) -> None:
        """Write down an id; that is done when this returns.

        Args:
            collection: Where the item is.
            identity: Its id.
        """
        self._write({"collection": collection, "id": identity})

    def deleted(self, collection: str, identity: str) -> None:
        """Write down that an item is gone.

        Args:
            collection: Where the item was.
            identity: Its id.
        """
        self._write({"collection": collection, "id": identity, "deleted": True})

    def note(self, item: Item, owner: str | None) -> None:
        """Write down an item of any account.

        Args:
            item: Which.
            owner: What takes it along when it is deleted, None for nothing.
        """
        self._write(_line(item) | ({} if owner is None else {"with": owner}))

    def forget(self, item: Item) -> None:
        """Write down that an item of any account is gone.

        Args:
            item: Which.
        """
        self._write({**_line(item), "deleted": True})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, line: dict[str, object]) -> None:
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()
        if self._lasting:
            os.fsync(self._file.fileno())


def _line(item: Item) -> dict[str, object]:
    line: dict[str, object] = {"collection": item.collection, "id": item.id}
    return line if item.key == "first" else {**line, "key": item.key}
