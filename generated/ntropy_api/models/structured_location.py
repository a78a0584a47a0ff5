from __future__ import annotations

from ..model import Model

__all__ = ["StructuredLocation"]


class StructuredLocation(Model, frozen=True, kw_only=True):
    """An address in its parts. What is not known is null."""

    street: str | None = None
    """The name of the street."""
    house_number: str | None = None
    """The number of the house."""
    city: str | None = None
    """The city."""
    state: str | None = None
    """The state, province or region."""
    postcode: str | None = None
    """The postal code."""
    country_code: str | None = None
    """The country as a code, such as `US`."""
    country: str | None = None
    """The name of the country."""
    latitude: float | None = None
    """The latitude in degrees, north is positive."""
    longitude: float | None = None
    """The longitude in degrees, east is positive."""
    google_maps_url: str | None = None
    """The address of the place in Google Maps."""
    apple_maps_url: str | None = None
    """The address of the place in Apple Maps."""
    store_number: str | None = None
    """The number that a chain has given to this store."""
