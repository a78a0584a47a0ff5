"""Submitted transactions, kept small: millions of them fit into memory."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import cast

from ntropy_client.sandbox.answer import encode
from ntropy_client.sandbox.enrichment import Row

__all__ = ["Rows"]

BLOCK = 256
"""Rows that are packed together: few enough to unpack for one, enough to be packed well."""


class Rows:
    """Rows in the order of submission; they do not change.

    Args:
        rows: What to keep.
    """

    __slots__ = ("_blocks", "_count")

    def __init__(self, rows: Sequence[Row]) -> None:
        self._count = len(rows)
        self._blocks = [
            zlib.compress(encode(rows[start : start + BLOCK]), level=1)
            for start in range(0, len(rows), BLOCK)
        ]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        for block in self._blocks:
            yield from _unpack(block)

    def __getitem__(self, index: int) -> Row:
        return _unpack(self._blocks[index // BLOCK])[index % BLOCK]

    def newest(self, below: int) -> Iterator[tuple[int, Row]]:
        """Go through the rows from the last to the first.

        Args:
            below: Start before this index.

        Yields:
            The index and the row.
        """
        for number in range((below + BLOCK - 1) // BLOCK - 1, -1, -1):
            block = _unpack(self._blocks[number])
            first = number * BLOCK
            for offset in range(min(len(block), below - first) - 1, -1, -1):
                yield first + offset, block[offset]


def _unpack(block: bytes) -> list[Row]:
    return cast("list[Row]", json.loads(zlib.decompress(block)))
