"""Answers for the operations of the API, held to its document on both sides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import TracebackType
from typing import Any, Self, cast

import httpx
import respx

from ntropy_client import document as documents
from ntropy_client.conformance import Checker
from ntropy_client.document import Document, Operation
from ntropy_client.testing._traffic import OfOperation, hosts, other_traffic

__all__ = ["MockedOperation", "NtropyMock"]

_UNSET: Any = object()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one request gets."""

    status: int
    body: Any
    headers: Mapping[str, str]
    is_example: bool


class MockedOperation:
    """The answers of one operation.

    Attributes:
        route: The route of respx, with `calls`, `called`, `call_count`.
    """

    def __init__(self, operation: Operation, checker: Checker, route: respx.Route) -> None:
        self._operation = operation
        self._checker = checker
        self._answers: list[_Answer | Exception] = []
        self._contents: list[bytes] = []
        self._given = 0
        self.route = route
        route.side_effect = self._reply

    def __repr__(self) -> str:
        return f"<mock of {self._operation.id}, {self.route.call_count} calls>"

    @property
    def calls(self) -> respx.models.CallList:
        """The requests so far, with their answers."""
        return self.route.calls

    @property
    def bodies(self) -> list[Any]:
        """The decoded JSON bodies of the requests so far; None for a request without one."""
        return [json.loads(content) if content else None for content in self._contents]

    def respond(
        self,
        status: int | None = None,
        *,
        example: str | None = None,
        fields: Mapping[str, Any] | None = None,
        json: Any = _UNSET,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Have all further requests answered so, in place of what was set before.

        Args:
            status: A documented status; the first that is a success unless given.
            example: The name of a documented example; the first one unless given. Where its ``id`` is that of
                the path, the answer has the id that was asked for.
            fields: What differs from the example; of objects in it only what is given.
            json: The whole body, in place of an example.
            headers: More headers, such as ``Retry-After``.

        Returns:
            This object, so that `then` may follow.

        Raises:
            ValueError: The document does not allow such an answer; the text says what it allows.
        """
        answer = self._answer(status, example, fields, json, headers or {})
        self._answers.clear()
        self._answers.append(answer)
        self._given = 0
        return self

    def then(
        self,
        status: int | None = None,
        *,
        example: str | None = None,
        fields: Mapping[str, Any] | None = None,
        json: Any = _UNSET,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Have one more answer after those before; the last one is repeated. Otherwise as `respond`."""
        self._answers.append(self._answer(status, example, fields, json, headers or {}))
        return self

    def fail(self, error: Exception) -> Self:
        """Have a request fail as the network does.

        Args:
            error: Such as ``httpx.ConnectError("refused")`` or ``httpx.ReadTimeout("slow")``.

        Returns:
            This object, so that `then` may follow.
        """
        self._answers.append(error)
        return self

    def _answer(
        self,
        status: int | None,
        example: str | None,
        fields: Mapping[str, Any] | None,
        body: Any,
        headers: Mapping[str, str],
    ) -> _Answer:
        operation = self._operation
        if status is None:
            status = next(int(one) for one in operation.statuses if one.startswith("2"))
        if operation.response(status) is None:
            documented = ", ".join(operation.statuses)
            raise ValueError(f"{operation.id} never answers {status}: the document has {documented}")
        if body is not _UNSET and (example is not None or fields is not None):
            raise ValueError("give json, or example and fields, not both")
        found = self._example(status, example, fields) if body is _UNSET else body
        answer = _Answer(status, found, headers, body is _UNSET)
        content = _encoded(found)
        whole = {"X-Request-ID": "mocked", "Content-Type": "application/json", **headers}
        violations = self._checker.check_operation(operation, status, whole, content)
        if violations:
            said = "; ".join(f"{one} (expected {one.expected}, got {one.actual})" for one in violations)
            raise ValueError(f"{operation.id} never answers so: {said}")
        return answer

    def _example(self, status: int, name: str | None, fields: Mapping[str, Any] | None) -> Any:
        examples = self._operation.examples(status)
        if not examples:
            if name is not None or fields is not None:
                raise ValueError(f"{self._operation.id} has no body with {status}")
            return _UNSET
        if name is not None and name not in examples:
            raise ValueError(
                f"{self._operation.id} has no example {name!r} for {status}: there is {', '.join(examples)}"
            )
        found = examples[name] if name is not None else next(iter(examples.values()))
        return found if fields is None else _merged(found, fields)

    def _reply(self, request: httpx.Request) -> httpx.Response:
        if not self._answers:
            raise AssertionError(f"no answer is set: ntropy_mock.{self._operation.id}.respond(…)")
        self._contents.append(request.read())
        target = request.url.raw_path.decode("ascii")
        violations = self._checker.check_request(request.method, target, request.headers, request.content)
        if violations:
            raise AssertionError(f"{self._operation.id}: {'; '.join(map(str, violations))}")
        answer = self._answers[min(self._given, len(self._answers) - 1)]
        self._given += 1
        if isinstance(answer, Exception):
            if isinstance(answer, httpx.RequestError):
                answer.request = request
            raise answer
        body = answer.body
        if answer.is_example and answer.status < 300:
            body = self._with_id(request, body)
        headers = {"X-Request-ID": request.headers.get("X-Request-ID", "mocked"), **answer.headers}
        content = _encoded(body)
        if content:
            headers.setdefault("Content-Type", "application/json")
        return httpx.Response(answer.status, headers=headers, content=content)

    def _with_id(self, request: httpx.Request, body: Any) -> Any:
        found = self._operation.document.match(
            request.method, request.url.raw_path.decode().partition("?")[0]
        )
        asked = {} if found is None else found[1]
        if "id" not in asked or not isinstance(body, Mapping):
            return body
        known = cast("Mapping[str, Any]", body)
        return {**known, "id": asked["id"]} if isinstance(known.get("id"), str) else known


class NtropyMock:
    """Answers requests for the API in place of it, by operation: ``mock.batches_get.respond(200)``.

    A context manager. Requests to other hosts go where they would have gone.

    Args:
        document: Another one than the packaged.

    Raises:
        AttributeError: The document has no such operation.
    """

    def __init__(self, document: Document | None = None) -> None:
        self._document = documents.load() if document is None else document
        self._checker = Checker(self._document, strict=True)
        self._hosts = hosts(self._document)
        self.router = respx.MockRouter(assert_all_called=False)
        self._operations: dict[str, MockedOperation] = {
            id: MockedOperation(
                operation, self._checker, self.router.route(OfOperation(id, self._find), name=id)
            )
            for id, operation in self._document.operations.items()
        }
        self.router.route(OfOperation("", self._find)).side_effect = _unknown
        other_traffic(self.router)

    def _find(self, request: httpx.Request) -> str | None:
        if request.url.host not in self._hosts:
            return None
        found = self._document.match(request.method, request.url.raw_path.decode("ascii").partition("?")[0])
        return "" if found is None else found[0].id

    def __getattr__(self, name: str) -> MockedOperation:
        operations: dict[str, MockedOperation] = self.__dict__.get("_operations", {})
        if name in operations:
            return operations[name]
        close = get_close_matches(name, operations, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise AttributeError(f"the API has no operation {name!r}{hint}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._operations]

    def __iter__(self) -> Iterator[MockedOperation]:
        return iter(self._operations.values())

    def __enter__(self) -> Self:
        self.router.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.router.stop(quiet=error is not None)


def _unknown(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"the API has no {request.method} {request.url.path}")


def _merged(example: Any, fields: Any) -> Any:
    if isinstance(example, Mapping) and isinstance(fields, Mapping):
        known = cast("Mapping[str, Any]", example)
        given = cast("Mapping[str, Any]", fields)
        return {**known, **{name: _merged(known.get(name), value) for name, value in given.items()}}
    return fields


def _encoded(body: Any) -> bytes:
    return b"" if body is _UNSET else json.dumps(body).encode()
