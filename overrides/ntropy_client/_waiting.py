"""Waiting for jobs: polling that starts soon, slows down, and ends in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from ._config import checked_seconds
from ._errors import (
    APIConnectionError,
    APITimeoutError,
    JobFailedError,
    NtropyError,
    RateLimitError,
    ServerError,
    WaitTimeoutError,
)
from ._exchange import Sleep
from ._progress import Progress

if TYPE_CHECKING:
    from ntropy_api.request import CallOptions, Request, RequestOptions

    from ._client import AsyncNtropy, Ntropy
    from ._clock import Clock
    from ._flows import Flow
    from ._response import Response

__all__ = ["Job", "JobKind", "checked_wait", "following", "wait_all"]

_FIRST_DELAY = 0.5
_LONGEST_DELAY = 10.0
_SLOWDOWN = 1.5
_LEAST_POLL = 2.0
"""Seconds that the one poll of a wait of no time may take."""
_LEAST_RESULTS = 10.0
"""Seconds that results may take of a job that ended at the last moment."""
_MOST_FAILURES = 10
"""Rounds of polls in a row of which each may fail in a way that passes, after retries of its own."""


class Job(Protocol):
    """What can be waited for."""

    @property
    def id(self) -> str:
        """The job's id."""
        ...

    @property
    def status(self) -> str:
        """Only ``completed`` ends a wait, and only ``error`` fails it."""
        ...


J = TypeVar("J", bound=Job)
R = TypeVar("R")
E = TypeVar("E", bound=NtropyError)

Call = Callable[["Request[J]", "RequestOptions"], "Flow[Response[J]]"]


def wait_all(
    call: Call[J],
    requests: Sequence[Request[J]],
    ids: Sequence[str],
    *,
    failure: Callable[[J], JobFailedError],
    timeout: float | None,
    options: CallOptions,
    clock: Clock,
    progress: bool = False,
    unit: str = "jobs",
) -> Flow[list[J]]:
    """Wait for jobs, asking in turn for those that still run.

    Args:
        call: Makes the flow of one request.
        requests: Each asks for one job's state.
        ids: The jobs' ids, in the same order.
        failure: Makes the error of a job that ended in error.
        timeout: Seconds for the whole wait; None waits without end, 0 asks once.
        options: Options of every request; a request id names the first only.
        clock: Time.
        progress: Whether to show a progress bar.
        unit: What the progress bar counts.

    Returns:
        The flow; it returns the completed jobs in the order of `requests`.

    A poll that fails in a way that passes (the network, a limit, the server) does not end the wait, unless
    all polls do ten times in a row. What the server asks to wait is waited.

    Raises:
        JobFailedError: A job ended in error; the others go on.
        WaitTimeoutError: A job did not end in time.
        NtropyError: As every call.
    """
    end = None if timeout is None else clock.monotonic() + checked_wait(timeout)
    poll_options = cast("RequestOptions", {**options})
    if timeout == 0:
        poll_options.setdefault("retries", 0)
    done: dict[int, J] = {}
    last: dict[int, Response[J]] = {}
    delay, failed_rounds = _FIRST_DELAY, 0
    with Progress(enabled=progress, unit=unit) as bar:
        while True:
            failure_seen: NtropyError | None = None
            answered, asked = False, 0.0
            for index, request in enumerate(requests):
                if index in done:
                    continue
                if end is not None:
                    poll_options["deadline"] = _time_for_poll(end - clock.monotonic(), timeout)
                try:
                    reply = yield from call(request, poll_options)
                except (APIConnectionError, RateLimitError, ServerError) as error:
                    if end is not None and clock.monotonic() >= end:
                        raise _too_late(ids[index], last.get(index), timeout) from error
                    failure_seen = error
                    asked = max(asked, getattr(error, "retry_after", None) or 0.0)
                    continue
                finally:
                    poll_options = following(poll_options)
                answered = True
                last[index] = reply
                job = reply.value
                bar.show(seen.value for seen in last.values())
                if job.status == "error":
                    raise _masked(failure(job), reply)
                if job.status == "completed":
                    done[index] = job
                elif timeout and end is not None and clock.monotonic() >= end:
                    # In the middle of a round of many, too.
                    raise _too_late(ids[index], reply, timeout)
            if len(done) == len(requests):
                return [done[index] for index in range(len(requests))]
            left = None if end is None else end - clock.monotonic()
            if left is not None and left <= 0:
                running = next(index for index in range(len(requests)) if index not in done)
                raise _too_late(ids[running], last.get(running), timeout)
            failed_rounds = 0 if answered or failure_seen is None else failed_rounds + 1
            if failure_seen is not None and failed_rounds >= _MOST_FAILURES:
                raise failure_seen
            pause = max(delay, asked)
            yield Sleep(pause if left is None else min(pause, left))
            delay = min(delay * _SLOWDOWN, _LONGEST_DELAY)


@dataclass(frozen=True, slots=True)
class JobKind(Generic[J, R]):
    """How jobs of one kind are waited for.

    Args:
        get: Makes the request that asks for a job's state.
        results: Makes the request for a completed job's results.
        failure: Makes the error of a job that ended in error.
        unit: What a progress bar counts.
    """

    get: Callable[[str], Request[J]]
    results: Callable[[str], Request[R]]
    failure: Callable[[J], JobFailedError]
    unit: str

    def wait(
        self,
        client: Ntropy | AsyncNtropy,
        ids: Sequence[str],
        timeout: float | None,
        progress: bool,
        options: CallOptions,
    ) -> Flow[list[J]]:
        """Wait for jobs.

        Args:
            client: Where they run.
            ids: The jobs' ids.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar.
            options: Options of every request; a request id names the first only.

        Returns:
            The flow; it returns the completed jobs in the order of `ids`.

        Raises:
            JobFailedError: A job ended in error; the others go on.
            WaitTimeoutError: A job did not end in time.
            NtropyError: As every call.
        """
        return wait_all(
            client.call,
            [self.get(id) for id in ids],
            ids,
            failure=self.failure,
            timeout=timeout,
            options=options,
            clock=client.clock,
            progress=progress,
            unit=self.unit,
        )

    def wait_for_results(
        self,
        client: Ntropy | AsyncNtropy,
        id: str,
        timeout: float | None,
        progress: bool,
        options: CallOptions,
    ) -> Flow[R]:
        """Wait for a job, then get its results, all within the time; otherwise as `wait`."""
        end = None if timeout is None else client.clock.monotonic() + checked_wait(timeout)
        [job] = yield from self.wait(client, [id], timeout, progress, options)
        last = following(options)
        if end is not None:
            last["deadline"] = max(end - client.clock.monotonic(), _LEAST_RESULTS)
        try:
            reply = yield from client.call(self.results(id), last)
        except APITimeoutError as error:
            if end is None or client.clock.monotonic() < end:
                raise
            raise WaitTimeoutError(
                f"{id} is completed, but its results did not come within {timeout:g} s: ask for them by the same id",
                id=id,
                resource=job,
            ) from error
        return reply.value


def checked_wait(timeout: float) -> float:
    """Refuse a time-out of a wait that is none.

    Args:
        timeout: Seconds.

    Returns:
        The seconds.

    Raises:
        ConfigurationError: It is not a finite number from 0 on.
    """
    return checked_seconds("timeout", timeout, least=0)


def _time_for_poll(left: float, timeout: float | None) -> float:
    if timeout == 0:
        return _LEAST_POLL
    # The last poll begins when nothing is left: it gets what a fast answer takes.
    return max(left, 0.1)


def following(options: CallOptions) -> RequestOptions:
    """Give the options for the later requests of a flow: a request id names one request.

    Args:
        options: What the user gave.

    Returns:
        The same without `request_id`.
    """
    return cast("RequestOptions", {name: value for name, value in options.items() if name != "request_id"})


def _too_late(id: str, last: Response[J] | None, timeout: float | None) -> WaitTimeoutError:
    state = "no answer came" if last is None else f"its status is {last.value.status!s}"
    error = WaitTimeoutError(
        f"{id} did not end within {timeout:g} s: {state}; it goes on, so wait for the same id again",
        id=id,
        resource=None if last is None else last.value,
    )
    return error if last is None else _masked(error, last)


def _masked(error: E, reply: Response[Any]) -> E:
    """Take the key out of an error's text, which says what the server said."""
    error.args = tuple(reply.redact(str(part).encode("utf-8", "replace")).decode() for part in error.args)
    return error
