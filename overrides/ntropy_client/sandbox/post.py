"""Send a delivery over HTTP."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import Thread
from typing import Any

import httpx

from ntropy_client._version import __version__

__all__ = ["Deliver", "Notice", "PostLoop", "post"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One delivery, ready to be sent.

    Attributes:
        url: Where it goes, as the webhook has it.
        headers: Names and values; among them the token, if there is one.
        content: The body.
    """

    url: str = field(repr=False)
    headers: Mapping[bytes, bytes] = field(repr=False)
    content: bytes = field(repr=False)


Deliver = Callable[[Notice], Awaitable[int]]
"""Sends a notice and gives the status of the answer. Whatever it raises is a delivery that failed."""


@asynccontextmanager
async def post() -> AsyncGenerator[Deliver]:
    """Give what sends notices over HTTP, for as long as the context lasts.

    Redirections are not followed, and no proxy is used: a receiver is what is registered, and nothing else.

    Yields:
        The sender. It has no time-out of its own.
    """
    async with httpx.AsyncClient(timeout=None, verify=_certificates(), trust_env=False) as client:

        async def send(notice: Notice) -> int:
            headers = [(b"User-Agent", f"ntropy-sandbox/{__version__}".encode()), *notice.headers.items()]
            request = client.build_request("POST", notice.url, headers=headers, content=notice.content)
            # The status is all that counts, whatever else the receiver says.
            answer = await client.send(request, stream=True)
            await answer.aclose()
            return answer.status_code

        yield send


@cache
def _certificates() -> ssl.SSLContext:
    # To read them takes longer than to send anything.
    return httpx.create_ssl_context()


class PostLoop(asyncio.SelectorEventLoop):
    """An event loop that can be left at any time, also while names are being looked up.

    Others look names up in threads for which the process waits at its end.
    """

    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> list[Any]:
        """Look a name up.

        Args:
            host: The name.
            port: The port.
            family: As for `socket.getaddrinfo`, like all that follow.
            type: Kind of socket.
            proto: Protocol.
            flags: How to look.

        Returns:
            The addresses.

        Raises:
            OSError: There are none.
        """
        found: asyncio.Future[list[Any]] = self.create_future()

        def look() -> None:
            try:
                addresses = socket.getaddrinfo(host, port, family, type, proto, flags)
            except (OSError, UnicodeError) as error:
                self._tell(found, error)
            else:
                self._tell(found, addresses)

        Thread(target=look, name="ntropy-sandbox-names", daemon=True).start()
        return await found

    def _tell(self, found: asyncio.Future[list[Any]], outcome: list[Any] | Exception) -> None:
        def tell() -> None:
            if found.done():
                return
            if isinstance(outcome, Exception):
                found.set_exception(outcome)
            else:
                found.set_result(outcome)

        try:
            self.call_soon_threadsafe(tell)
        except RuntimeError:
            # The loop has been left.
            return
