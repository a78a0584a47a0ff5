from __future__ import annotations

import datetime as dt

from ..model import Model
from .categories import Categories
from .entities import Entities
from .location import Location
from .transaction_error import TransactionError

__all__ = ["EnrichedTransaction"]


class EnrichedTransaction(Model, frozen=True, kw_only=True):
    """What was found out about a transaction. The submitted fields are not repeated, but for the id."""

    id: str
    """The id of the transaction, as submitted."""
    created_at: dt.datetime
    """When the transaction was submitted. Without a zone it means UTC."""
    entities: Entities | None = None
    """Who took part in the transaction besides the account holder."""
    categories: Categories | None = None
    """What the transaction was for."""
    location: Location | None = None
    """Where the transaction took place."""
    error: TransactionError | None = None
    """Why this transaction was not enriched. Null when all is well."""
