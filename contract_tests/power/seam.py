"""The three places where a defect is put into a provider: the wire, the gate and the service."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ntropy_client.document import Document, load

if TYPE_CHECKING:
    from ntropy_client.sandbox.event import Event
    from ntropy_client.sandbox.post import Notice
    from ntropy_client.sandbox.service import Sandbox
    from ntropy_client.sandbox.webhook import Webhook

__all__ = [
    "Answered",
    "Asked",
    "Install",
    "Redeliver",
    "Rewrite",
    "at_the_gate",
    "in_deliveries",
    "in_the_service",
    "on_the_wire",
]

Install = Callable[[Starlette], ASGIApp]
"""Puts a defect into a fresh application; whatever it remembers belongs to that application."""


@dataclass(slots=True)
class Asked:
    """A request on its way to the provider; it may be changed.

    Attributes:
        operation: Id of the operation, None when the document has none for it.
        method: In capitals.
        raw_path: Percent-encoded, without the query.
        path: Path parameters, decoded.
        query: Decoded.
        headers: Names in lower case.
        content: The body.
    """

    operation: str | None
    method: str
    raw_path: str
    path: Mapping[str, str]
    query: dict[str, str]
    headers: dict[str, str]
    content: bytes = field(repr=False)

    @property
    def key(self) -> str | None:
        """The API key that came with it."""
        return self.headers.get("x-api-key")

    def json(self) -> Any:
        """The decoded body; None when it is no JSON."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None


@dataclass(slots=True)
class Answered:
    """A response on its way to the caller; it may be changed.

    Attributes:
        status: HTTP status.
        headers: Names in lower case; the length of the body is set afterwards.
        content: The body.
    """

    status: int
    headers: dict[str, str]
    content: bytes = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The decoded body; None when it is no JSON."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None

    def become(self, value: object, status: int | None = None) -> None:
        """Answer something else.

        Args:
            value: The body, to be written as JSON.
            status: The status; None to leave it.
        """
        self.content = json.dumps(value).encode()
        self.headers["content-type"] = "application/json"
        self.status = self.status if status is None else status


Rewrite = Callable[[Asked, Answered], None]
Admit = Callable[[Asked], Answered | None]
Redeliver = Callable[["Webhook", "Event", "Notice"], "Notice"]


def on_the_wire(make: Callable[[], Rewrite]) -> Install:
    """A defect that spoils answers.

    Args:
        make: Makes the function that changes an answer in place.

    Returns:
        What installs it.
    """
    return lambda app: _Between(app, None, make())


def in_deliveries(make: Callable[[], Redeliver]) -> Install:
    """A defect that spoils what webhooks are told, on its way.

    Args:
        make: Makes the function that is given a webhook, the event and the delivery that there would be,
            and gives the delivery that is sent.

    Returns:
        What installs it.
    """

    def change(sandbox: Sandbox) -> None:
        deliveries, spoil = sandbox.deliveries, make()
        written = deliveries.notice
        spoilt: Callable[[Webhook, Event], Notice] = lambda webhook, event: spoil(  # noqa: E731
            webhook, event, written(webhook, event)
        )
        setattr(deliveries, "notice", spoilt)  # noqa: B010

    return in_the_service(change)


def at_the_gate(make: Callable[[], Admit]) -> Install:
    """A defect in what happens before the service: keys, methods, routes.

    Args:
        make: Makes the function that changes a request in place, or answers it itself.

    Returns:
        What installs it.
    """
    return lambda app: _Between(app, make(), None)


def in_the_service(change: Callable[[Sandbox], None]) -> Install:
    """A defect in what the provider does.

    Args:
        change: Replaces methods of the sandbox behind the application.

    Returns:
        What installs it.
    """

    def install(app: Starlette) -> ASGIApp:
        change(app.state.sandbox)
        return app

    return install


class _Between:
    """Stands between the caller and the application."""

    def __init__(self, app: ASGIApp, admit: Admit | None, rewrite: Rewrite | None) -> None:
        self._app = app
        self._admit = admit
        self._rewrite = rewrite
        self._document: Document = load()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = await self._asked(scope, receive)
        answered = None if self._admit is None else self._admit(asked)
        if answered is None:
            answered = await self._answered(scope, asked)
        if self._rewrite is not None:
            self._rewrite(asked, answered)
        answered.headers["content-length"] = str(len(answered.content))
        headers = [(name.encode(), value.encode("latin-1")) for name, value in answered.headers.items()]
        await send({"type": "http.response.start", "status": answered.status, "headers": headers})
        await send({"type": "http.response.body", "body": answered.content})

    async def _asked(self, scope: Scope, receive: Receive) -> Asked:
        content, more = b"", True
        while more:
            message = await receive()
            content += message.get("body", b"")
            more = message.get("more_body", False)
        raw_path: str = scope["raw_path"].decode("latin-1")
        found = self._document.match(scope["method"], raw_path)
        return Asked(
            operation=None if found is None else found[0].id,
            method=scope["method"],
            raw_path=raw_path,
            path={} if found is None else found[1],
            query=dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
            headers={name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]},
            content=content,
        )

    async def _answered(self, scope: Scope, asked: Asked) -> Answered:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": asked.content, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [(name.encode(), value.encode("latin-1")) for name, value in asked.headers.items()]
        raw_path = asked.raw_path.encode("latin-1")
        await self._app({**scope, "raw_path": raw_path, "headers": headers}, receive, send)
        start = next(message for message in sent if message["type"] == "http.response.start")
        return Answered(
            status=start["status"],
            headers={name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]},
            content=b"".join(message.get("body", b"") for message in sent),
        )
