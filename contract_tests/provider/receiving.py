"""Send a request and read the whole answer, within limits."""

from __future__ import annotations

import math
import time

import httpx

from contract_tests.provider.run import CouldNotRunError

__all__ = ["BrokenOffError", "TargetUnreachableError", "origin", "receive", "retry_after"]

LONGEST_ANSWER = 120.0
"""Seconds from the request to the end of its answer; the client's time-outs are for each step alone."""
LARGEST_ANSWER = 1 << 28
"""Bytes."""


class TargetUnreachableError(CouldNotRunError):
    """No response came: no connection, a time-out, or one that broke off."""


class BrokenOffError(TargetUnreachableError):
    """There was a connection, and it broke before the whole response was there."""


def receive(client: httpx.Client, request: httpx.Request) -> tuple[httpx.Response, bytes]:
    """Send a request.

    Args:
        client: Sends it.
        request: Made by this client.

    Returns:
        The response and its body.

    Raises:
        TargetUnreachableError: No whole response came, or one that cannot be read.
    """
    started = time.monotonic()
    content = bytearray()
    try:
        response = client.send(request, stream=True)
        try:
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > LARGEST_ANSWER:
                    raise TargetUnreachableError(
                        _said(request, f"it is larger than {LARGEST_ANSWER:,} bytes")
                    )
                if time.monotonic() - started > LONGEST_ANSWER:
                    raise TargetUnreachableError(
                        _said(request, f"it was not at its end after {LONGEST_ANSWER:.0f} s")
                    )
        finally:
            response.close()
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
        raise BrokenOffError(_said(request, str(error) or type(error).__name__)) from error
    except httpx.RequestError as error:
        raise TargetUnreachableError(_said(request, str(error) or type(error).__name__)) from error
    finally:
        # What a server wants to be remembered is not sent back: each request stands for itself.
        client.cookies.clear()
    return response, bytes(content)


def retry_after(response_headers: dict[str, str], attempt: int) -> float:
    """Tell how long to wait after an answer 429.

    Args:
        response_headers: Names in lower case.
        attempt: How often the request was repeated already.

    Returns:
        Seconds, not negative; where the server names none, a little more each time.
    """
    try:
        seconds = float(response_headers["retry-after"])
    except (KeyError, ValueError):
        seconds = math.nan
    return 2.0**attempt if math.isnan(seconds) else max(seconds, 0.0)


def origin(url: httpx.URL) -> str:
    """Tell which server an address is of.

    Args:
        url: The address.

    Returns:
        Its scheme, host and port.
    """
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _said(request: httpx.Request, reason: str) -> str:
    what = f"{request.method} {request.url.raw_path.decode()}"
    return f"no response from {origin(request.url)} to {what}: {reason}"
