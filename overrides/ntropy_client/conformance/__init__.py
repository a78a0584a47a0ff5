"""Check HTTP exchanges against the document: what does not conform, and whom it hurts.

Needs the extra: `pip install 'ntropy-client[conformance]'`. Nothing of it is imported before the
first check.

    from ntropy_client import conformance

    # One exchange: of httpx, or of anything else.
    conformance.check_exchange(response)
    conformance.check("GET", "/v3/batches/b-1", 200, headers, body)

    # Every exchange of a client, such as in tests: what the callback raises is raised.
    httpx.Client(transport=conformance.CheckedTransport(httpx.HTTPTransport(), callback))

    # A sample of them in production: no call fails of it, or waits.
    Ntropy(http_client=conformance.watch(httpx.Client(), callback, sample=0.01))
"""

from __future__ import annotations

from ntropy_client.conformance._checker import Checker, check
from ntropy_client.conformance._violation import Kind, Violation
from ntropy_client.conformance._watch import (
    AsyncCheckedTransport,
    CheckedTransport,
    Drift,
    check_exchange,
    drain,
    watch,
)

__all__ = [
    "AsyncCheckedTransport",
    "CheckedTransport",
    "Checker",
    "Drift",
    "Kind",
    "Violation",
    "check",
    "check_exchange",
    "drain",
    "watch",
]
