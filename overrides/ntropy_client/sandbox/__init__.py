"""A stateful fake of the API, for people without a key, for tests, and for the contract check.

`create_app` makes it as an ASGI application; the command ``ntropy sandbox`` serves it. What it does where
the provider's documentation is silent is marked ``x-sandbox-choice`` in the document.
"""

from __future__ import annotations

from ntropy_client._extras import missing_extra
from ntropy_client.sandbox.clock import Clock, ManualClock, SystemClock

try:
    from ntropy_client.sandbox.app import create_app
    from ntropy_client.sandbox.post import Deliver, Notice
    from ntropy_client.sandbox.service import Sandbox
    from ntropy_client.sandbox.transport import CutShortError, SandboxTransport
except ModuleNotFoundError as error:
    if str(error.name).partition(".")[0] not in {"starlette", "jsonschema_rs", "python_multipart"}:
        raise
    raise missing_extra("sandbox", "The sandbox") from error

__all__ = [
    "Clock",
    "CutShortError",
    "Deliver",
    "ManualClock",
    "Notice",
    "Sandbox",
    "SandboxTransport",
    "SystemClock",
    "create_app",
]
