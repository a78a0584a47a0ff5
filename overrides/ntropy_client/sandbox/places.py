"""Where the sandbox has been: cities that turn up in descriptors and addresses."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["COUNTRIES", "US_STATES", "Place", "before", "find"]


class Place(NamedTuple):
    """A city, or a well-known address in one."""

    city: str
    code: str
    """The state in the United States, else the country."""
    state: str | None
    country_code: str
    postcode: str
    latitude: float
    longitude: float
    street: str | None = None


US_STATES = {
    "AZ": "Arizona", "CA": "California", "CO": "Colorado", "DC": "District of Columbia", "FL": "Florida",
    "GA": "Georgia", "IL": "Illinois", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "NV": "Nevada", "NY": "New York", "OR": "Oregon", "PA": "Pennsylvania", "TN": "Tennessee",
    "TX": "Texas", "WA": "Washington",
}  # fmt: skip

COUNTRIES = {
    "AT": "Austria", "AU": "Australia", "BE": "Belgium", "BR": "Brazil", "CA": "Canada",
    "CH": "Switzerland", "CN": "China", "CZ": "Czechia", "DE": "Germany", "DK": "Denmark",
    "ES": "Spain", "FI": "Finland", "FR": "France", "GB": "United Kingdom", "GR": "Greece",
    "HK": "Hong Kong", "IE": "Ireland", "IN": "India", "IT": "Italy", "JP": "Japan",
    "KR": "South Korea", "LU": "Luxembourg", "MX": "Mexico", "NL": "Netherlands", "NO": "Norway",
    "NZ": "New Zealand", "PL": "Poland", "PT": "Portugal", "RO": "Romania", "SE": "Sweden",
    "SG": "Singapore", "TR": "Türkiye", "UA": "Ukraine", "US": "United States", "ZA": "South Africa",
}  # fmt: skip


def _american(
    city: str, code: str, postcode: str, latitude: float, longitude: float, street: str | None = None
) -> Place:
    return Place(city, code, US_STATES[code], "US", postcode, latitude, longitude, street)


def _abroad(city: str, code: str, postcode: str, latitude: float, longitude: float) -> Place:
    return Place(city, code, None, code, postcode, latitude, longitude)


_PLACES: dict[str, Place] = {
    "UNION SQ": _american("New York", "NY", "10003", 40.7348, -73.9898, "Union Square East"),
    "NEW YORK": _american("New York", "NY", "10001", 40.7128, -74.0060),
    "BROOKLYN": _american("Brooklyn", "NY", "11201", 40.6782, -73.9442),
    "SAN FRANCISCO": _american("San Francisco", "CA", "94103", 37.7749, -122.4194),
    "LOS ANGELES": _american("Los Angeles", "CA", "90012", 34.0522, -118.2437),
    "SAN DIEGO": _american("San Diego", "CA", "92101", 32.7157, -117.1611),
    "SAN JOSE": _american("San Jose", "CA", "95113", 37.3382, -121.8863),
    "OAKLAND": _american("Oakland", "CA", "94612", 37.8044, -122.2712),
    "SEATTLE": _american("Seattle", "WA", "98101", 47.6062, -122.3321),
    "PORTLAND": _american("Portland", "OR", "97205", 45.5152, -122.6784),
    "CHICAGO": _american("Chicago", "IL", "60601", 41.8781, -87.6298),
    "BOSTON": _american("Boston", "MA", "02108", 42.3601, -71.0589),
    "AUSTIN": _american("Austin", "TX", "78701", 30.2672, -97.7431),
    "HOUSTON": _american("Houston", "TX", "77002", 29.7604, -95.3698),
    "DALLAS": _american("Dallas", "TX", "75201", 32.7767, -96.7970),
    "DENVER": _american("Denver", "CO", "80202", 39.7392, -104.9903),
    "PHOENIX": _american("Phoenix", "AZ", "85004", 33.4484, -112.0740),
    "MIAMI": _american("Miami", "FL", "33130", 25.7617, -80.1918),
    "ORLANDO": _american("Orlando", "FL", "32801", 28.5383, -81.3792),
    "ATLANTA": _american("Atlanta", "GA", "30303", 33.7490, -84.3880),
    "PHILADELPHIA": _american("Philadelphia", "PA", "19103", 39.9526, -75.1652),
    "DETROIT": _american("Detroit", "MI", "48226", 42.3314, -83.0458),
    "MINNEAPOLIS": _american("Minneapolis", "MN", "55401", 44.9778, -93.2650),
    "NASHVILLE": _american("Nashville", "TN", "37203", 36.1627, -86.7816),
    "LAS VEGAS": _american("Las Vegas", "NV", "89101", 36.1699, -115.1398),
    "WASHINGTON": _american("Washington", "DC", "20001", 38.9072, -77.0369),
    "LONDON": _abroad("London", "GB", "EC1A 1BB", 51.5074, -0.1278),
    "BERLIN": _abroad("Berlin", "DE", "10117", 52.5200, 13.4050),
    "PARIS": _abroad("Paris", "FR", "75001", 48.8566, 2.3522),
    "MADRID": _abroad("Madrid", "ES", "28013", 40.4168, -3.7038),
    "AMSTERDAM": _abroad("Amsterdam", "NL", "1012", 52.3676, 4.9041),
    "DUBLIN": _abroad("Dublin", "IE", "D02", 53.3498, -6.2603),
    "TORONTO": _abroad("Toronto", "CA", "M5H", 43.6532, -79.3832),
    "SYDNEY": _abroad("Sydney", "AU", "2000", -33.8688, 151.2093),
}

_FORM = re.compile(
    rf"(?<![A-Z])({'|'.join(sorted(_PLACES, key=len, reverse=True))})(?![A-Z])(?:,? +([A-Z]{{2}})(?![A-Z]))?"
)


def find(text: str) -> Place | None:
    """Look for a place.

    Args:
        text: In capitals.

    Returns:
        The last one that is named, since descriptors end with it. A city that is followed by the code of
        another state than ours is another city.
    """
    place: Place | None = None
    for found in _FORM.finditer(text):
        known = _PLACES[found[1]]
        if found[2] in {None, known.code, known.country_code} or found[2] not in US_STATES:
            place = known
    return place


def before(text: str) -> str:
    """Take away the place and all that follows it.

    Args:
        text: In capitals.

    Returns:
        What stands before the first place that is named.
    """
    found = _FORM.search(text)
    return text if found is None else text[: found.start()]
