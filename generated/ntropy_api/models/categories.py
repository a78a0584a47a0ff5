from __future__ import annotations

from ..model import Model
from .accounting_category import AccountingCategory

__all__ = ["Categories"]


class Categories(Model, frozen=True, kw_only=True):
    """What a transaction was for."""

    general: str | None
    """The category of the transaction, from the category set of its account holder. Besides the names
    of the set there are three special values: `not enough information` (the transaction does not
    say enough), `other` (no category of the set fits) and `missing account holder information` (the
    transaction has no account holder, so there is no set to choose from).
    """
    accounting: AccountingCategory | None = None
    """The category for book-keeping. Premium, and only for account holders that are a business."""
