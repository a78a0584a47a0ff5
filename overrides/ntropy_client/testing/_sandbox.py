"""The sandbox in place of the API, within the process."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import httpx
import respx

from ntropy_client import AsyncNtropy, Ntropy
from ntropy_client import document as documents
from ntropy_client._config import REGIONS
from ntropy_client.sandbox import ManualClock, Sandbox, SandboxTransport, create_app
from ntropy_client.testing._traffic import hosts, other_traffic

__all__ = ["NtropySandbox"]

KEY = "test-key"


class NtropySandbox:
    """Has requests for the API answered by a sandbox of its own: it keeps what it is told, and forgets at the end.

    A context manager. Requests to other hosts go where they would have gone.

    Args:
        clock: What time it is there; one that stands until it is told to go on when None.
        **settings: Of `ntropy_client.sandbox.create_app`: ``seed``, ``limits``, ``credits``, ``refill``,
            ``realistic``.

    Attributes:
        clock: The time there.
        app: The application, for whoever wants to serve it.
        requests: All requests that came so far.
    """

    def __init__(self, clock: ManualClock | None = None, **settings: Any) -> None:
        self.clock = ManualClock() if clock is None else clock
        self.app = create_app(clock=self.clock, **settings)
        self._transport = SandboxTransport(self.app)
        self.requests: list[httpx.Request] = []
        self.router = respx.MockRouter(assert_all_called=False)
        for host in sorted(hosts(documents.load())):
            self.router.route(host=host).side_effect = self._answer
        other_traffic(self.router)

    @property
    def service(self) -> Sandbox:
        """What is behind the application."""
        found: Sandbox = self.app.state.sandbox
        return found

    def client(self, api_key: str = KEY, **settings: Any) -> Ntropy:
        """Give a client of it.

        Args:
            api_key: Each key has an account of its own.
            **settings: Further settings of `Ntropy`.

        Returns:
            The client.
        """
        return Ntropy(api_key, base_url=REGIONS["us"], **settings)

    def async_client(self, api_key: str = KEY, **settings: Any) -> AsyncNtropy:
        """Give an async client of it; otherwise as `client`."""
        return AsyncNtropy(api_key, base_url=REGIONS["us"], **settings)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._transport.handle_request(request)

    def __enter__(self) -> Self:
        self.router.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.router.stop(quiet=error is not None)
        self.service.close()
