"""An ASGI application that passes requests on to the target and keeps what came back.

A generator of requests that can call an application in process is given this one, whatever the
target is: so every exchange is seen whole and in order, answers 429 are waited out, and the keys
are chosen here.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import anyio.to_thread
import httpx

from contract_tests.provider.api import KEY_HEADER, Api
from contract_tests.provider.credits import items_in
from contract_tests.provider.exchange import decoded
from contract_tests.provider.forms import with_boundary
from contract_tests.provider.probes.room import Room
from contract_tests.provider.resources import Resources, path_names
from contract_tests.provider.run import CouldNotRunError, Exchange
from contract_tests.provider.shapes import as_list, as_object

if TYPE_CHECKING:
    from ntropy_client.document import Operation

__all__ = ["Relay"]

Message = MutableMapping[str, Any]
STEP_SECONDS = 0.05
"""How far the embedded clock goes on for each request, so that jobs come to their end."""

# Set by the connection to the target, or of no meaning to it.
_OWN_HEADERS = frozenset(("host", "content-length", "connection", "transfer-encoding", "accept-encoding"))
_BODY_HEADERS = frozenset(("content-length", "content-encoding", "transfer-encoding", "connection"))


class Relay:
    """Passes requests on.

    Args:
        api: Sends them.
        tag_header: A request header that names the request; it is taken away before sending.
        wrong_key: The value that the generator sends for a key that nobody has; in its place a key
            goes out that the target is sure to refuse.
    """

    def __init__(self, api: Api, *, tag_header: str, wrong_key: str) -> None:
        self.pending: deque[Exchange] = deque()
        """What was exchanged and not yet recorded."""
        self.tagged: dict[str, int] = {}
        """Tag of a request to the position of its exchange, counted from 0."""
        self.failure: CouldNotRunError | None = None
        self._api = api
        self._tag_header = tag_header.lower()
        self._wrong_key = wrong_key
        self._count = 0
        self._resources = Resources(api.document)
        self._room = Room(self._resources, self._delete)

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer one ASGI event: a request is passed on, the rest is acknowledged.

        Args:
            scope: As ASGI defines it.
            receive: As ASGI defines it.
            send: As ASGI defines it.
        """
        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        status, headers, content = await anyio.to_thread.run_sync(self._pass_on, scope, body)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content if scope["method"] != "HEAD" else b""})

    def _pass_on(
        self, scope: MutableMapping[str, Any], body: bytes
    ) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        tag, label, headers = "", "none", list[tuple[bytes, bytes]]()
        request_id = self._api.new_request_id()
        for raw_name, value in scope["headers"]:
            name = raw_name.decode("latin-1").lower()
            if name == self._tag_header:
                tag = value.decode("latin-1")
            elif name == KEY_HEADER:
                label, key = self._choose(value.decode("latin-1"))
                headers.append((raw_name, key.encode("latin-1")))
            elif name == "content-type":
                body, content_type = with_boundary(body, value.decode("latin-1"), f"part-{request_id}")
                headers.append((raw_name, content_type.encode("latin-1")))
            elif name not in _OWN_HEADERS and name != "x-request-id":
                headers.append((raw_name, value))
        headers.append((b"x-request-id", request_id.encode()))
        client = self._api.world.client
        path = _with_dots(scope["raw_path"])
        target = path + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        base = client.base_url.copy_with(raw_path=client.base_url.raw_path.rstrip(b"/") + target)
        request = client.build_request(scope["method"], base, content=body, headers=headers)
        if not body:
            request.headers.pop("content-type", None)
        found = self._api.document.match(scope["method"], path.decode("ascii"))
        try:
            request = self._spare(request, found[0] if found else None, label)
            exchange = self._send(request, found[0] if found else None, label, tag)
        except CouldNotRunError as error:
            self.failure = error
            return 503, [], b""
        self._api.wait(STEP_SECONDS if self._api.world.clock is not None else 0)
        kept = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in exchange.response_headers.items()
            if name not in _BODY_HEADERS
        ]
        return exchange.status, kept, exchange.response_body

    def _spare(self, request: httpx.Request, operation: Operation | None, label: str) -> httpx.Request:
        """Put ids of this run in the place of those that somebody has whose item would be changed or deleted."""
        belongings = self._api.world.belongings
        if belongings is None or operation is None:
            return request
        theirs = belongings.theirs(operation.id, self._api.path_of(request), request.content, label)
        if not theirs:
            return request
        fresh = {item.id: self._api.new_id("spared") for item in theirs}
        raw_path, mark, query = request.url.raw_path.partition(b"?")
        segments = [fresh.get(unquote(segment.decode()), "") for segment in raw_path.split(b"/")]
        path = b"/".join(
            quote(new, safe="").encode() if new else old
            for new, old in zip(segments, raw_path.split(b"/"), strict=True)
        )
        content = request.content
        if any("id" in one for one in items_in(content)):
            content = json.dumps(_renamed(decoded(content), fresh)).encode()
        headers = [pair for pair in request.headers.raw if pair[0].lower() != b"content-length"]
        url = request.url.copy_with(raw_path=path + mark + query)
        return self._api.world.client.build_request(request.method, url, content=content, headers=headers)

    def _send(self, request: httpx.Request, operation: Operation | None, label: str, tag: str) -> Exchange:
        """Pass a request on, and once more when it is refused because of what was made before it."""

        def send() -> Exchange:
            return self._api.exchange(
                request, None if operation is None else operation.id, label, keep=self._keep(tag)
            )

        exchange = send()
        if operation is None or label != "first":
            return exchange
        # Only as much as is needed: what is there longer is asked for in other requests.
        if self._room.is_wanting(operation, exchange) and self._room.make(operation.tag, most=1):
            exchange = send()
        if exchange.ok:
            self._room.note(operation, exchange)
        return exchange

    def _delete(self, collection: str, identity: str) -> None:
        deleter = self._resources[collection].deleter
        if deleter is not None:
            path = deleter.path.replace(f"{{{path_names(deleter)[0]}}}", quote(identity, safe=""))
            key = self._api.keys["first"] or ""
            request = self._api.world.client.build_request(
                deleter.method, path, headers={KEY_HEADER: key, "x-request-id": self._api.new_request_id()}
            )
            self._api.exchange(request, deleter.id, "first", keep=self._keep(""))

    def _keep(self, tag: str) -> Callable[[Exchange], Exchange]:
        def keep(exchange: Exchange) -> Exchange:
            self.tagged[tag] = self._count
            self._count += 1
            self.pending.append(exchange)
            return exchange

        return keep

    def _choose(self, value: str) -> tuple[str, str]:
        if value == self._wrong_key:
            return "invalid", self._api.keys["invalid"] or ""
        label = next((name for name, key in self._api.keys.items() if key == value), "invalid")
        return label, value


def _renamed(value: Any, fresh: Mapping[str, str]) -> Any:
    """A JSON value in which some items have other ids."""
    members = as_object(value)
    if members is not None:
        return {
            name: fresh.get(one, one) if name == "id" and isinstance(one, str) else _renamed(one, fresh)
            for name, one in members.items()
        }
    items = as_list(value)
    return value if items is None else [_renamed(one, fresh) for one in items]


def _with_dots(raw_path: bytes) -> bytes:
    """Encode segments of dots again: on the way here that was undone, and as they are they lead elsewhere."""
    encoded = {b".": b"%2E", b"..": b"%2E%2E"}
    return b"/".join(encoded.get(segment, segment) for segment in raw_path.split(b"/"))
