from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from ..model import Model
from .account_holder_type import AccountHolderType

__all__ = ["AccountHolderCreate"]


class AccountHolderCreate(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account holder to create."""

    id: Annotated[str, Meta(min_length=1, max_length=256)]
    """Your id of the account holder, unique within your data."""
    type: AccountHolderType
    """What an account holder is. It decides which categories there are.

    - `consumer`: a private person.
    - `business`: a company or another organisation.
    """
    name: str | None = None
    """The name of the account holder."""
    category_id: str | None = None
    """The id of the category set of this account holder. Without it the set of its type counts."""
