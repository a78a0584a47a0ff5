"""What is known of an item beyond the exchange that wrote it."""

from __future__ import annotations

from contract_tests.provider.ledger.atlas import Sighting
from contract_tests.provider.ledger.entry import Entry, Known
from contract_tests.provider.run import Exchange

__all__ = ["lasting", "left_out", "sources"]


def left_out(entry: Entry, asked: Sighting, exchange: Exchange) -> dict[str, Known]:
    """Members that were sent before and are left out now: what replaces an item does not keep them."""
    before = entry.certain
    if before is None:
        return {}
    return {
        name: Known(None, None, known.kind, "sent", exchange)
        for name, known in before.fields.items()
        if known.origin == "sent"
        and name in asked.view.fields
        and asked.view.fields[name].nullable
        # A default may take the place of what is left out; what it would be is told by the schema.
        and name not in asked.value
        and "default" not in asked.view.fields[name].raw
    }


def lasting(known: Known) -> bool:
    """Whether a field outlasts a change of others: what the caller gave, and when it was made."""
    return known.origin == "sent" or known.kind == "string:date-time"


def sources(entry: Entry) -> tuple[Exchange, ...]:
    """The exchange from which the newest of what is known of an item comes."""
    known = [field.exchange for version in entry.possible for field in version.fields.values()]
    return () if not known else (max(known, key=lambda exchange: exchange.number),)
