"""What is asked of the sandbox, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from ntropy_client.document import Operation
    from ntropy_client.sandbox.account import Account

__all__ = ["Answer", "Call", "Inbound", "Problem", "RefusedError", "encode"]


class Problem(TypedDict):
    """One problem of a request that is answered 422."""

    loc: list[str | int]
    msg: str
    type: str


@dataclass(frozen=True, slots=True)
class Inbound:
    """A request as it came in.

    Attributes:
        method: In capitals.
        raw_path: Percent-encoded, without the query.
        query: The query string, percent-encoded.
        headers: By name in lower case; of several with one name the last.
        content: The body.
    """

    method: str
    raw_path: str
    query: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was accepted: what a handler is given.

    Attributes:
        operation: What is asked for.
        account: Whose key came with it.
        now: When it came.
        path: Path parameters, decoded.
        query: Query parameters by name, in their type; those left out have the document's default,
            and are missing where there is none.
        body: The decoded body, valid by the document; None when the operation has none.
    """

    operation: Operation
    account: Account
    now: datetime
    path: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, Any] = field(default_factory=dict[str, Any])
    body: Any = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A response.

    Attributes:
        status: HTTP status.
        body: The body, or what writes it when it is large.
        headers: Further headers, besides content type and length.
    """

    status: int
    body: bytes | Callable[[], bytes] = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def content(self) -> bytes:
        """The body, written if need be."""
        return self.body() if callable(self.body) else self.body

    def written(self) -> Answer:
        """Write the body.

        Returns:
            The answer with its body as bytes.
        """
        return replace(self, body=self.body()) if callable(self.body) else self

    @classmethod
    def json(cls, value: object, status: int = 200) -> Answer:
        """Answer with JSON.

        Args:
            value: The body.
            status: HTTP status.

        Returns:
            The answer.
        """
        return cls(status, encode(value))


class RefusedError(Exception):
    """A request is refused; the message goes into `detail`.

    Args:
        status: HTTP status.
        detail: What is wrong, or the whole list of what is.
        headers: Further headers.
    """

    def __init__(
        self, status: int, detail: str | Sequence[Problem], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{status}: {detail}")
        self.answer = Answer(status, encode({"detail": detail}), headers or {})

    @classmethod
    def problem(cls, *loc: str | int, msg: str, type: str) -> RefusedError:
        """Refuse a request for one problem, with 422.

        Args:
            loc: The way to what is wrong.
            msg: What is wrong, for people.
            type: The same, for programs.

        Returns:
            The error, to be raised.
        """
        return cls(422, [Problem(loc=list(loc), msg=msg, type=type)])


_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def encode(value: object) -> bytes:
    """Write JSON.

    Args:
        value: What to write.

    Returns:
        The bytes, compact, in UTF-8.

    Raises:
        ValueError: A number in it is not finite.
    """
    return _encoder.encode(value).encode()
