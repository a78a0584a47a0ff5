"""Pacing: keeping within the rate limits before the server refuses.

::

    from ntropy_client import Ntropy
    from ntropy_client.pacing import Pacer

    pacer = Pacer()  # one for each API key, shared by all clients that use it
    client = Ntropy(pacer=pacer)

What must be shared by several processes or machines is any other object with the two methods of
`PacerProtocol`.
"""

# Why no library does this: pyrate-limiter (4.5.1) was tried. Its log of times is exact, but its `Limiter`
# counts what had to wait at the time it should have woken and not when it did, so that a process that is
# held up for a third of a second lets 21 operations through where 20 are allowed; it wakes all who wait, so
# that one thread was served 121 times while another was served once; its sleeps and time-outs are on the
# real clock; and it cannot take back a time when opening a connection delays the sending. To go round
# these took more code than the log itself has.

from __future__ import annotations

import math
import os
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, closing, suppress
from difflib import get_close_matches
from functools import partial
from threading import TIMEOUT_MAX
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, cast

from . import operations
from ._clock import Clock
from ._errors import ConfigurationError
from ._permits import Pause, Permits
from ._window import Window

if TYPE_CHECKING:
    from ntropy_api.request import Request

__all__ = ["Pacer", "PacerProtocol"]

Sent = Callable[[], None]
"""Called when a request goes out, also more than once: the last time counts."""

_ENRICHMENT = frozenset({"transactions_create", "batches_create"})
"""The operations of which the API runs ten at once for a key, single transactions and batches together."""

_LEAST_RATE = 1e-6


class PacerProtocol(Protocol):
    """What a client asks before each attempt.

    Both methods give a context that is entered when the attempt may begin and left when it has ended, so
    that one object can both pace (by `Request.rate_limit`, operations a second) and cap what runs at once.
    What entering gives, where it can be called, is called by the client when the request goes out, after a
    connection was opened.

    `timeout` is what is left of the call's deadline, in seconds, or None. Entering raises TimeoutError when
    the turn does not come within it; the call then ends in `APITimeoutError`. Who cannot wait in such a way
    may ignore it: the client sends nothing after its deadline, but hears of it later than it could.
    """

    def turn(self, request: Request[Any], timeout: float | None, /) -> AbstractContextManager[object]:
        """Wait until an attempt may begin, blocking the thread."""
        ...

    def async_turn(
        self, request: Request[Any], timeout: float | None, /
    ) -> AbstractAsyncContextManager[object]:
        """Wait until an attempt may begin, without blocking the loop."""
        ...


class Pacer:
    """Paces the calls of this process by the API's rate limits, and caps what it enriches at once.

    - An operation is sent no more often than the document's rate limit allows in any one second, counted
      when its request goes out; retries count as well. Operations without a documented limit are not held.
    - At most `concurrency` calls of ``transactions_create`` and ``batches_create`` are under way at once. A
      batch goes on after its call has ended: how many batches run is for the caller to bound.
    - Whoever asks first is served first, threads and tasks of any event loops alike.
    - Waiting counts toward a call's `deadline`. When the turn cannot come in time, `APITimeoutError` is
      raised at once.

    The API counts by key, and a pacer does not see the key: give all clients of one key the same pacer, and
    clients of another key another one. Calls with an `api_key` of their own are paced along, never too
    little.

    It is local to a process: after a fork, or from a pickle, it has its settings and begins anew.

    Args:
        rates: Operations a second by operation id, such as ``{"batches_get": 50}``, instead of the
            document's. Below 1, one within several seconds.
        concurrency: How many enriching calls are under way at most; None for any number.

    Raises:
        ConfigurationError: An operation that is unknown, or a number that cannot work.
    """

    def __init__(self, *, rates: Mapping[str, float] | None = None, concurrency: int | None = 10) -> None:
        self._rates = _checked_rates(rates)
        self._concurrency = _checked_concurrency(concurrency)
        self._clock = Clock()
        # By process: what threads of a parent held must not hold up a child.
        self._counts: dict[int, _Counts] = {}

    def turn(
        self, request: Request[Any], timeout: float | None = None, /
    ) -> AbstractContextManager[Sent | None]:
        """Give the context of one attempt; entering it waits, blocking the thread.

        Args:
            request: What will be sent.
            timeout: The longest wait in seconds; None for none.

        Returns:
            The context. What entering it gives is to be called when the request goes out, if that is later.

        Raises:
            TimeoutError: On entering: the turn does not come in time.
        """
        return self._turn(request, timeout)

    def async_turn(
        self, request: Request[Any], timeout: float | None = None, /
    ) -> AbstractAsyncContextManager[Sent | None]:
        """Give the context of one attempt; entering it waits on the running event loop.

        Args:
            request: What will be sent.
            timeout: The longest wait in seconds; None for none.

        Returns:
            As `turn`.

        Raises:
            TimeoutError: On entering: the turn does not come in time.
        """
        return self._turn(request, timeout)

    def _turn(self, request: Request[Any], timeout: float | None) -> _Turn:
        process = os.getpid()
        counts = self._counts.get(process)
        if counts is None:
            counts = self._counts.setdefault(process, _Counts(self._concurrency))
        lane = counts.lanes.get(request.operation)
        rate = self._rates.get(request.operation, request.rate_limit)
        if lane is None and rate is not None:
            lane = counts.lanes.setdefault(request.operation, _Lane(rate, self._clock))
        enriching = counts.enriching if request.operation in _ENRICHMENT else None
        return _Turn(lane, enriching, self._clock, timeout)

    def __repr__(self) -> str:
        return f"Pacer(rates={self._rates!r}, concurrency={self._concurrency!r})"

    def __reduce__(self) -> tuple[partial[Pacer], tuple[()]]:
        return partial(type(self), rates=self._rates, concurrency=self._concurrency), ()


class _Lane:
    """One operation: who waits for it stands in one line, and only the first looks at the window."""

    def __init__(self, rate: float, clock: Clock) -> None:
        self.first = Permits(1)
        self.window = Window(rate, clock)


class _Counts:
    """What a process has under way."""

    def __init__(self, concurrency: int | None) -> None:
        self.lanes: dict[str, _Lane] = {}
        self.enriching = None if concurrency is None else Permits(concurrency)


class _Turn:
    """One attempt's turn."""

    def __init__(
        self, lane: _Lane | None, enriching: Permits | None, clock: Clock, timeout: float | None
    ) -> None:
        self._lane = lane
        self._enriching = enriching
        self._clock = clock
        self._timeout = timeout
        self._process = os.getpid()
        self._counted: float | None = None

    def _steps(self) -> Generator[Pause]:
        lane, enriching, clock = self._lane, self._enriching, self._clock
        end = None if self._timeout is None else clock.monotonic() + self._timeout
        if lane is None:
            if enriching is not None:
                yield from enriching.take(clock, end)
            return
        yield from lane.first.take(clock, end)
        try:
            # First the window, so that nobody holds a permit while only time is lacking.
            yield from _room(lane.window, clock, end)
            if enriching is not None:
                yield from enriching.take(clock, end)
            try:
                while (counted := lane.window.enter()) is None:
                    yield from _room(lane.window, clock, end)
            except BaseException:
                if enriching is not None:
                    enriching.give()
                raise
            self._counted = counted
        finally:
            lane.first.give()

    def _entered(self) -> Sent | None:
        return None if self._lane is None else self._sent

    def _sent(self) -> None:
        if self._lane is not None and self._counted is not None:
            self._counted = self._lane.window.move(self._counted)

    def _left(self) -> None:
        # A child of a fork that happened within a turn has no part in it.
        if self._enriching is not None and self._process == os.getpid():
            self._enriching.give()

    def __enter__(self) -> Sent | None:
        with closing(self._steps()) as steps:
            for pause in steps:
                if pause.until is None:
                    self._clock.sleep(pause.seconds or 0.0)
                else:
                    with suppress(TimeoutError):
                        pause.until.result(None if pause.seconds is None else min(pause.seconds, TIMEOUT_MAX))
        return self._entered()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left()

    async def __aenter__(self) -> Sent | None:
        import asyncio

        with closing(self._steps()) as steps:
            for pause in steps:
                if pause.until is None:
                    await self._clock.async_sleep(pause.seconds or 0.0)
                else:
                    await asyncio.wait({asyncio.wrap_future(pause.until)}, timeout=pause.seconds)
        return self._entered()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left()


def _room(window: Window, clock: Clock, end: float | None) -> Generator[Pause]:
    """Wait until a window has room; raise TimeoutError at once when that is too late."""
    while (seconds := window.wait()) > 0:
        if end is not None and clock.monotonic() + seconds > end:
            raise TimeoutError
        yield Pause(seconds)


def _checked_rates(rates: object) -> dict[str, float]:
    if rates is None:
        return {}
    if not isinstance(rates, Mapping):
        raise ConfigurationError(f"rates must be a mapping of operation ids, not {type(rates).__name__}")
    found: dict[str, float] = {}
    known = set(operations.__all__)
    for operation, rate in cast("Mapping[object, object]", rates).items():
        if not isinstance(operation, str) or operation not in known:
            near = get_close_matches(str(operation), known, 1)
            raise ConfigurationError(
                f"rates: {operation!r} is no operation{f', did you mean {near[0]!r}?' if near else ''}"
            )
        number = math.nan
        if isinstance(rate, int | float) and not isinstance(rate, bool):
            try:
                number = float(rate)
            except OverflowError:
                number = math.inf
        if not (_LEAST_RATE <= number < math.inf):
            shown = repr(rate) if math.isnan(number) else f"{number:g}"
            raise ConfigurationError(
                f"rates: {operation} must have a positive number of operations a second, not {shown}"
            )
        found[operation] = number
    return found


def _checked_concurrency(concurrency: object) -> int | None:
    if concurrency is None:
        return None
    if isinstance(concurrency, bool) or not isinstance(concurrency, int) or concurrency < 1:
        raise ConfigurationError(
            f"concurrency must be a whole number from 1 on, or None, not {concurrency!r}"
        )
    return concurrency
