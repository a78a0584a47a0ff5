"""The sandbox as an ASGI application."""

from __future__ import annotations

from asyncio import sleep
from email.utils import format_datetime
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Match
from starlette.types import Message, Receive, Scope, Send

from ntropy_client._version import __version__
from ntropy_client.document import load
from ntropy_client.sandbox.answer import Answer, Inbound, RefusedError
from ntropy_client.sandbox.clock import Clock, SystemClock
from ntropy_client.sandbox.faults import FAULT_HEADER, Fault
from ntropy_client.sandbox.post import Deliver
from ntropy_client.sandbox.service import Sandbox
from ntropy_client.sandbox.transport import CutShortError

__all__ = ["create_app"]

LARGE = 65536
"""Bytes."""

LENGTHY = ("/results", "/recurring_groups")
"""What has much to compute."""


def create_app(
    *,
    seed: int = 0,
    clock: Clock | None = None,
    realistic: bool = False,
    limits: bool = False,
    credits: int | None = None,
    refill: float = 500,
    deliver: Deliver | None = None,
) -> Starlette:
    """Make a sandbox: a stateful fake of the API, with nothing in it.

    Every API key is accepted and has an account of its own, but for some: one that begins with `invalid-`
    is answered 401, `forbidden-` 403, and `broke-` 423 where credits are spent; none at all is answered 403.
    Ids and enrichment follow from the seed, the keys, the clock and the order of the requests.

    Args:
        seed: Ids follow from it.
        clock: Tells the time; the machine's unless given.
        realistic: Whether batches, statements and reports take as long as they do in earnest; otherwise
            under half a second.
        limits: Whether the documented rate limits hold.
        credits: Balance of a new account, and the most it can be; None for one without end.
        refill: Credits per second that come back.
        deliver: Sends to webhooks in place of HTTP: called with what is sent, it gives the status of the
            answer; whatever it raises is a delivery that failed.

    Returns:
        The application. `app.state.sandbox` is the sandbox behind it; its `close` ends what is being sent
        to webhooks, and `deliveries.rest` waits until that is done.
    """
    sandbox = Sandbox(
        load(),
        clock or SystemClock(),
        seed=seed,
        realistic=realistic,
        limits=limits,
        credits=credits,
        refill=refill,
        deliver=deliver,
    )
    app = Starlette(routes=[_Everything(sandbox)])
    app.state.sandbox = sandbox
    return app


class _Everything(BaseRoute):
    """The one route: which operation a path belongs to is for the document to say."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return (Match.FULL if scope["type"] == "http" else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        inbound = await _inbound(scope, receive)
        try:
            fault = Fault.parse(inbound.headers.get(FAULT_HEADER))
        except RefusedError:
            fault = Fault()
        if len(inbound.content) > LARGE or inbound.raw_path.endswith(LENGTHY):
            # In a thread, so that a large batch does not hold up the requests of others.
            answer = await run_in_threadpool(self._sandbox.respond, inbound)
        else:
            answer = self._sandbox.respond(inbound)
        if fault.latency:
            await sleep(fault.latency)
        await send(self._start(inbound, answer))
        if fault.cut and answer.content:
            await send(_body(answer.content[: len(answer.content) // 2], more=True))
            raise CutShortError("peer closed connection without sending complete message body")
        await send(_body(answer.content))

    def _start(self, inbound: Inbound, answer: Answer) -> Message:
        headers = {
            "Date": format_datetime(self._sandbox.clock.now(), usegmt=True),
            "X-Request-ID": inbound.headers.get("x-request-id") or self._sandbox.request_id(),
            "X-Ntropy-Sandbox": __version__,
        }
        if answer.status != 204:
            headers["Content-Length"] = str(len(answer.content))
            headers["Content-Type"] = "application/json"
        headers.update(answer.headers)
        encoded = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        return {"type": "http.response.start", "status": answer.status, "headers": encoded}


async def _inbound(scope: Scope, receive: Receive) -> Inbound:
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    # A server need not tell the path as it was sent.
    raw_path: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return Inbound(
        method=scope["method"],
        raw_path=raw_path.decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers={name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]},
        content=b"".join(parts),
    )


def _body(content: bytes, *, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}
