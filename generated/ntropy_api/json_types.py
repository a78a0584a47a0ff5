"""What signatures accept as dicts, and what stays JSON: for type checkers; at run time, plain dicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypeAlias, TypedDict

if TYPE_CHECKING:
    from .models import (
        EntryType,
        LocationInput,
    )

    ErrorDetail: TypeAlias = "str | Sequence[ValidationErrorDict] | Mapping[str, Any]"

    ErrorDetails: TypeAlias = "str | Mapping[str, Any]"

    class LocationInputDict(TypedDict):
        """What is known beforehand about the place of a transaction."""

        raw_address: NotRequired[str | None]
        country: NotRequired[str | None]

    class TransactionInputDict(TypedDict):
        """A transaction to enrich."""

        id: str
        description: str
        date: dt.date | str
        amount: float | Decimal
        entry_type: EntryType | Literal["incoming", "outgoing"]
        currency: str
        account_holder_id: NotRequired[str | None]
        location: NotRequired[LocationInput | LocationInputDict | None]

    class ValidationErrorDict(TypedDict):
        """One problem of a request. More keys may be there."""

        loc: Sequence[str | int]
        msg: str
        type: str

else:
    ErrorDetail = Any
    ErrorDetails = Any
    LocationInputDict = dict
    TransactionInputDict = dict
    ValidationErrorDict = dict

__all__ = ["ErrorDetail", "ErrorDetails", "LocationInputDict", "TransactionInputDict", "ValidationErrorDict"]
