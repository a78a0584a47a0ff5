from __future__ import annotations

from ..model import Model

__all__ = ["StatementInfoAddress"]


class StatementInfoAddress(Model, frozen=True, kw_only=True):
    """The address of an account holder. What could not be read is null."""

    street: str | None = None
    """The street, with the number of the house."""
    postcode: str | None = None
    """The postal code."""
    city: str | None = None
    """The city."""
    state: str | None = None
    """The state, province or region."""
    country: str | None = None
    """The name of the country."""
