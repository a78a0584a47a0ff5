"""The persons and companies whose transactions are enriched, and what recurs among the transactions of
one of them.
"""

from __future__ import annotations

import builtins
import datetime as dt
from typing import TYPE_CHECKING, Literal, Unpack

from ..api.account_holders import (
    account_holders_create,
    account_holders_delete,
    account_holders_get,
    account_holders_list,
    account_holders_recurring_groups,
)
from ..pages import AsyncPages, Page, first_page
from ..request import check_options

if TYPE_CHECKING:
    from ..models import AccountHolder, AccountHolderType, RecurrenceGroup
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender

__all__ = ["AsyncAccountHolders", "AccountHolders"]


class AccountHolders:
    """The persons and companies whose transactions are enriched, and what recurs among the
    transactions of one of them.
    """

    def __init__(self, client: Sender) -> None:
        self._client = client

    def create(
        self,
        *,
        id: str,
        type: AccountHolderType | Literal["consumer", "business"],
        name: str | None = None,
        category_id: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> AccountHolder:
        """Create an account holder.

        ``POST /v3/account_holders``, at most 100 a second for each key.

        An account holder is the person or the company whose transactions are enriched: its type
        decides which categories there are, and its transactions together show what recurs.

        The id is yours. An id that is in use is refused with 400 and nothing changes. An account
        holder cannot be changed afterwards.

        Args:
            id: Your id of the account holder, unique within your data.
            type: What an account holder is. It decides which categories there are.
            name: The name of the account holder.
            category_id: The id of the category set of this account holder. Without it the set of
                its type counts.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The new account holder.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: There is an account holder with this id already. Nothing was changed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("account_holders.create", options)
        return self._client.send(
            account_holders_create.request(id=id, type=type, name=name, category_id=category_id), **options
        ).value

    def list(
        self,
        *,
        created_after: dt.datetime | str | None = None,
        created_before: dt.datetime | str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        **options: Unpack[RequestOptions],
    ) -> Page[AccountHolder]:
        """List account holders, newest first.

        ``GET /v3/account_holders``, at most 10 a second for each key.

        Filters can be combined; an account holder is listed when it passes all of them.

        Args:
            created_after: Only items created at this moment or later. RFC 3339, with a zone. A
                datetime without a zone means UTC.
            created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
                without a zone means UTC.
            cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the
                first page, and keep the filters of the first page with it.
            limit: How many account holders to return on one page; 10 when left out.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("account_holders.list", options)
        return first_page(
            self._client,
            account_holders_list.request(
                created_after=created_after, created_before=created_before, cursor=cursor, limit=limit
            ),
            options,
        )

    def get(self, id: str, **options: Unpack[RequestOptions]) -> AccountHolder:
        """Get an account holder.

        ``GET /v3/account_holders/{id}``, at most 10 a second for each key.

        Returns the account holder as it was created.

        Args:
            id: The id of the account holder, as given when it was created.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The account holder.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no account holder with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("account_holders.get", options)
        return self._client.send(account_holders_get.request(id), **options).value

    def delete(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete an account holder and all its transactions.

        ``DELETE /v3/account_holders/{id}``, at most 10 a second for each key.

        The account holder and every transaction of it disappear from lists and can no longer be
        read. This cannot be undone. Deleting it once more is answered 404.

        Args:
            id: The id of the account holder, as given when it was created.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no account holder with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("account_holders.delete", options)
        self._client.send(account_holders_delete.request(id), **options)

    def recurring_groups(self, id: str, **options: Unpack[RequestOptions]) -> builtins.list[RecurrenceGroup]:
        """Find the recurring transactions of an account holder.

        ``POST /v3/account_holders/{id}/recurring_groups``, at most 10 a second for each key.

        Looks at all transactions of the account holder, as they are now, and returns those that
        recur, such as a subscription or a salary, in groups: one group for each series. The answer
        is complete, there are no pages. Nothing is changed, and a repeated call may give other
        groups only when there are other transactions.

        Args:
            id: The id of the account holder, as given when it was created.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The groups; none when nothing recurs.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no account holder with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("account_holders.recurring_groups", options)
        return self._client.send(account_holders_recurring_groups.request(id), **options).value


class AsyncAccountHolders:
    """The persons and companies whose transactions are enriched, and what recurs among the
    transactions of one of them.
    """

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def create(
        self,
        *,
        id: str,
        type: AccountHolderType | Literal["consumer", "business"],
        name: str | None = None,
        category_id: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> AccountHolder:
        """Create an account holder.

        ``POST /v3/account_holders``, at most 100 a second for each key.

        An account holder is the person or the company whose transactions are enriched: its type
        decides which categories there are, and its transactions together show what recurs.

        The id is yours. An id that is in use is refused with 400 and nothing changes. An account
        holder cannot be changed afterwards.

        Args:
            id: Your id of the account holder, unique within your data.
            type: What an account holder is. It decides which categories there are.
            name: The name of the account holder.
            category_id: The id of the category set of this account holder. Without it the set of
                its type counts.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The new account holder.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: There is an account holder with this id already. Nothing was changed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("account_holders.create", options)
        reply = await self._client.send(
            account_holders_create.request(id=id, type=type, name=name, category_id=category_id), **options
        )
        return reply.value

    def list(
        self,
        *,
        created_after: dt.datetime | str | None = None,
        created_before: dt.datetime | str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncPages[AccountHolder]:
        """List account holders, newest first.

        ``GET /v3/account_holders``, at most 10 a second for each key.

        Filters can be combined; an account holder is listed when it passes all of them.

        Args:
            created_after: Only items created at this moment or later. RFC 3339, with a zone. A
                datetime without a zone means UTC.
            created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
                without a zone means UTC.
            cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the
                first page, and keep the filters of the first page with it.
            limit: How many account holders to return on one page; 10 when left out.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("account_holders.list", options)
        return AsyncPages(
            self._client,
            account_holders_list.request(
                created_after=created_after, created_before=created_before, cursor=cursor, limit=limit
            ),
            options,
        )

    async def get(self, id: str, **options: Unpack[RequestOptions]) -> AccountHolder:
        """Get an account holder.

        ``GET /v3/account_holders/{id}``, at most 10 a second for each key.

        Returns the account holder as it was created.

        Args:
            id: The id of the account holder, as given when it was created.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The account holder.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no account holder with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("account_holders.get", options)
        reply = await self._client.send(account_holders_get.request(id), **options)
        return reply.value

    async def delete(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete an account holder and all its transactions.

        ``DELETE /v3/account_holders/{id}``, at most 10 a second for each key.

        The account holder and every transaction of it disappear from lists and can no longer be
        read. This cannot be undone. Deleting it once more is answered 404.

        Args:
            id: The id of the account holder, as given when it was created.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no account holder with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("account_holders.delete", options)
        await self._client.send(account_holders_delete.request(id), **options)

    async def recurring_groups(
        self, id: str, **options: Unpack[RequestOptions]
    ) -> builtins.list[RecurrenceGroup]:
        """Find the recurring transactions of an account holder.

        ``POST /v3/account_holders/{id}/recurring_groups``, at most 10 a second for each key.

        Looks at all transactions of the account holder, as they are now, and returns those that
        recur, such as a subscription or a salary, in groups: one group for each series. The answer
        is complete, there are no pages. Nothing is changed, and a repeated call may give other
        groups only when there are other transactions.

        Args:
            id: The id of the account holder, as given when it was created.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The groups; none when nothing recurs.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no account holder with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("account_holders.recurring_groups", options)
        reply = await self._client.send(account_holders_recurring_groups.request(id), **options)
        return reply.value
