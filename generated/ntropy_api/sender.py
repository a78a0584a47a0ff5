"""What a resource needs of a client: something that sends a request and gives a reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar, Unpack

if TYPE_CHECKING:
    from .request import Request, RequestOptions

__all__ = ["AsyncSender", "Reply", "Sender"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Reply(Protocol[T_co]):
    """A successful answer."""

    @property
    def value(self) -> T_co:
        """The decoded body."""
        ...

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names compare without regard to case."""
        ...

    @property
    def request_id(self) -> str:
        """The server's X-Request-ID, else the one sent."""
        ...

    @property
    def content(self) -> bytes:
        """The body as it came."""
        ...

    def redact(self, data: bytes, /) -> bytes:
        """Take secrets out of part of the answer, before it becomes part of an error."""
        ...


class Sender(Protocol):
    """A client that waits for the answer."""

    def send(self, request: Request[T], /, **options: Unpack[RequestOptions]) -> Reply[T]:
        """Send one request."""
        ...


class AsyncSender(Protocol):
    """A client whose answers are awaited."""

    async def send(self, request: Request[T], /, **options: Unpack[RequestOptions]) -> Reply[T]:
        """Send one request."""
        ...
