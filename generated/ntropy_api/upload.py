"""Files to be sent, which can be sent again when an attempt fails."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO

__all__ = ["Upload"]

_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:; ?[\w!#$&^.+-]+=[\w!#$&^.+-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for a multipart request.

    Args:
        name: The file's name, as the API is told.
        content: The bytes, or the path of a file that is read anew for each attempt.
        media_type: The media type of the part, such as ``application/pdf``.

    Raises:
        TypeError: A name that is no text, or content that is neither bytes nor a Path.
        ValueError: A name that cannot be sent, or a media type that is none.
    """

    name: str
    content: bytes | Path = field(repr=False)
    media_type: str = "application/octet-stream"

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not isinstance(self.content, bytes | Path):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("an Upload has a name and, as content, bytes or a Path")
        try:
            self.name.encode()
        except UnicodeEncodeError:
            raise ValueError("the name of the file has a lone surrogate, which no text can carry") from None
        if not isinstance(self.media_type, str) or not _MEDIA_TYPE.fullmatch(self.media_type):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ValueError(f"{self.media_type!r:.60} is no media type such as application/pdf")

    def open(self) -> IO[bytes]:
        """Give a fresh stream from the start of the file, for one attempt.

        Returns:
            A binary stream; the caller closes it.

        Raises:
            OSError: The path cannot be read.
        """
        return BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")

    @classmethod
    def of(
        cls,
        file: Upload | bytes | str | Path | IO[bytes],
        *,
        name: str | None = None,
        default_name: str = "file",
        media_type: str = "application/octet-stream",
    ) -> Upload:
        """Make an upload of what a user may give.

        Args:
            file: An upload, bytes, a path, or a binary file object, which is read once, from where it
                stands: a stream that cannot seek could not be sent again.
            name: The file's name; else the path's, the object's, or `default_name`.
            default_name: The name of what has none.
            media_type: The media type of the part, unless an upload says otherwise.

        Returns:
            The upload.

        Raises:
            TypeError: The object is none of these, or a text file.
            OSError: The path cannot be read.
        """
        if isinstance(file, Upload):
            return file if name is None else cls(name, file.content, file.media_type)
        if isinstance(file, bytes | bytearray | memoryview):
            return cls(name or default_name, bytes(file), media_type)
        if isinstance(file, str | Path):
            path = Path(file)
            with path.open("rb"):  # what cannot be read is told before anything is sent
                pass
            return cls(name or _sendable(path.name), path, media_type)
        read = getattr(file, "read", None)
        content = read() if callable(read) else None
        if not isinstance(content, bytes):
            what = "a text file: open it in binary mode" if isinstance(content, str) else type(file).__name__
            raise TypeError(f"file must be a path, bytes, a binary file object or an Upload, not {what}")
        own_name: object = getattr(file, "name", None)
        # The name of a file that was opened by its descriptor is a number.
        found = Path(own_name).name if isinstance(own_name, str | Path) else ""
        return cls(name or _sendable(found) or default_name, content, media_type)


def _sendable(name: str) -> str:
    """Give a file's name as text: a disk may hold bytes that are none."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
