"""``POST /v1/files``: Upload a file."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from ...address import query_pairs
from ...models.stored import Stored
from ...request import Request
from ...upload import Upload

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (Stored,)}


def request(
    *, file: Upload | bytes | str | Path | IO[bytes], folder: str | None = None, filename: str | None = None
) -> Request[Stored]:
    """Build the request: upload a file.

    Args:
        file: The file.
        folder: Where to put it.
        filename: The file's name as the API is told; else that of the path or file object, else
            `file.pdf`.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="files_create",
        method="POST",
        path="/v1/files",
        returns=_RETURNS,
        form=(
            ("file", Upload.of(file, name=filename, default_name="file.pdf", media_type="application/pdf")),
            *query_pairs("files_create", (("folder", folder),)),
        ),
    )
