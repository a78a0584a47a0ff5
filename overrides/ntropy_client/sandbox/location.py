"""The place of a transaction, from its descriptor and from what was submitted about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

from ntropy_client.sandbox import places
from ntropy_client.sandbox.recognition import normal

__all__ = ["locate"]

_STORE = re.compile(r"(?:STORE|NO\.?|#) ?#?(\d{2,6})(?!\d)")
_PARTS = (
    "street", "house_number", "city", "state", "postcode", "country_code", "country", "latitude", "longitude",
    "google_maps_url", "apple_maps_url", "store_number",
)  # fmt: skip


def locate(descriptor: str, given: Mapping[str, Any]) -> dict[str, Any] | None:
    """Find a place.

    Args:
        descriptor: In its normal form.
        given: What was submitted about the place, which is believed before the descriptor is.

    Returns:
        A `Location`, None when nothing is known.
    """
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
