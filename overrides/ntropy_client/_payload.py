"""The body of an attempt, as HTTP clients take it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._exchange import Attempt

__all__ = ["UnreadableFileError", "payload"]


class UnreadableFileError(Exception):
    """A file that should be sent cannot be opened."""


@contextmanager
def payload(attempt: Attempt) -> Generator[dict[str, Any]]:
    """Give the body as keyword arguments; files are opened anew for each attempt and closed after it.

    Args:
        attempt: What is sent.

    Raises:
        UnreadableFileError: A file cannot be opened.
    """
    content, form = attempt.request.content, attempt.request.form
    if not form:
        yield {} if content is None else {"content": content}
        return
    data: dict[str, str] = {}
    files: list[tuple[str, tuple[str, IO[bytes], str]]] = []
    try:
        for name, part in form:
            if isinstance(part, str):
                data[name] = part
                continue
            try:
                files.append((name, (part.name, part.open(), part.media_type)))
            except OSError as error:
                raise UnreadableFileError(f"the file cannot be read: {error}") from error
        yield {"data": data, "files": files}
    finally:
        for _, (_, stream, _) in files:
            stream.close()
