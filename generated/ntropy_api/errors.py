"""The errors that generated code raises; the client adds those of the network and of the API."""

from __future__ import annotations

from typing import Any, TypeVar

__all__ = ["NtropyError", "RequestValidationError", "ResponseValidationError"]

E = TypeVar("E", bound="NtropyError")

_EXCERPT = 500


def _restore(kind: type[E], args: tuple[Any, ...], state: dict[str, Any]) -> E:
    error = kind.__new__(kind, *args)
    error.args = args  # those of the system's errors are not set by then
    error.__dict__.update(state)
    return error


class NtropyError(Exception):
    """The root of all errors of this client."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are restored by calling the class with `args`, which fails for keyword-only ones.
        return _restore, (type(self), self.args, self.__dict__.copy())


class RequestValidationError(NtropyError, ValueError):
    """A request that was refused before sending.

    Attributes:
        operation: The operation's id, such as ``transactions_create``.
        location: Where the fault is, such as ``data[3].amount``; empty for the whole body.
        reason: What is wrong there.
    """

    operation: str
    location: str
    reason: str

    def __init__(self, operation: str, location: str, reason: str) -> None:
        super().__init__(f"{operation}: {location + ': ' if location else ''}{reason} (nothing was sent)")
        self.operation = operation
        self.location = location
        self.reason = reason


class ResponseValidationError(NtropyError):
    """A successful answer whose body does not fit the document.

    The request was carried out: the whole body is kept, so that no paid result is lost.

    Attributes:
        operation: The operation's id.
        location: The JSON path of the fault, such as ``$.results[3].created_at``; ``$`` for the whole body.
        reason: What is wrong there.
        status_code: The HTTP status.
        request_id: The server's X-Request-ID, else the one sent.
        content: The whole body.
    """

    operation: str
    location: str
    reason: str
    status_code: int
    request_id: str
    content: bytes

    def __init__(
        self,
        *,
        operation: str,
        location: str,
        reason: str,
        status_code: int,
        request_id: str,
        content: bytes,
    ) -> None:
        excerpt = content[:_EXCERPT].decode("utf-8", "replace")
        more = f"… ({len(content):,} bytes, all in .content)" if len(content) > _EXCERPT else ""
        super().__init__(
            f"{operation}: the answer {status_code} does not fit the document at {location}: {reason} "
            f"(request {request_id}); body: {excerpt!r}{more}"
        )
        self.operation = operation
        self.location = location
        self.reason = reason
        self.status_code = status_code
        self.request_id = request_id
        self.content = content
