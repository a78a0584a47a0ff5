"""Keeps what webhooks are told: within this process, or on a loopback port of this machine."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from contract_tests.provider.receiver import Received, Receiver

if TYPE_CHECKING:
    from ntropy_client.sandbox import ManualClock
    from ntropy_client.sandbox.post import Notice

__all__ = ["Mailbox", "event_in"]

NEAR = "https://mailbox.invalid"
"""Where a sandbox in this process delivers without a connection; no such host exists."""
LONGEST_REST = 30.0
"""Seconds of this machine until a sandbox in this process must have sent what is due."""


@dataclass(eq=False)
class Mailbox:
    """Receives many webhooks, each at a path of its own, and answers 204 unless it is told otherwise.

    Attributes:
        url: What every address begins with.
        rest: Waits so many seconds until all that is due has been sent; None where nobody can tell.
        received: All that came, the first first.
    """

    url: str = NEAR
    rest: Callable[[float], bool] | None = None
    received: list[Received] = field(default_factory=list[Received], repr=False)
    _failures: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]], repr=False)
    _came: Condition = field(default_factory=Condition, repr=False)

    @classmethod
    def of(cls, clock: ManualClock) -> Mailbox:
        """Give the mailbox of the sandbox that has a clock: there is one for each.

        Args:
            clock: Of the sandbox.

        Returns:
            The mailbox; `deliver` brings something there.
        """
        return _of_clocks.setdefault(clock, cls())

    @classmethod
    @contextmanager
    def opened(cls) -> Generator[Mailbox]:
        """Receive over HTTP as long as the context lasts.

        Yields:
            The mailbox.
        """
        mailbox = cls()
        with _Open(mailbox) as receiver:
            mailbox.url = receiver.url.removesuffix("/hook")
            yield mailbox

    async def deliver(self, notice: Notice) -> int:
        """Bring something here, or nowhere: no other address is called.

        Args:
            notice: What a sandbox in this process sends.

        Returns:
            The status of the answer.
        """
        if not notice.url.startswith(f"{NEAR}/"):
            return 200
        headers = {name.decode().lower(): value.decode() for name, value in notice.headers.items()}
        return self.take(Received(notice.url.removeprefix(NEAR), headers, notice.content))

    def take(self, received: Received) -> int:
        """Keep what came.

        Args:
            received: One request.

        Returns:
            The status of the answer.
        """
        with self._came:
            left, status = self._failures.get(received.path, (0, 0))
            self._failures[received.path] = max(0, left - 1), status
            self.received.append(received)
            self._came.notify_all()
        return status if left else 204

    def fail(self, path: str, times: int, status: int = 503) -> None:
        """Answer the next requests to a path with a status that is no success.

        Args:
            path: Of a webhook.
            times: To so many.
            status: The status.
        """
        with self._came:
            self._failures[path] = times, status

    def at(self, path: str) -> list[Received]:
        """Give what came to a path so far, the first first."""
        with self._came:
            return [one for one in self.received if one.path == path]

    def wait(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Wait until something holds; at once where it can be told that nothing is on its way any more.

        Args:
            condition: What is waited for.
            timeout: Seconds to wait at most.

        Returns:
            Whether it holds.
        """
        if self.rest is not None:
            self.rest(LONGEST_REST)
            return condition()
        with self._came:
            return self._came.wait_for(condition, timeout)


class _Open(Receiver):
    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__()
        self._mailbox = mailbox

    def _receive(self, received: Received) -> int:
        return self._mailbox.take(received)


_of_clocks: WeakKeyDictionary[ManualClock, Mailbox] = WeakKeyDictionary()


def event_in(received: Received) -> dict[str, Any]:
    """The event that was sent; empty when it is no JSON object."""
    try:
        body: object = received.json()
    except ValueError:
        return {}
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}
