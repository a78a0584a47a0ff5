"""A successful answer: its body decoded straight into typed objects."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from ntropy_api.codec import decoder
from ntropy_api.errors import ResponseValidationError
from ntropy_api.request import Request

from ._exchange import Answer
from ._fault import UNREADABLE, fault
from ._redact import blot, blot_text

__all__ = ["Response", "decode"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Response(Generic[T]):
    """A successful answer, as `Ntropy.send` gives it.

    Args:
        value: The decoded body; None where there is none.
        status_code: The HTTP status.
        headers: The headers; names compare without regard to case.
        request_id: The server's X-Request-ID, else the one sent.
        attempts: How many attempts were made.
        elapsed: Seconds from the first attempt to the whole answer.
        content: The body as it came.
    """

    value: T
    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    request_id: str
    attempts: int
    elapsed: float
    content: bytes = field(repr=False)
    _secret: str = field(default="", repr=False, compare=False)

    def redact(self, data: bytes) -> bytes:
        """Take the key out of something that the answer says, before it becomes part of an error.

        Args:
            data: Part of the answer.

        Returns:
            The same with the key masked.
        """
        return blot(data, self._secret)


def decode(request: Request[T], answer: Answer, request_id: str, key: str) -> T:
    """Decode the body of a successful answer.

    Args:
        request: What was asked.
        answer: What came.
        request_id: The server's X-Request-ID, else the one sent.
        key: What an error must not show.

    Returns:
        The value.

    Raises:
        ResponseValidationError: The body is no JSON or does not fit the document.
    """
    returns = request.returns
    # A success status that is not documented (201 for 200) is still a success.
    kinds = returns.get(answer.status_code) or next(iter(returns.values()), (None,))
    if kinds == (None,):
        return None  # type: ignore[return-value]
    value, problem = _decoded(kinds, answer.content)
    if problem is None:
        return cast("T", value)
    location, reason = fault(answer.content, problem)
    raise ResponseValidationError(
        operation=request.operation,
        location=location,
        reason=blot_text(reason, key),
        status_code=answer.status_code,
        request_id=request_id,
        content=blot(answer.content, key),
    ) from None


def _decoded(kinds: tuple[Any, ...], content: bytes) -> tuple[Any, Exception | None]:
    """Give the value, or what was wrong first. It raises nothing: tracebacks show variables, and so the body."""
    # JSON must not begin with a byte order mark, but may be read as if it did not.
    content = content.removeprefix(BOM_UTF8)
    problem: Exception | None = None
    for kind in kinds:
        try:
            return decoder(kind).decode(content), None
        except UNREADABLE as error:
            problem = problem or error.with_traceback(None)
    return None, problem
