"""Descriptions of transactions, one at least for everything that the sandbox recognises."""

from __future__ import annotations

from ntropy_client.sandbox.carriers import CARRIERS
from ntropy_client.sandbox.merchants import MERCHANTS
from ntropy_client.sandbox.recognition import normal, recognise

__all__ = ["BY_PURPOSE", "UNKNOWN", "descriptions"]

BY_PURPOSE = (
    "ACME CORP PAYROLL",
    "TRANSFER TO MARIE CURIE",
    "ATM WITHDRAWAL 000123 MAIN ST",
    "GREENWOOD APARTMENTS",
    "RENT MAY 2024",
    "MORTGAGE 42",
    "INTEREST PAID",
    "DIVIDEND ACME",
    "MONTHLY FEE",
    "SOCIAL SECURITY",
    "INVOICE 4711",
)
UNKNOWN = ("", "?? 0815", "☕ 北京", "x" * 1024)


def descriptions() -> list[str]:
    """Make the descriptions.

    Returns:
        One for each merchant, carrier and purpose, some for a carrier with somebody else, and some that
        nobody knows.
    """
    names = [text for one in MERCHANTS for text in (one.name, one.website, "MTA*") if _is(text, one.name)]
    carried = [f"{one.name} * {who}" for one in CARRIERS for who in ("", "NETFLIX.COM", "JANE DOE")]
    return [*names, *carried, *BY_PURPOSE, *UNKNOWN]


def _is(text: str, name: str) -> bool:
    other = recognise(normal(text), incoming=False).counterparty
    return other is not None and other["name"] == name
