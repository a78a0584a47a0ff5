"""What the sandbox finds out about a transaction. It follows from the submitted fields alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from ntropy_client.sandbox import places, timestamps
from ntropy_client.sandbox.holders import HolderType, holder_type
from ntropy_client.sandbox.recognition import Recognition, normal, recognise

__all__ = ["ITEM_ERROR", "NO_HOLDER", "Row", "enrich", "submitted"]

Row = Mapping[str, Any]
"""The fields of a transaction as they were submitted."""

ITEM_ERROR = "sandbox:item-error"
"""A description with this cannot be enriched."""

NO_HOLDER = "missing account holder information"

_FIELDS = ("id", "description", "date", "amount", "entry_type", "currency", "account_holder_id", "location")
_STORE = re.compile(r"(?:STORE|NO\.?|#) ?#?(\d{2,6})(?!\d)")
_PARTS = (
    "street", "house_number", "city", "state", "postcode", "country_code", "country", "latitude", "longitude",
    "google_maps_url", "apple_maps_url", "store_number",
)  # fmt: skip


def submitted(body: Mapping[str, Any]) -> Row:
    """Take from a request what the sandbox keeps.

    Args:
        body: A transaction, valid by the document.

    Returns:
        The documented fields that are there; what nobody knows is dropped.
    """
    return {name: body[name] for name in _FIELDS if name in body}


def enrich(row: Row, created: datetime) -> dict[str, Any]:
    """Enrich a transaction.

    Args:
        row: As submitted.
        created: When it came to be.

    Returns:
        An `EnrichedTransaction`.
    """
    shown: dict[str, Any] = {"id": row["id"], "created_at": timestamps.with_zone(created)}
    holder_id: str | None = row.get("account_holder_id")
    holder = None if holder_id is None else holder_type(holder_id)
    if holder_id is not None and holder is None:
        return shown | _failed("account_holder_not_found", "Account holder not found")
    if ITEM_ERROR in row["description"]:
        return shown | _failed("internal_error", "The transaction could not be enriched")
    descriptor = normal(row["description"])
    found = recognise(descriptor, incoming=row["entry_type"] == "incoming")
    return shown | {
        "entities": {"counterparty": found.counterparty, "intermediaries": list(found.intermediaries)},
        "categories": _categories(found, holder),
        "location": _location(descriptor, row.get("location") or {}),
        "error": None,
    }


def _failed(code: str, message: str) -> dict[str, Any]:
    error = {"code": code, "message": message}
    return {"entities": None, "categories": None, "location": None, "error": error}


def _categories(found: Recognition, holder: HolderType | None) -> dict[str, Any]:
    if holder is None:
        return {"general": NO_HOLDER, "accounting": None}
    accounting = found.accounting if holder == "business" else None
    return {"general": found.general(holder), "accounting": accounting}


def _location(descriptor: str, given: Mapping[str, Any]) -> dict[str, Any] | None:
    address: str | None = given.get("raw_address") or None
    country: str | None = given.get("country") or None
    place = places.find(normal(address)) if address else places.find(descriptor)
    if country is not None and place is not None and place.country_code != country[:2]:
        place = None
    if address is None and country is None and place is None:
        return None
    parts: dict[str, Any] = dict.fromkeys(_PARTS)
    if country is not None:
        code, _, state = country.partition("-")
        parts |= {"country_code": code, "country": places.COUNTRIES.get(code)}
        if code == "US":
            parts["state"] = places.US_STATES.get(state)
    if place is not None:
        parts |= _parts(place)
        store = _STORE.search(descriptor)
        parts["store_number"] = None if store is None else store[1]
        address = address or _address(place)
    return {"raw_address": address, "structured": parts}


def _parts(place: places.Place) -> dict[str, Any]:
    query = quote_plus(_address(place))
    return {
        "street": place.street,
        "city": place.city,
        "state": place.state,
        "postcode": place.postcode,
        "country_code": place.country_code,
        "country": places.COUNTRIES[place.country_code],
        "latitude": place.latitude,
        "longitude": place.longitude,
        "google_maps_url": f"https://www.google.com/maps/search/?api=1&query={query}",
        "apple_maps_url": f"https://maps.apple.com/?q={query}",
    }


def _address(place: places.Place) -> str:
    region = f"{place.state} {place.postcode}" if place.state else place.postcode
    return ", ".join(part for part in (place.street, place.city, region, place.country_code) if part)
