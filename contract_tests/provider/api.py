"""Send requests as the document describes them, and many that it does not, and record what comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
from msgspec import UNSET

from contract_tests.provider.forms import written
from contract_tests.provider.masking import MASK
from contract_tests.provider.receiving import (
    BrokenOffError,
    TargetUnreachableError,
    origin,
    receive,
    retry_after,
)
from contract_tests.provider.run import CouldNotRunError, Exchange, Run
from contract_tests.provider.world import World

if TYPE_CHECKING:
    from ntropy_client.document import Document

__all__ = ["KEY_HEADER", "Api", "Query", "TargetUnreachableError", "World"]

KEY_HEADER = "x-api-key"
LONGEST_RETRY_AFTER = 60.0
"""Seconds; a server that asks for more is taken at its word, and the request is left as it is."""
REPEATS = 5
MOST_LEFT = 3
"""How many requests in a row may be left at 429: a run of such answers says nothing."""
RECONNECTIONS = 2
SOON = 0.6
"""Seconds: in less a sandbox is done with whatever is small."""

Scalar = str | int | float | bool
Query = Mapping[str, Scalar] | Iterable[tuple[str, Scalar]]


class Api:
    """Sends requests for one part of the check.

    Args:
        document: What describes the operations.
        run: Where every exchange is recorded.
        world: What is called.
        keys: Label to key.
        part: The part that sends.
        prefix: What the ids made by this run begin with.
        seed: Of the request ids.
        guard: Asked before each request is sent; raises when it must not be.
    """

    def __init__(
        self,
        document: Document,
        run: Run,
        world: World,
        keys: Mapping[str, str | None],
        *,
        part: str,
        prefix: str,
        seed: int,
        guard: Callable[[str | None, httpx.Request, str], None] | None = None,
    ) -> None:
        self.document = document
        self.run = run
        self.world = world
        self.keys = keys
        self.part = part
        self.prefix = prefix
        self._seed = seed
        self._guard = guard

    def new_id(self, label: str = "tx") -> str:
        """Make an id that nobody else uses.

        Args:
            label: What the id should say.

        Returns:
            The id, beginning with the prefix of this run.
        """
        self.world.made += 1
        # All as long as each other: an id with a digit more is none of these.
        return f"{self.prefix}{label}-{self.world.number}-{self.world.made:05}"

    def new_request_id(self) -> str:
        """Make the id of the next request.

        Returns:
            32 hexadecimal digits that follow from the seed, the world and the number of requests.
        """
        random = Random(f"{self._seed} {self.world.number} {self.world.sent}")
        return f"{random.getrandbits(128):032x}"

    def call(
        self,
        operation_id: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Query = (),
        body: Any = UNSET,
        raw_body: bytes | None = None,
        headers: Mapping[str, str | None] | None = None,
        key: str = "first",
        repeat: bool = True,
    ) -> Exchange:
        """Send a request of an operation.

        Args:
            operation_id: Of the document.
            path: Value of each path parameter; encoded here.
            query: Query parameters, in order.
            body: What to send, as JSON or as the form that the operation wants; None is null, UNSET no body.
            raw_body: Bytes to send instead.
            headers: Further headers; None takes away one that is sent by default.
            key: Label of the key: "first", "second", "none", "invalid".
            repeat: Whether an answer 429 is waited out and the request repeated.

        Returns:
            The exchange, whatever its status.

        Raises:
            TargetUnreachableError: No response came.
        """
        operation = self.document.operations[operation_id]
        raw_path = operation.path
        for name, value in (path or {}).items():
            raw_path = raw_path.replace(f"{{{name}}}", quote(value, safe=""))
        return self.raw(
            operation.method,
            raw_path,
            query=query,
            body=body,
            raw_body=raw_body,
            headers=headers,
            key=key,
            repeat=repeat,
            operation=operation_id,
        )

    def raw(
        self,
        method: str,
        path: str,
        *,
        query: Query = (),
        body: Any = UNSET,
        raw_body: bytes | None = None,
        headers: Mapping[str, str | None] | None = None,
        key: str = "first",
        repeat: bool = True,
        operation: str | None = None,
    ) -> Exchange:
        """Send any request.

        Args:
            method: In capitals.
            path: Percent-encoded, without the query.
            query: As for `call`.
            body: As for `call`.
            raw_body: As for `call`.
            headers: As for `call`.
            key: As for `call`.
            repeat: As for `call`.
            operation: Id of the operation it belongs to; looked up by method and path when not given.

        Returns:
            The exchange, whatever its status.

        Raises:
            TargetUnreachableError: No response came.
        """
        if operation is None:
            found = self.document.match(method, path)
            operation = found[0].id if found else None
        request_id = self.new_request_id()
        sent: dict[str, str | None] = {"accept": "application/json", "x-request-id": request_id}
        sent[KEY_HEADER] = self.keys[key]
        content = raw_body
        if raw_body is not None:
            sent["content-type"] = "application/json"
        elif body is not UNSET:
            described = self.document.operations.get(operation or "")
            content, sent["content-type"] = written(described, body, f"part-{request_id}")
        sent |= {name.lower(): value for name, value in (headers or {}).items()}
        request = self.world.client.build_request(
            method,
            path,
            params=_pairs(query) or None,
            content=content,
            headers={name: value for name, value in sent.items() if value is not None},
        )
        if self._guard is not None:
            self._guard(operation, request, key)
        return self.exchange(request, operation, key, repeat=repeat, keep=self.run.record)

    def exchange(
        self,
        request: httpx.Request,
        operation: str | None,
        key: str,
        *,
        repeat: bool = True,
        keep: Callable[[Exchange], Exchange],
    ) -> Exchange:
        """Send a request that is made already; an answer 429 is waited out.

        Args:
            request: Made by the client of the world.
            operation: Id of the operation it belongs to.
            key: Label of the key it carries.
            repeat: Whether an answer 429 is waited out and the request repeated.
            keep: Given every exchange, also those answered 429.

        Returns:
            The last exchange.

        Raises:
            TargetUnreachableError: No response came.
            CouldNotRunError: The server answers 429 again and again.
        """
        attempt = 0
        while True:
            exchange = keep(self._send_again(request, operation, key))
            if exchange.status != 429 or not repeat:
                self.world.left = 0
                return exchange
            seconds = retry_after(dict(exchange.response_headers), attempt)
            if attempt == REPEATS or seconds > LONGEST_RETRY_AFTER:
                self.run.unrepeated += 1
                self.world.left += 1
                if self.world.left == MOST_LEFT:
                    raise CouldNotRunError(
                        f"{origin(request.url)} answers 429 again and again, also after waiting: try again later, "
                        "or with a key that may ask more often"
                    )
                return exchange
            self.run.repeated += 1
            self.wait(seconds)
            attempt += 1

    def _send_again(self, request: httpx.Request, operation: str | None, key: str) -> Exchange:
        """Send a request; where the connection breaks, and reading changes nothing, once or twice more."""
        for attempt in range(RECONNECTIONS):
            try:
                return self._send(request, operation, key)
            except BrokenOffError:
                if request.method != "GET" or self.world.clock is not None:
                    raise
                self.run.broken += 1
                self.wait(0.2 * (attempt + 1))
        return self._send(request, operation, key)

    def now(self) -> datetime:
        """Give the time by the clock of the target.

        Returns:
            The sandbox's own time when embedded, else the real one; aware, UTC.
        """
        return datetime.now(UTC) if self.world.clock is None else self.world.clock.now()

    def wait(self, seconds: float) -> None:
        """Let time pass: the embedded clock is stepped, else this sleeps.

        Args:
            seconds: How long.
        """
        if self.world.clock is not None:
            self.world.clock.advance(seconds)
        else:
            time.sleep(seconds)

    def until(self, condition: Callable[[], bool], timeout: float, *, soon: bool = False) -> bool:
        """Wait until something holds, asking more and more seldom.

        Args:
            condition: Asked at once, and after each pause.
            timeout: Longest wait in seconds.
            soon: Whether it is likely to hold in a moment, so that asking often costs little.

        Returns:
            Whether it came to hold.
        """
        waited, pause = 0.0, 0.05
        while True:
            if condition():
                return True
            if waited >= timeout:
                return False
            step = min(pause, timeout - waited)
            self.wait(step)
            waited += step
            if not (soon and self.world.clock is None and waited < SOON):
                pause = min(pause * 1.6, 5.0)

    def _send(self, request: httpx.Request, operation: str | None, key: str) -> Exchange:
        self.run.heed()
        credits, belongings = self.world.credits, self.world.belongings
        path = self.path_of(request)
        if belongings is not None:
            belongings.before(operation, path, request.content, key)
        reserved = 0 if credits is None else credits.reserve(operation, request.content)
        self.world.sent += 1
        started, clock = self.now(), time.perf_counter()
        response, content = receive(self.world.client, request)
        if credits is not None:
            credits.settle(reserved, response.status_code)
        shown = dict(request.headers)
        if KEY_HEADER in shown:
            shown[KEY_HEADER] = MASK
        purse, status = self.world.purse, response.status_code
        unpaid = purse is not None and purse.lacks(operation, request.content, key, status, content)
        headers = {name.lower(): value for name, value in response.headers.items()}
        if "set-cookie" in headers:
            headers["set-cookie"] = MASK
        exchange = Exchange(
            number=0,
            part=self.part,
            operation=operation,
            method=request.method,
            path=path,
            query=tuple(request.url.params.multi_items()),
            request_headers=shown,
            request_body=request.content,
            status=status,
            response_headers=headers,
            response_body=content,
            started=started,
            elapsed=time.perf_counter() - clock,
            key=key,
            world=self.world.number,
            unpaid=unpaid,
        )
        if belongings is not None:
            belongings.after(exchange)
        return exchange

    def path_of(self, request: httpx.Request) -> str:
        """Give the path of a request as the document has it.

        Args:
            request: Made by the client of the world.

        Returns:
            The path, percent-encoded, without the query and without what the base URL has of its own.
        """
        path = request.url.raw_path.partition(b"?")[0]
        return path.removeprefix(self.world.client.base_url.raw_path.rstrip(b"/")).decode()


def _pairs(query: Query) -> list[tuple[str, str | int | float | bool | None]]:
    given: Iterable[Any] = query.items() if isinstance(query, Mapping) else query
    return [
        (str(name), str(value).lower() if isinstance(value, bool) else str(value)) for name, value in given
    ]
