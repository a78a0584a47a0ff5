"""Send what webhooks are to be told, beside the requests.

Nobody waits for a delivery: a thread sends it. The thread exists only while there is something for it to do.
Where the clock runs by itself, it also lets happen what is due though nobody makes a request; where the
clock is held, it does so whenever the clock is moved on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import datetime
from threading import Condition, Thread, current_thread

from ntropy_client.sandbox.account import Account
from ntropy_client.sandbox.clock import Clock, ManualClock
from ntropy_client.sandbox.event import Event
from ntropy_client.sandbox.post import Deliver, Notice, PostLoop, post
from ntropy_client.sandbox.webhook import Patience, Webhook

__all__ = ["Deliveries"]

SHORTEST_WAIT = 0.01
"""Seconds: a clock that runs slower than the machine's is not asked more often."""

_log = logging.getLogger("ntropy_client.sandbox")


class Deliveries:
    """Sends events to webhooks until they are received.

    Each webhook is told of one event after the other, and none waits for another.

    Args:
        clock: Tells the time.
        patience: How long a receiver is given, and how often.
        deliver: Sends; over HTTP unless given.
    """

    def __init__(self, clock: Clock, patience: Patience, deliver: Deliver | None = None) -> None:
        self._clock = clock
        self._patience = patience
        self._deliver = deliver
        self._accounts: dict[str, Account] = {}
        self._changed = Condition()
        self._thread: Thread | None = None
        self._rouse: Callable[[], object] | None = None
        self._cancel: Callable[[], object] | None = None
        self._again = False
        self._resting = True
        self._closed = False
        if isinstance(clock, ManualClock):
            clock.call(self.wake)

    def watch(self, account: Account) -> None:
        """Look after the webhooks of an account from now on.

        Args:
            account: The account.
        """
        with self._changed:
            self._accounts[account.name] = account

    def wake(self, account: Account | None = None) -> None:
        """Look whether there is something to do; returns at once.

        Args:
            account: Where something may be, None for anywhere. It must not be locked.
        """
        if any(map(self._concerns, self._watched() if account is None else [account])):
            self._begin()

    def rest(self, timeout: float) -> bool:
        """Wait until everything that is due by the clock has been sent.

        Args:
            timeout: Seconds to wait at most.

        Returns:
            Whether nothing is left to be sent now.
        """
        with self._changed:
            return self._changed.wait_for(lambda: self._resting, timeout)

    def close(self, timeout: float = 1) -> None:
        """Send nothing more, and break off what is on its way.

        Args:
            timeout: Seconds to wait at most until that is done.
        """
        with self._changed:
            self._closed = True
            thread = self._thread
            if self._cancel is not None:
                self._cancel()
        if thread is not None and thread is not current_thread():
            thread.join(timeout)

    def notice(self, webhook: Webhook, event: Event) -> Notice:
        """Write a delivery.

        Args:
            webhook: Who is told.
            event: What.

        Returns:
            What is sent.
        """
        headers = {b"Content-Type": b"application/json"}
        if webhook.token is not None:
            headers[b"X-Ntropy-Token"] = webhook.token.encode()
        return Notice(webhook.url, headers, event.content)

    def _watched(self) -> list[Account]:
        with self._changed:
            return list(self._accounts.values())

    def _concerns(self, account: Account) -> bool:
        with account.lock:
            moment = account.awaits()
            return moment is not None and (self._runs or moment <= self._clock.now())

    @property
    def _runs(self) -> bool:
        return not isinstance(self._clock, ManualClock)

    def _begin(self) -> None:
        with self._changed:
            if self._closed:
                return
            self._again = True
            self._resting = False
            if self._rouse is not None:
                self._rouse()
            elif self._thread is None:
                self._thread = Thread(target=self._work, name="ntropy-sandbox-deliveries", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            try:
                with asyncio.Runner(loop_factory=PostLoop) as runner, suppress(asyncio.CancelledError):
                    runner.run(self._send())
            except Exception:
                _log.exception("the sandbox failed to deliver to webhooks")
            with self._changed:
                if self._closed or not self._again:
                    self._thread = None
                    self._resting = True
                    self._changed.notify_all()
                    return

    async def _send(self) -> None:
        loop, woken = asyncio.get_running_loop(), asyncio.Event()
        task = asyncio.current_task()
        assert task is not None
        with self._changed:
            if self._closed:
                return
            self._rouse = lambda: loop.call_soon_threadsafe(woken.set)
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
        try:
            async with self._open() as deliver:
                await self._send_all(deliver, woken)
        finally:
            with self._changed:
                self._rouse = self._cancel = None

    def _open(self) -> AbstractAsyncContextManager[Deliver]:
        return post() if self._deliver is None else nullcontext(self._deliver)

    async def _send_all(self, deliver: Deliver, woken: asyncio.Event) -> None:
        busy: set[asyncio.Task[None]] = set()

        def done(task: asyncio.Task[None]) -> None:
            busy.discard(task)
            woken.set()

        while True:
            woken.clear()
            with self._changed:
                self._again = False
                self._resting = False
            for account, webhook, event in self._due():
                task = asyncio.create_task(self._attempt(account, webhook, event, deliver))
                busy.add(task)
                task.add_done_callback(done)
            wait = self._wait()
            if not busy:
                if wait is None:
                    return
                with self._changed:
                    self._resting = not self._again
                    self._changed.notify_all()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await woken.wait()

    def _due(self) -> list[tuple[Account, Webhook, Event]]:
        """Let happen what is due, and take what is to be sent now."""
        found: list[tuple[Account, Webhook, Event]] = []
        for account in self._watched():
            with account.lock:
                now = self._clock.now()
                account.settle(now)
                for webhook in account.webhooks.values():
                    event = webhook.take(now)
                    if event is not None:
                        found.append((account, webhook, event))
        return found

    def _wait(self) -> float | None:
        """Tell in how many seconds something will be due, None when there is nothing to wait for."""
        moments: list[datetime] = []
        for account in self._watched():
            with account.lock:
                moment = account.awaits()
            if moment is not None:
                moments.append(moment)
        if not moments or not self._runs:
            return None
        return max(SHORTEST_WAIT, (min(moments) - self._clock.now()).total_seconds())

    async def _attempt(self, account: Account, webhook: Webhook, event: Event, deliver: Deliver) -> None:
        try:
            async with asyncio.timeout(self._patience.answer):
                status = await deliver(self.notice(webhook, event))
        except Exception as error:
            # An error may tell the address, which may be a secret.
            outcome, arrived = type(error).__name__, False
        else:
            outcome, arrived = str(status), 200 <= status < 300
        with account.lock:
            if arrived:
                webhook.arrived()
            else:
                webhook.failed(self._clock.now(), self._patience)
        if not arrived:
            _log.info("webhook %s did not take %s %s: %s", webhook.id, event.type, event.id, outcome)
            if not webhook.enabled:
                _log.warning(
                    "webhook %s is disabled: too many deliveries in a row have failed, the last with %s; "
                    "PATCH it with enabled: true",
                    webhook.id,
                    outcome,
                )
