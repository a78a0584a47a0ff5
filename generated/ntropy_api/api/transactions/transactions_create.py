"""``POST /v3/transactions``: Enrich one transaction and return the result."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from ...body import encode_model
from ...codec import decoder
from ...models.enriched_transaction import EnrichedTransaction
from ...models.transaction_input import TransactionInput
from ...request import Request

if TYPE_CHECKING:
    from ...json_types import LocationInputDict
    from ...models.entry_type import EntryType
    from ...models.location_input import LocationInput

__all__ = ["request"]

_RETURNS: dict[int, tuple[Any, ...]] = {200: (EnrichedTransaction,)}
_BODY = decoder(TransactionInput)


def request(
    *,
    id: str,
    description: str,
    date: dt.date | str,
    amount: float | Decimal,
    entry_type: EntryType | Literal["incoming", "outgoing"],
    currency: str,
    account_holder_id: str | None = None,
    location: LocationInput | LocationInputDict | None = None,
) -> Request[EnrichedTransaction]:
    """Build the request: enrich one transaction and return the result.

    Args:
        id: Your id of the transaction, unique within your data. An id that was used before replaces
            the earlier transaction.
        description: The text of the transaction as the bank gives it. May be empty.
        date: The day on which the transaction was made.
        amount: The amount in units of the currency, so 10.5 is ten and a half dollars. Never
            negative: the direction is told by `entry_type`.
        entry_type: The direction of a transaction, seen from the account holder.
        currency: The currency of the amount as an ISO 4217 code of three capital letters.
        account_holder_id: The id of the account holder whose transaction this is. Without it the
            transaction is not categorised.
        location: Where the transaction took place, if it is known beforehand.

    Returns:
        The request, for a client's `send`.

    Raises:
        RequestValidationError: An argument does not fit the document; it names where.
    """
    body: dict[str, object] = {
        "id": id,
        "description": description,
        "date": date,
        "amount": amount,
        "entry_type": entry_type,
        "currency": currency,
    }
    if account_holder_id is not None:
        body["account_holder_id"] = account_holder_id
    if location is not None:
        body["location"] = location
    return Request(
        operation="transactions_create",
        method="POST",
        path="/v3/transactions",
        returns=_RETURNS,
        content=encode_model("transactions_create", body, _BODY),
        idempotent=True,
        rate_limit=20,
    )
