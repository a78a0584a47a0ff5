"""Call an ASGI application from synchronous httpx, without a socket."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

import httpx
from starlette.types import ASGIApp

__all__ = ["CutShortError", "SandboxTransport"]

_log = logging.getLogger("ntropy_client.sandbox")


class CutShortError(httpx.RemoteProtocolError):
    """The connection breaks in the middle of a body, as it was asked to.

    A server closes the connection for it. Within a process it comes out of httpx as it would have, had
    there been a connection.
    """


class SandboxTransport(httpx.BaseTransport):
    """An httpx transport that hands requests to an application within this process.

    It may be used by many threads at once, also by one whose event loop is running. What the application
    raises is answered 500, as a server would do; only an httpx error comes out as it is.

    Args:
        app: The ASGI application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._inner = httpx.ASGITransport(app=app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request.

        Args:
            request: What is sent.

        Returns:
            The response, wholly read.

        Raises:
            httpx.ReadTimeout: It took longer than the request's read time-out.
            httpx.TransportError: The application broke the connection.
        """
        request.read()
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return self._run(request)
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(self._run, request).result()

    def _run(self, request: httpx.Request) -> httpx.Response:
        # A loop for each request costs less than handing it to one in another thread, and leaves none behind.
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(self._send(request))
        except BaseException:
            # An interruption leaves threads behind, for which the process would wait at its end.
            loop.run_until_complete(_abandon())
            raise
        finally:
            loop.close()

    async def _send(self, request: httpx.Request) -> httpx.Response:
        timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
        patience = timeouts.get("read")
        try:
            async with asyncio.timeout(patience):
                response = await self._inner.handle_async_request(request)
                content = await response.aread()
        except TimeoutError:
            raise httpx.ReadTimeout(f"no answer within {patience} seconds", request=request) from None
        except httpx.TransportError:
            raise
        except Exception:
            _log.exception("the application failed on %s %s", request.method, request.url.path)
            return httpx.Response(500, content=b"Internal Server Error", request=request)
        return httpx.Response(
            response.status_code, headers=response.headers, content=content, request=request
        )


async def _abandon() -> None:
    """Cancel what is under way, and let everything that waits for its end hear of it."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others)
    await asyncio.sleep(0)
