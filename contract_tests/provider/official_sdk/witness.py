"""An ASGI application that keeps what is exchanged with another one, whoever the client is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from contract_tests.provider.machinery.serving import App, Message, Receive, Scope, Send

__all__ = ["Seen", "Witness"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One exchange.

    Attributes:
        key: The API key, None for a request without one.
        method: In capitals.
        path: As sent.
        query: As sent.
        request: The body of the request.
        status: Of the answer.
        headers: Of the answer, names in lower case.
        answer: The body of the answer.
    """

    key: str | None
    method: str
    path: str
    query: str
    request: bytes = field(repr=False)
    status: int
    headers: dict[str, str] = field(repr=False)
    answer: bytes = field(repr=False)

    def sent(self) -> Any:
        """Decode the body of the request."""
        return json.loads(self.request)

    def answered(self) -> Any:
        """Decode the body of the answer."""
        return json.loads(self.answer)


class Witness:
    """Passes everything on, unchanged.

    Args:
        app: The application.
        then: Called after each exchange.
    """

    def __init__(self, app: App, then: Callable[[], object]) -> None:
        self.seen: list[Seen] = []
        self._app = app
        self._then = then

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request, answer = bytearray(), bytearray()
        status, headers = 0, dict[str, str]()

        async def hear() -> Message:
            message = await receive()
            request.extend(message.get("body", b""))
            return message

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers.update((name.decode().lower(), value.decode()) for name, value in message["headers"])
            else:
                answer.extend(message.get("body", b""))
                if not message.get("more_body"):
                    # Before the end is sent, so that no next request comes first.
                    self._keep(scope, bytes(request), status, headers, bytes(answer))
            await send(message)

        await self._app(scope, hear, tell)

    def _keep(
        self, scope: Scope, request: bytes, status: int, headers: dict[str, str], answer: bytes
    ) -> None:
        key = next((value.decode() for name, value in scope["headers"] if name == b"x-api-key"), None)
        path, query = scope["raw_path"].decode(), scope["query_string"].decode()
        self.seen.append(Seen(key, scope["method"], path, query, request, status, headers, answer))
        self._then()
