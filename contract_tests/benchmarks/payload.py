"""The data that all contenders work on, made of the document's own examples."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from ntropy_client import document

__all__ = ["FULL_BATCH", "batch", "inputs", "results"]

FULL_BATCH = 24_960


def batch() -> bytes:
    """Give the body of one batch of one transaction.

    Returns:
        Compact JSON.
    """
    examples = document.load().operations["batches_get"].examples(200)
    whole: dict[str, Any] = {**next(iter(examples.values())), "progress": 1, "total": 1}
    return json.dumps(whole, separators=(",", ":")).encode()


def results(count: int) -> bytes:
    """Give the body of a batch's results.

    Args:
        count: How many results.

    Returns:
        Compact JSON, as the API sends it; about 1.1 kB a result.
    """
    examples = document.load().operations["batches_results"].examples(200)
    whole: dict[str, Any] = json.loads(json.dumps(examples["completed"]))
    row = json.dumps(whole["results"][0], separators=(",", ":"))
    marked = row.replace(json.dumps(whole["results"][0]["id"]), '"tx-%08d"')
    head = json.dumps({**whole, "total": count, "results": []}, separators=(",", ":"))
    rows = ",".join(marked.replace("%08d", f"{number:08d}") for number in range(count))
    return head.replace('"results":[]', f'"results":[{rows}]').encode()


def inputs(count: int) -> list[dict[str, Any]]:
    """Give transactions to be enriched.

    Args:
        count: How many.

    Returns:
        Dicts as a user would have them, with dates as text.
    """
    first = date(2024, 1, 1)
    return [
        {
            "id": f"tx-{number:08d}",
            "description": f"SQ* STARBUCKS {number % 97} Union Sq",
            "date": (first + timedelta(days=number % 365)).isoformat(),
            "amount": number % 10_000 / 100,
            "entry_type": "outgoing" if number % 5 else "incoming",
            "currency": "USD",
            "account_holder_id": f"holder-{number % 50}",
            "location": {"country": "US"},
        }
        for number in range(count)
    ]
