"""Files to read."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, Unpack

from ..api.files import files_create
from ..request import check_options

if TYPE_CHECKING:
    from ..models import Stored
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender
    from ..upload import Upload

__all__ = ["AsyncFiles", "Files"]


class Files:
    """Files to read. Upload one, and get it."""

    def __init__(self, client: Sender) -> None:
        self._client = client

    def create(
        self,
        *,
        file: Upload | bytes | str | Path | IO[bytes],
        folder: str | None = None,
        filename: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> Stored:
        """Upload a file.

        ``POST /v1/files``.

        PDF only.

        Args:
            file: The file.
            folder: Where to put it.
            filename: The file's name as the API is told; else that of the path or file object, else
                `file.pdf`.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            What was stored.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("files.create", options)
        return self._client.send(
            files_create.request(file=file, folder=folder, filename=filename), **options
        ).value


class AsyncFiles:
    """Files to read. Upload one, and get it."""

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def create(
        self,
        *,
        file: Upload | bytes | str | Path | IO[bytes],
        folder: str | None = None,
        filename: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> Stored:
        """Upload a file.

        ``POST /v1/files``.

        PDF only.

        Args:
            file: The file.
            folder: Where to put it.
            filename: The file's name as the API is told; else that of the path or file object, else
                `file.pdf`.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            What was stored.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("files.create", options)
        reply = await self._client.send(
            files_create.request(file=file, folder=folder, filename=filename), **options
        )
        return reply.value
