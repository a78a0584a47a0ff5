"""The clients."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, cast

from ntropy_api.client import AsyncBaseClient, BaseClient
from ntropy_api.request import check_options
from ntropy_api.secret import Secret, hidden

from . import _drive, _flows
from ._clock import Clock
from ._config import REGIONS, Config
from ._redact import guard
from ._retry import RetryBudget
from ._transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from ntropy_api.request import Request, RequestOptions, Timeouts

    from ._flows import Flow
    from ._response import Response
    from ._transport import HttpAsyncClient, HttpClient
    from .pacing import PacerProtocol
    from .resources.bank_statements import AsyncBankStatements, BankStatements
    from .resources.batches import AsyncBatches, Batches

__all__ = ["AsyncNtropy", "Ntropy"]

T = TypeVar("T")
R = TypeVar("R")


def _merged(defaults: RequestOptions, options: RequestOptions) -> RequestOptions:
    """Give the options of a call; its headers are added to those of the client."""
    merged: dict[str, object] = {**defaults, **options}
    if "headers" in defaults and "headers" in options:
        merged["headers"] = {**defaults["headers"], **options["headers"]}
    return cast("RequestOptions", merged)


def _open(value: object) -> object:
    return str(value) if isinstance(value, Secret) else value


class _Core:
    """What both clients are made of: settings, defaults of the calls, and the retry budget."""

    _config: Config
    _options: RequestOptions
    _budget: RetryBudget
    _clock: Clock
    _transport: Any

    def _setup(self, config: Config, transport: Any) -> None:
        self._config = config
        self._options = {}
        self._budget = RetryBudget()
        self._clock = Clock()
        self._transport = transport
        self._owns_transport = True

    def call(self, request: Request[T], options: RequestOptions) -> Flow[Response[T]]:
        """Make the flow of one request, with this client's defaults; `run` drives it.

        Args:
            request: What is asked.
            options: The call's own options.

        Returns:
            A flow, for those who build longer ones.
        """
        merged = _merged(self._options, options)
        return _flows.call(request, merged, self._config, self._budget, self._clock)

    @property
    def clock(self) -> Clock:
        """Where flows of this client take their time from."""
        return self._clock

    @property
    def base_url(self) -> str:
        """The server's address."""
        return self._config.base_url

    def with_options(self, **options: Unpack[RequestOptions]) -> Self:
        """Give a client with other defaults on the same connections.

        Args:
            **options: Defaults for every call of the new client: `retries`, `request_id`, `api_key`,
                `headers`, `timeout` and `deadline`, as of a single call.

        Returns:
            The new client; closing it leaves the connections open.

        Raises:
            TypeError: An unknown option.
            ConfigurationError: An option that cannot work.
        """
        check_options("with_options", options)
        _flows.check_values(options)
        twin = object.__new__(type(self))
        twin._config = self._config
        twin._options = _merged(self._options, options)
        twin._budget = self._budget
        twin._clock = self._clock
        twin._transport = self._transport
        twin._owns_transport = False
        return twin

    def __repr__(self) -> str:
        config = getattr(self, "_config", None)
        if config is None:
            return f"<{type(self).__name__}, not set up>"
        url = config.base_url
        region = next((name for name, address in REGIONS.items() if address == url), None)
        shown = f"base_url={url!r}" if region is None else f"region={region!r}"
        return f"{type(self).__name__}({shown})"

    def __getstate__(self) -> dict[str, Any]:
        if not self._transport.own:
            raise TypeError(
                f"{type(self).__name__} with http_client= cannot be pickled: its connections do not travel"
            )
        # A secret does not travel, unless it is told to.
        return {
            "config": self._config,
            "key": _open(self._config.api_key),
            "options": {name: _open(value) for name, value in self._options.items()},
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        key = hidden(state["key"])
        if isinstance(key, Secret):
            guard(key)
        self._setup(replace(state["config"], api_key=key), self._new_transport())
        check_options("with_options", state["options"])
        self._options = state["options"]

    def _new_transport(self) -> Any:
        raise NotImplementedError


class Ntropy(_Core, BaseClient):
    """The client of the Ntropy API.

    Safe to share between threads and with forks, and a context manager. It can be pickled: settings travel,
    connections do not. A pickle holds the key, unless `api_key` is a function that fetches it.

    Args:
        api_key: The key, or a function that returns it; else the environment's ``NTROPY_API_KEY``.
        region: ``us`` (the default) or ``eu``.
        base_url: The server's address, instead of a region; else ``NTROPY_BASE_URL``.
        timeout: The longest silence within one attempt, in seconds, or `Timeouts`; by default 5 s to
            connect and 60 s for the rest.
        retries: How often a failed attempt is repeated at most.
        pacer: What paces calls, such as by the API's rate limits.
        http_client: An ``httpx.Client`` to send through; it is never closed by this client.

    Raises:
        ConfigurationError: No key, or a setting that cannot work.
    """

    _transport: Transport

    def __init__(
        self,
        api_key: str | Callable[[], str] | None = None,
        *,
        region: Literal["us", "eu"] | None = None,
        base_url: str | None = None,
        timeout: float | Timeouts | None = None,
        retries: int = 2,
        pacer: PacerProtocol | None = None,
        http_client: HttpClient | None = None,
    ) -> None:
        api_key = hidden(api_key)
        config = Config.resolve(
            api_key=api_key, region=region, base_url=base_url, timeout=timeout, retries=retries, pacer=pacer
        )
        self._setup(config, Transport(http_client))

    @cached_property
    def batches(self) -> Batches:
        """Enrich many transactions at once."""
        from .resources.batches import Batches

        return Batches(self)

    @cached_property
    def bank_statements(self) -> BankStatements:
        """Have bank statements read: upload a PDF, wait, and get its accounts and transactions."""
        from .resources.bank_statements import BankStatements

        return BankStatements(self)

    def send(self, request: Request[T], /, **options: Unpack[RequestOptions]) -> Response[T]:
        """Send a request and give the whole answer.

        Args:
            request: What `ntropy_client.operations` makes, such as ``operations.batches_get("id")``.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds) and `deadline`
                (seconds).

        Returns:
            The decoded value with status, headers, request id, attempts and the body as it came.

        Raises:
            APIConnectionError: No whole answer came.
            APIStatusError: The API answered with an error.
            ResponseValidationError: The answer does not fit the document.
        """
        check_options("send", options)
        return self.run(self.call(request, options))

    def run(self, flow: Flow[R]) -> R:
        """Run a flow to its end.

        Args:
            flow: What is to be done.

        Returns:
            What the flow returns; what it raises is raised.
        """
        return _drive.drive(flow, self._transport, self._clock, self._config.pacer)

    def close(self) -> None:
        """Close the connections, unless they are the user's. Calls that run end in `APIConnectionError`, and calls
        after this are refused."""
        if self._owns_transport:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _new_transport(self) -> Transport:
        return Transport()


class AsyncNtropy(_Core, AsyncBaseClient):
    """The client of the Ntropy API whose answers are awaited; otherwise as `Ntropy`.

    It may be used on several event loops, one after another or at once.

    Args:
        api_key: The key, or a function that returns it; else the environment's ``NTROPY_API_KEY``.
        region: ``us`` (the default) or ``eu``.
        base_url: The server's address, instead of a region; else ``NTROPY_BASE_URL``.
        timeout: The longest silence within one attempt, in seconds, or `Timeouts`; by default 5 s to
            connect and 60 s for the rest.
        retries: How often a failed attempt is repeated at most.
        pacer: What paces calls, such as by the API's rate limits.
        http_client: An ``httpx.AsyncClient`` to send through; it is never closed by this client.

    Raises:
        ConfigurationError: No key, or a setting that cannot work.
    """

    _transport: AsyncTransport

    def __init__(
        self,
        api_key: str | Callable[[], str] | None = None,
        *,
        region: Literal["us", "eu"] | None = None,
        base_url: str | None = None,
        timeout: float | Timeouts | None = None,
        retries: int = 2,
        pacer: PacerProtocol | None = None,
        http_client: HttpAsyncClient | None = None,
    ) -> None:
        api_key = hidden(api_key)
        config = Config.resolve(
            api_key=api_key, region=region, base_url=base_url, timeout=timeout, retries=retries, pacer=pacer
        )
        self._setup(config, AsyncTransport(http_client))

    @cached_property
    def batches(self) -> AsyncBatches:
        """Enrich many transactions at once."""
        from .resources.batches import AsyncBatches

        return AsyncBatches(self)

    @cached_property
    def bank_statements(self) -> AsyncBankStatements:
        """Have bank statements read: upload a PDF, wait, and get its accounts and transactions."""
        from .resources.bank_statements import AsyncBankStatements

        return AsyncBankStatements(self)

    async def send(self, request: Request[T], /, **options: Unpack[RequestOptions]) -> Response[T]:
        """Send a request and give the whole answer.

        Args:
            request: What `ntropy_client.operations` makes, such as ``operations.batches_get("id")``.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds) and `deadline`
                (seconds).

        Returns:
            The decoded value with status, headers, request id, attempts and the body as it came.

        Raises:
            APIConnectionError: No whole answer came.
            APIStatusError: The API answered with an error.
            ResponseValidationError: The answer does not fit the document.
        """
        check_options("send", options)
        return await self.run(self.call(request, options))

    async def run(self, flow: Flow[R]) -> R:
        """Run a flow to its end.

        Args:
            flow: What is to be done.

        Returns:
            What the flow returns; what it raises is raised.
        """
        return await _drive.async_drive(flow, self._transport, self._clock, self._config.pacer)

    async def close(self) -> None:
        """Close the connections of the running loop, unless they are the user's. Calls that run on it end in
        `APIConnectionError`, and calls after this are refused."""
        if self._owns_transport:
            await self._transport.aclose()

    aclose = close

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _new_transport(self) -> AsyncTransport:
        return AsyncTransport()
