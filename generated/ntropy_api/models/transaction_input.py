from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta

from ..model import Model
from .entry_type import EntryType
from .location_input import LocationInput

__all__ = ["TransactionInput"]


class TransactionInput(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A transaction to enrich."""

    id: Annotated[str, Meta(min_length=1)]
    """Your id of the transaction, unique within your data. An id that was used before replaces the
    earlier transaction.
    """
    description: Annotated[str, Meta(max_length=1024)]
    """The text of the transaction as the bank gives it. May be empty."""
    date: dt.date
    """The day on which the transaction was made."""
    amount: Annotated[float, Meta(ge=0)]
    """The amount in units of the currency, so 10.5 is ten and a half dollars. Never negative: the
    direction is told by `entry_type`.
    """
    entry_type: EntryType
    """The direction of a transaction, seen from the account holder.

    - `incoming`: money comes in.
    - `outgoing`: money goes out.
    """
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}\\Z")]
    """The currency of the amount as an ISO 4217 code of three capital letters."""
    account_holder_id: Annotated[str, Meta(min_length=1)] | None = None
    """The id of the account holder whose transaction this is. Without it the transaction is not
    categorised.
    """
    location: LocationInput | None = None
    """Where the transaction took place, if it is known beforehand."""
