"""Write down what a check makes on an account before it makes it, so that it can be found again."""

from __future__ import annotations

import json
import os
from pathlib import Path

from contract_tests.provider.run import CouldNotRunError

__all__ = ["Journal"]


class Journal:
    """A file with a line for each id.

    Args:
        path: Lines are appended; the directory is made when missing.

    Raises:
        CouldNotRunError: It cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            raise CouldNotRunError(f"cannot keep a journal in {path}: {error.strerror}") from error

    def __call__(self, collection: str, identity: str) -> None:
        """Write down an id; it is on the disk when this returns.

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

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, line: dict[str, object]) -> None:
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
