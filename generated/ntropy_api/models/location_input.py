from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from ..model import Model

__all__ = ["LocationInput"]


class LocationInput(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known beforehand about the place of a transaction."""

    raw_address: str | None = None
    """The address as one line of text."""
    country: Annotated[str, Meta(pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?\\Z")] | None = None
    """The country as an ISO 3166-1 code of two letters (`US`), or a subdivision of it as an ISO 3166-2
    code (`US-CA`).
    """
