"""Enrich a single transaction and get the result in the response; read, reassign and delete what has
been enriched, one by one or in batches.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Unpack

from ..api.transactions import (
    transactions_assign,
    transactions_create,
    transactions_delete,
    transactions_get,
    transactions_list,
)
from ..pages import AsyncPages, Page, first_page
from ..request import check_options

if TYPE_CHECKING:
    from ..json_types import (
        LocationInputDict,
    )
    from ..models import EnrichedTransaction, EntryType, LocationInput, Transaction
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender

__all__ = ["AsyncTransactions", "Transactions"]


class Transactions:
    """Enrich a single transaction and get the result in the response; read, reassign and delete what
    has been enriched, one by one or in batches.
    """

    def __init__(self, client: Sender) -> None:
        self._client = client

    def create(
        self,
        *,
        id: str,
        description: str,
        date: dt.date | str,
        amount: float | Decimal,
        entry_type: EntryType | Literal["incoming", "outgoing"],
        currency: str,
        account_holder_id: str | None = None,
        location: LocationInput | LocationInputDict | None = None,
        **options: Unpack[RequestOptions],
    ) -> EnrichedTransaction:
        """Enrich one transaction and return the result.

        ``POST /v3/transactions``, at most 20 a second for each key.

        The response holds the transaction's id and what was found out about it, not the submitted
        fields. Get the transaction to read both.

        The id is yours. Submitting an id that was used before replaces the earlier transaction, so
        repeating a request does no harm to the data; each repeat may cost another credit.

        Without an account holder the transaction is not categorised. Problems of this transaction
        alone are told in `error` of a 200 response.

        Args:
            id: Your id of the transaction, unique within your data. An id that was used before
                replaces the earlier transaction.
            description: The text of the transaction as the bank gives it. May be empty.
            date: The day on which the transaction was made.
            amount: The amount in units of the currency, so 10.5 is ten and a half dollars. Never
                negative: the direction is told by `entry_type`.
            entry_type: The direction of a transaction, seen from the account holder.
            currency: The currency of the amount as an ISO 4217 code of three capital letters.
            account_holder_id: The id of the account holder whose transaction this is. Without it
                the transaction is not categorised.
            location: Where the transaction took place, if it is known beforehand.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The enriched transaction.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            QuotaExceededError: The remaining credits do not cover this request. Credits are
                refilled over time.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("transactions.create", options)
        return self._client.send(
            transactions_create.request(
                id=id,
                description=description,
                date=date,
                amount=amount,
                entry_type=entry_type,
                currency=currency,
                account_holder_id=account_holder_id,
                location=location,
            ),
            **options,
        ).value

    def list(
        self,
        *,
        created_after: dt.datetime | str | None = None,
        created_before: dt.datetime | str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        account_holder_id: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> Page[Transaction]:
        """List transactions, newest first.

        ``GET /v3/transactions``, at most 10 a second for each key.

        Transactions that were submitted one by one and those that were submitted in batches are
        listed alike. Filters can be combined; a transaction is listed when it passes all of them.

        Args:
            created_after: Only items created at this moment or later. RFC 3339, with a zone. A
                datetime without a zone means UTC.
            created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
                without a zone means UTC.
            cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the
                first page, and keep the filters of the first page with it.
            limit: How many transactions to return on one page; 25 when left out.
            account_holder_id: Only transactions of the account holder with this id.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("transactions.list", options)
        return first_page(
            self._client,
            transactions_list.request(
                created_after=created_after,
                created_before=created_before,
                cursor=cursor,
                limit=limit,
                account_holder_id=account_holder_id,
            ),
            options,
        )

    def get(self, id: str, **options: Unpack[RequestOptions]) -> Transaction:
        """Get a transaction with its enrichment.

        ``GET /v3/transactions/{id}``, at most 10 a second for each key.

        Returns the submitted fields together with everything that was found out about the
        transaction.

        Args:
            id: The id of the transaction, as given when it was submitted.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The transaction.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no transaction with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("transactions.get", options)
        return self._client.send(transactions_get.request(id), **options).value

    def delete(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a transaction permanently.

        ``DELETE /v3/transactions/{id}``, at most 10 a second for each key.

        The transaction disappears from lists and can no longer be read. This cannot be undone.
        Deleting it once more is answered 404.

        Args:
            id: The id of the transaction, as given when it was submitted.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no transaction with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("transactions.delete", options)
        self._client.send(transactions_delete.request(id), **options)

    def assign(self, id: str, *, account_holder_id: str, **options: Unpack[RequestOptions]) -> Transaction:
        """Assign a transaction to another account holder.

        ``POST /v3/transactions/{id}/assign``, at most 10 a second for each key.

        The new account holder must be of the same type, consumer or business, as the present one.
        Older documentation asks for the same set of categories instead. Returns the transaction as
        it is after the change.

        Args:
            id: The id of the transaction, as given when it was submitted.
            account_holder_id: The id of an existing account holder, of the same type as the
                transaction's present one.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The transaction with its new account holder.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no transaction with this id, or no such account holder.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("transactions.assign", options)
        return self._client.send(
            transactions_assign.request(id, account_holder_id=account_holder_id), **options
        ).value


class AsyncTransactions:
    """Enrich a single transaction and get the result in the response; read, reassign and delete what
    has been enriched, one by one or in batches.
    """

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def create(
        self,
        *,
        id: str,
        description: str,
        date: dt.date | str,
        amount: float | Decimal,
        entry_type: EntryType | Literal["incoming", "outgoing"],
        currency: str,
        account_holder_id: str | None = None,
        location: LocationInput | LocationInputDict | None = None,
        **options: Unpack[RequestOptions],
    ) -> EnrichedTransaction:
        """Enrich one transaction and return the result.

        ``POST /v3/transactions``, at most 20 a second for each key.

        The response holds the transaction's id and what was found out about it, not the submitted
        fields. Get the transaction to read both.

        The id is yours. Submitting an id that was used before replaces the earlier transaction, so
        repeating a request does no harm to the data; each repeat may cost another credit.

        Without an account holder the transaction is not categorised. Problems of this transaction
        alone are told in `error` of a 200 response.

        Args:
            id: Your id of the transaction, unique within your data. An id that was used before
                replaces the earlier transaction.
            description: The text of the transaction as the bank gives it. May be empty.
            date: The day on which the transaction was made.
            amount: The amount in units of the currency, so 10.5 is ten and a half dollars. Never
                negative: the direction is told by `entry_type`.
            entry_type: The direction of a transaction, seen from the account holder.
            currency: The currency of the amount as an ISO 4217 code of three capital letters.
            account_holder_id: The id of the account holder whose transaction this is. Without it
                the transaction is not categorised.
            location: Where the transaction took place, if it is known beforehand.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The enriched transaction.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            QuotaExceededError: The remaining credits do not cover this request. Credits are
                refilled over time.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("transactions.create", options)
        reply = await self._client.send(
            transactions_create.request(
                id=id,
                description=description,
                date=date,
                amount=amount,
                entry_type=entry_type,
                currency=currency,
                account_holder_id=account_holder_id,
                location=location,
            ),
            **options,
        )
        return reply.value

    def list(
        self,
        *,
        created_after: dt.datetime | str | None = None,
        created_before: dt.datetime | str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        account_holder_id: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncPages[Transaction]:
        """List transactions, newest first.

        ``GET /v3/transactions``, at most 10 a second for each key.

        Transactions that were submitted one by one and those that were submitted in batches are
        listed alike. Filters can be combined; a transaction is listed when it passes all of them.

        Args:
            created_after: Only items created at this moment or later. RFC 3339, with a zone. A
                datetime without a zone means UTC.
            created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
                without a zone means UTC.
            cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the
                first page, and keep the filters of the first page with it.
            limit: How many transactions to return on one page; 25 when left out.
            account_holder_id: Only transactions of the account holder with this id.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("transactions.list", options)
        return AsyncPages(
            self._client,
            transactions_list.request(
                created_after=created_after,
                created_before=created_before,
                cursor=cursor,
                limit=limit,
                account_holder_id=account_holder_id,
            ),
            options,
        )

    async def get(self, id: str, **options: Unpack[RequestOptions]) -> Transaction:
        """Get a transaction with its enrichment.

        ``GET /v3/transactions/{id}``, at most 10 a second for each key.

        Returns the submitted fields together with everything that was found out about the
        transaction.

        Args:
            id: The id of the transaction, as given when it was submitted.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The transaction.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no transaction with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("transactions.get", options)
        reply = await self._client.send(transactions_get.request(id), **options)
        return reply.value

    async def delete(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a transaction permanently.

        ``DELETE /v3/transactions/{id}``, at most 10 a second for each key.

        The transaction disappears from lists and can no longer be read. This cannot be undone.
        Deleting it once more is answered 404.

        Args:
            id: The id of the transaction, as given when it was submitted.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no transaction with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("transactions.delete", options)
        await self._client.send(transactions_delete.request(id), **options)

    async def assign(
        self, id: str, *, account_holder_id: str, **options: Unpack[RequestOptions]
    ) -> Transaction:
        """Assign a transaction to another account holder.

        ``POST /v3/transactions/{id}/assign``, at most 10 a second for each key.

        The new account holder must be of the same type, consumer or business, as the present one.
        Older documentation asks for the same set of categories instead. Returns the transaction as
        it is after the change.

        Args:
            id: The id of the transaction, as given when it was submitted.
            account_holder_id: The id of an existing account holder, of the same type as the
                transaction's present one.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The transaction with its new account holder.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no transaction with this id, or no such account holder.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("transactions.assign", options)
        reply = await self._client.send(
            transactions_assign.request(id, account_holder_id=account_holder_id), **options
        )
        return reply.value
