"""Exchanges and findings as a run may have them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from contract_tests.provider.run import Exchange, Finding

__all__ = ["exchange", "finding"]


def exchange(**changes: Any) -> Exchange:
    """Make an exchange.

    Args:
        changes: What differs from a batch that is read.

    Returns:
        The exchange.
    """
    given: dict[str, Any] = {
        "number": 1,
        "part": "probes",
        "operation": "batches_get",
        "method": "GET",
        "path": "/v3/batches/b-1",
        "query": (),
        "request_headers": {"accept": "application/json", "x-api-key": "[redacted]"},
        "request_body": b"",
        "status": 200,
        "response_headers": {"content-type": "application/json", "x-request-id": "r-1"},
        "response_body": b"{}",
        "started": datetime(2026, 3, 1, tzinfo=UTC),
        "elapsed": 0.01,
        "key": "first",
    }
    return Exchange(**(given | changes))


def finding(**changes: Any) -> Finding:
    """Make a finding.

    Args:
        changes: What differs from a new field in a batch.

    Returns:
        The finding.
    """
    given: dict[str, Any] = {
        "part": "conformance",
        "oracle": "undocumented-field",
        "operation": "batches_get",
        "status": 200,
        "pointer": "/cost",
        "message": 'undocumented field "cost"',
        "expected": "no such field",
        "actual": "3",
        "additive": True,
        "exchanges": (exchange(),),
    }
    return Finding(**(given | changes))
