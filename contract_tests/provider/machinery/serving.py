"""Serve ASGI applications on a loopback port, honest ones and others."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Awaitable, Callable, Generator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from ntropy_client.sandbox import create_app

__all__ = ["Answer", "App", "Receive", "Rewritten", "Scope", "Send", "sandbox", "serve"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def sandbox(seed: int = 0) -> App:
    """Make an honest application.

    Args:
        seed: What its ids follow from.

    Returns:
        The sandbox, its batches done in a moment.
    """
    return create_app(seed=seed)


@dataclass
class Answer:
    """A response that may be changed before it is sent."""

    method: str
    path: str
    query: str
    key: str | None
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def json(self) -> Any:
        """The decoded body."""
        return json.loads(self.body)

    def set_json(self, value: Any) -> None:
        """Replace the body."""
        self.body = json.dumps(value).encode()

    def set_header(self, name: str, value: str | None) -> None:
        """Replace a header, or take it away."""
        self.headers = [pair for pair in self.headers if pair[0].lower() != name.lower().encode()]
        if value is not None:
            self.headers.append((name.encode(), value.encode()))


@dataclass
class Rewritten:
    """An application whose answers are changed on their way out."""

    app: App
    rewrite: Callable[[Answer], None]
    calls: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def keep(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            else:
                body += message.get("body", b"")

        await self.app(scope, receive, keep)
        key = next((value.decode() for name, value in scope["headers"] if name == b"x-api-key"), None)
        path = scope["raw_path"].decode()
        query = scope["query_string"].decode()
        answer = Answer(scope["method"], path, query, key, start["status"], list(start["headers"]), body)
        self.calls.append((answer.method, answer.path))
        self.rewrite(answer)
        answer.set_header("content-length", str(len(answer.body)) if answer.status != 204 else None)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})


@contextmanager
def serve(app: App) -> Generator[str]:
    """Serve an application for as long as the context lasts.

    Args:
        app: The application.

    Yields:
        Its base URL.
    """
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", ws="none", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
