from __future__ import annotations

import datetime as dt

from ..model import Model
from .categories import Categories
from .entities import Entities
from .entry_type import EntryType
from .location import Location
from .transaction_error import TransactionError

__all__ = ["Transaction"]


class Transaction(Model, frozen=True, kw_only=True):
    """A transaction as submitted, with what was found out about it."""

    id: str
    """The id of the transaction, as submitted."""
    description: str
    """The text of the transaction, as submitted."""
    date: dt.date
    """The day on which the transaction was made."""
    amount: float
    """The amount in units of the currency. Never negative: the direction is told by `entry_type`."""
    entry_type: EntryType
    """The direction of a transaction, seen from the account holder.

    - `incoming`: money comes in.
    - `outgoing`: money goes out.
    """
    currency: str
    """The currency of the amount as an ISO 4217 code of three capital letters."""
    created_at: dt.datetime
    """When the transaction was submitted. Without a zone it means UTC. Very old transactions may show
    the first of January 1970.
    """
    account_holder_id: str | None = None
    """The id of the account holder whose transaction this is, if there is one."""
    entities: Entities | None = None
    """Who took part in the transaction besides the account holder."""
    categories: Categories | None = None
    """What the transaction was for."""
    location: Location | None = None
    """Where the transaction took place."""
    error: TransactionError | None = None
    """Why this transaction was not enriched. Null when all is well."""
