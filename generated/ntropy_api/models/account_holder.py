from __future__ import annotations

import datetime as dt

from ..model import Model
from .account_holder_type import AccountHolderType

__all__ = ["AccountHolder"]


class AccountHolder(Model, frozen=True, kw_only=True):
    """A person or a company whose transactions are enriched."""

    id: str
    """The id of the account holder, as given when it was created."""
    type: AccountHolderType
    """What an account holder is. It decides which categories there are.

    - `consumer`: a private person.
    - `business`: a company or another organisation.
    """
    created_at: dt.datetime
    """When the account holder was created. Without a zone it means UTC."""
    name: str | None = None
    """The name of the account holder."""
    category_id: str | None = None
    """The id of the category set of this account holder, if it has one of its own."""
