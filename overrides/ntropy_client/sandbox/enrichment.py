"""What the sandbox finds out about a transaction: it follows from what was submitted and what is set up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ntropy_client.sandbox import actions, timestamps
from ntropy_client.sandbox.draft import Draft
from ntropy_client.sandbox.location import locate
from ntropy_client.sandbox.profile import View
from ntropy_client.sandbox.recognition import UNKNOWN, normal, recognise

__all__ = ["ITEM_ERROR", "NO_HOLDER", "Row", "enrich", "submitted"]

Row = Mapping[str, Any]
"""The fields of a transaction as they were submitted."""

ITEM_ERROR = "sandbox:item-error"
"""A description with this cannot be enriched."""

NO_HOLDER = "missing account holder information"

_FIELDS = ("id", "description", "date", "amount", "entry_type", "currency", "account_holder_id", "location")


def submitted(body: Mapping[str, Any]) -> Row:
    """Take from a request what the sandbox keeps.

    Args:
        body: A transaction, valid by the document.

    Returns:
        The documented fields that are there; what nobody knows is dropped.
    """
    return {name: body[name] for name in _FIELDS if name in body}


def enrich(row: Row, created: datetime, view: View) -> dict[str, Any]:
    """Enrich a transaction.

    Args:
        row: As submitted.
        created: When it came to be.
        view: What its account had set up then.

    Returns:
        An `EnrichedTransaction`.
    """
    shown: dict[str, Any] = {"id": row["id"], "created_at": timestamps.with_zone(created)}
    holder_id: str | None = row.get("account_holder_id")
    holder = None if holder_id is None else view.holder(holder_id)
    if holder_id is not None and holder is None:
        return shown | _failed("account_holder_not_found", "Account holder not found")
    if ITEM_ERROR in row["description"]:
        return shown | _failed("internal_error", "The transaction could not be enriched")
    descriptor = normal(row["description"])
    incoming = row["entry_type"] == "incoming"
    found = recognise(descriptor, incoming=incoming)
    labels: tuple[str, ...] = ()
    if holder is not None:
        labels = (view.categories(holder).choose(found.general(holder.type), incoming=incoming),)
    place = locate(descriptor, row.get("location") or {})
    draft = Draft(row, holder, found.counterparty, place, labels)
    draft = actions.apply(view.rules, draft)
    accounting = found.accounting if holder is not None and holder.type == "business" else None
    return shown | {
        "entities": {"counterparty": draft.counterparty, "intermediaries": list(found.intermediaries)},
        "categories": {"general": _general(draft), "accounting": accounting},
        "location": draft.location,
        "error": None,
    }


def _failed(code: str, message: str) -> dict[str, Any]:
    error = {"code": code, "message": message}
    return {"entities": None, "categories": None, "location": None, "error": error}


def _general(draft: Draft) -> str:
    if draft.holder is None:
        return NO_HOLDER
    return draft.labels[0] if draft.labels else UNKNOWN
