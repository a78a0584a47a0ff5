"""A real HTTP server on this machine that receives what is sent to webhooks."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Any, Self

__all__ = ["HANG", "Received", "Receiver"]

HANG = 0
"""As a status: no answer comes for as long as the receiver lives."""


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came in.

    Attributes:
        path: With the query.
        headers: Names in lower case.
        content: The body.
    """

    path: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes

    def json(self) -> Any:
        """Decode the body."""
        return json.loads(self.content)


class Receiver:
    """Receives while its context lasts.

    Args:
        statuses: What the first requests are answered, each with the next; all others are answered 204.
        headers: Of every answer.
    """

    def __init__(self, *statuses: int, headers: Mapping[str, str] | None = None) -> None:
        self.received: list[Received] = []
        self._statuses = deque(statuses)
        self._headers = dict(headers or {})
        self._arrived = Condition()
        self._over = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    def wait_for(self, count: int, timeout: float = 10) -> list[Received]:
        """Wait until so many requests have come in.

        Args:
            count: How many, from the beginning.
            timeout: Seconds to wait at most.

        Returns:
            All that have come in, perhaps more, and fewer when the time was up.
        """
        with self._arrived:
            self._arrived.wait_for(lambda: len(self.received) >= count, timeout)
            return list(self.received)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        # Waits for the requests that are being answered.
        self._server.server_close()

    def _receive(self, received: Received) -> int:
        with self._arrived:
            status = self._statuses.popleft() if self._statuses else 204
            self.received.append(received)
            self._arrived.notify_all()
        if status == HANG:
            self._over.wait()
        return status

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status = receiver._receive(Received(self.path, headers, content))
                if status == HANG:
                    return
                self.send_response(status)
                for name, value in receiver._headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is printed."""

        return Handler
