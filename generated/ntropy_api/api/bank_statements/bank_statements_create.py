"""``POST /v3/bank_statements``: Upload a bank statement and have it read in the background."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from ...models.bank_statement import BankStatement
from ...request import Request
from ...upload import Upload

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (BankStatement,)}


def request(
    *, file: Upload | bytes | str | Path | IO[bytes], filename: str | None = None
) -> Request[BankStatement]:
    """Build the request: upload a bank statement and have it read in the background.

    Args:
        file: The statement as a PDF file. The name of the file becomes the name of the statement.
        filename: The file's name as the API is told; else that of the path or file object, else
            `statement.pdf`.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    return Request(
        operation="bank_statements_create",
        method="POST",
        path="/v3/bank_statements",
        returns=_RETURNS,
        form=(
            (
                "file",
                Upload.of(file, name=filename, default_name="statement.pdf", media_type="application/pdf"),
            ),
        ),
        rate_limit=10,
    )
