"""The two drivers of flows: one that blocks, one on an event loop."""

from __future__ import annotations

from contextlib import AsyncExitStack, ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from ._exchange import Attempt, Failure, Outcome, Sleep, Step

if TYPE_CHECKING:
    from ._clock import Clock
    from ._flows import Flow
    from ._transport import AsyncTransport, Transport
    from .pacing import PacerProtocol

__all__ = ["async_drive", "drive"]

R = TypeVar("R")


def drive(flow: Flow[R], transport: Transport, clock: Clock, pacer: PacerProtocol | None = None) -> R:
    """Run a flow, blocking.

    Args:
        flow: What is to be done.
        transport: Sends the attempts.
        clock: Sleeps.
        pacer: Says when an attempt may begin, if anything does.

    Returns:
        What the flow returns; what it raises is raised.
    """
    try:
        step = next(flow)
        while True:
            try:
                outcome = _take(step, transport, clock, pacer)
            except BaseException as error:
                # The flow may want to say something about it, such as which job goes on.
                step = flow.throw(error)
            else:
                step = flow.send(outcome)
    except StopIteration as stop:
        result: R = stop.value
        return result
    finally:
        flow.close()


def _take(step: Step, transport: Transport, clock: Clock, pacer: PacerProtocol | None) -> Outcome | None:
    if isinstance(step, Sleep):
        clock.sleep(step.seconds, transport.over)
        return None
    if pacer is None:
        return transport.exchange(step)
    asked = clock.monotonic()
    with ExitStack() as stack:
        try:
            sent = stack.enter_context(pacer.turn(step.request, step.time_left))
        except TimeoutError as error:
            return _held_back(step, error)
        paced = _paced(step, clock.monotonic() - asked, sent)
        return paced if isinstance(paced, Failure) else transport.exchange(paced)


async def async_drive(
    flow: Flow[R], transport: AsyncTransport, clock: Clock, pacer: PacerProtocol | None = None
) -> R:
    """Run a flow on the running event loop; otherwise as `drive`."""
    try:
        step = next(flow)
        while True:
            try:
                outcome = await _async_take(step, transport, clock, pacer)
            except BaseException as error:
                step = flow.throw(error)
            else:
                step = flow.send(outcome)
    except StopIteration as stop:
        result: R = stop.value
        return result
    finally:
        flow.close()


async def _async_take(
    step: Step, transport: AsyncTransport, clock: Clock, pacer: PacerProtocol | None
) -> Outcome | None:
    if isinstance(step, Sleep):
        await clock.async_sleep(step.seconds, transport.over())
        return None
    if pacer is None:
        return await transport.exchange(step)
    asked = clock.monotonic()
    async with AsyncExitStack() as stack:
        try:
            sent = await stack.enter_async_context(pacer.async_turn(step.request, step.time_left))
        except TimeoutError as error:
            return _held_back(step, error)
        paced = _paced(step, clock.monotonic() - asked, sent)
        return paced if isinstance(paced, Failure) else await transport.exchange(paced)


def _held_back(attempt: Attempt, error: TimeoutError) -> Failure:
    if attempt.time_left is None:
        # No end was set, so this is some trouble of the pacer's own.
        raise error
    return Failure("late", "the pacer gave no turn within the deadline", False)


def _paced(attempt: Attempt, waited: float, sent: object) -> Attempt | Failure:
    """Take the wait for a turn from the attempt's time."""
    left = None if attempt.time_left is None else attempt.time_left - waited
    if left is not None and left <= 0:
        return Failure("late", "the pacer gave a turn after the deadline", False)
    return replace(attempt, time_left=left, sent=sent if callable(sent) else None)
