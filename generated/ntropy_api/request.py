"""A call as plain data, and the options that may come with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar, cast

from .secret import hidden

if TYPE_CHECKING:
    from .upload import Upload

__all__ = ["CallOptions", "Request", "RequestOptions", "Timeouts", "check_options"]

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Request(Generic[T_co]):
    """One call of an operation, ready to be sent by a client: ``client.send(request)``.

    Args:
        operation: The operation's id in the document, such as ``batches_get``.
        method: The HTTP method.
        path: The path, percent-encoded, without the server's address.
        returns: For each documented success status the types that its body may be decoded to, tried in
            order; ``(None,)`` where there is no body.
        query: The query's names and values, in order.
        content: The JSON body, already checked.
        form: The parts of a multipart body.
        idempotent: Whether the call may be repeated without harm.
        rate_limit: The operations a second that the API allows a key, where it is known.
    """

    operation: str
    method: str
    path: str
    returns: Mapping[int, tuple[Any, ...]] = field(repr=False)
    query: tuple[tuple[str, str], ...] = ()
    content: bytes | None = field(default=None, repr=False)
    form: tuple[tuple[str, str | Upload], ...] = field(default=(), repr=False)
    idempotent: bool = False
    rate_limit: float | None = None

    @property
    def cursor(self) -> str | None:
        """The cursor that the request asks from, if any."""
        return dict(self.query).get("cursor")

    def at(self, cursor: str) -> Request[T_co]:
        """Give the same request for another page.

        Args:
            cursor: The cursor that the page before gave.

        Returns:
            A new request with all other filters kept.
        """
        query = tuple(pair for pair in self.query if pair[0] != "cursor")
        return replace(self, query=(*query, ("cursor", cursor)))


@dataclass(frozen=True, slots=True)
class Timeouts:
    """The longest silence within one attempt, in seconds; None waits without end.

    Args:
        connect: To open a connection.
        read: Between two pieces of the answer.
        write: Between two pieces of the request.
        pool: For a free connection of the pool.
    """

    connect: float | None = 5.0
    read: float | None = 60.0
    write: float | None = 60.0
    pool: float | None = 60.0


class CallOptions(TypedDict, total=False):
    """Options of every call."""

    retries: int
    """How often a failed attempt is repeated at most."""
    request_id: str
    """The X-Request-ID of the first request; else a new one is made."""
    api_key: str
    """Another key for this call."""
    headers: Mapping[str, str]
    """More headers."""


class RequestOptions(CallOptions, total=False):
    """Options of a call that is one request with its retries."""

    timeout: float | Timeouts | None
    """The longest silence within one attempt, in seconds."""
    deadline: float | None
    """The longest time for the whole call with its retries, in seconds. A sync client cannot bound how long the
    system looks a name up, nor that it tries each of its addresses."""


_KNOWN_OPTIONS = frozenset(RequestOptions.__annotations__)


def check_options(method: str, options: Mapping[str, object], known: frozenset[str] = _KNOWN_OPTIONS) -> None:
    """Refuse keyword arguments that a method does not know; type checkers see them, Python does not.

    A key among them is one that no traceback shows from here on.

    Args:
        method: The method as the user calls it, such as ``batches.get``.
        options: What came as ``**options``, which is the method's own.
        known: The options that it takes.

    Raises:
        TypeError: An unknown keyword; the message names it and the method.
    """
    if "api_key" in options:
        cast("dict[str, object]", options)["api_key"] = hidden(options["api_key"])
    if options.keys() <= known:
        return
    unknown = next(name for name in options if name not in known)
    raise TypeError(f"{method}() got an unexpected keyword argument {unknown!r}")
