"""Have a bank statement read: upload the PDF, poll it until its status is `completed` or `error`, then
fetch the accounts with their transactions.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, Unpack

from ..api.bank_statements import (
    bank_statements_create,
    bank_statements_delete,
    bank_statements_get,
    bank_statements_list,
    bank_statements_results,
    bank_statements_verify,
)
from ..pages import AsyncPages, Page, first_page
from ..request import check_options

if TYPE_CHECKING:
    from ..models import BankStatement, BankStatementResults, BankStatementStatus, StatementInfo
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender
    from ..upload import Upload

__all__ = ["AsyncBankStatements", "BankStatements"]


class BankStatements:
    """Have a bank statement read: upload the PDF, poll it until its status is `completed` or `error`,
    then fetch the accounts with their transactions. The essentials are there earlier.
    """

    def __init__(self, client: Sender) -> None:
        self._client = client

    def create(
        self,
        *,
        file: Upload | bytes | str | Path | IO[bytes],
        filename: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> BankStatement:
        """Upload a bank statement and have it read in the background.

        ``POST /v3/bank_statements``, at most 10 a second for each key.

        The file is a PDF, as the bank issues it. The response comes at once, as a rule with status
        `processing`. Poll the statement until its status is `completed`, then fetch its results;
        `verify` tells the essentials earlier.

        The name of the uploaded file becomes the statement's name. Every call makes a new
        statement, also for the same file.

        Args:
            file: The statement as a PDF file. The name of the file becomes the name of the
                statement.
            filename: The file's name as the API is told; else that of the path or file object, else
                `statement.pdf`.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The new statement.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.create", options)
        return self._client.send(
            bank_statements_create.request(file=file, filename=filename), **options
        ).value

    def list(
        self,
        *,
        created_after: dt.datetime | str | None = None,
        created_before: dt.datetime | str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        status: BankStatementStatus | Literal["processing", "completed", "error"] | str | None = None,
        **options: Unpack[RequestOptions],
    ) -> Page[BankStatement]:
        """List bank statements, newest first.

        ``GET /v3/bank_statements``, at most 10 a second for each key.

        Filters can be combined; a statement is listed when it passes all of them.

        Args:
            created_after: Only items created at this moment or later. RFC 3339, with a zone. A
                datetime without a zone means UTC.
            created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
                without a zone means UTC.
            cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the
                first page, and keep the filters of the first page with it.
            limit: How many statements to return on one page; 10 when left out.
            status: Only statements that have this status now. Older names of statuses (`queued`,
                `processed`, `failed`) may be understood as well.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.list", options)
        return first_page(
            self._client,
            bank_statements_list.request(
                created_after=created_after,
                created_before=created_before,
                cursor=cursor,
                limit=limit,
                status=status,
            ),
            options,
        )

    def get(self, id: str, **options: Unpack[RequestOptions]) -> BankStatement:
        """Get a bank statement, to learn its status.

        ``GET /v3/bank_statements/{id}``, at most 10 a second for each key.

        Poll this until the status is `completed` (the results can be fetched) or `error` (there are
        none; `error` of the statement says why).

        Args:
            id: The id of the bank statement, as returned when it was uploaded.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The statement.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no bank statement with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.get", options)
        return self._client.send(bank_statements_get.request(id), **options).value

    def delete(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a bank statement permanently.

        ``DELETE /v3/bank_statements/{id}``, at most 10 a second for each key.

        The statement and its results can no longer be read. This cannot be undone. Deleting it once
        more is answered 404.

        Args:
            id: The id of the bank statement, as returned when it was uploaded.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no bank statement with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.delete", options)
        self._client.send(bank_statements_delete.request(id), **options)

    def results(self, id: str, **options: Unpack[RequestOptions]) -> BankStatementResults:
        """Get what was read from a completed bank statement.

        ``GET /v3/bank_statements/{id}/results``, at most 10 a second for each key.

        Returns the accounts of the statement with their balances and transactions. The transactions
        are as read, not enriched: submit them to have that done.

        There are results only once the status is `completed`. Before that, and for a statement that
        ended with status `error`, the request is refused with a 4xx status.

        Args:
            id: The id of the bank statement, as returned when it was uploaded.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The accounts of the statement.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The request cannot be carried out as it is: the results asked for are
                not available.
            NotFoundError: There is no bank statement with this id, or it has no results.
            ConflictError: The results are not ready, or there are none because the job failed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.results", options)
        return self._client.send(bank_statements_results.request(id), **options).value

    def verify(self, id: str, **options: Unpack[RequestOptions]) -> StatementInfo:
        """Read the essentials from a bank statement's first page.

        ``POST /v3/bank_statements/{id}/verify``, at most 10 a second for each key.

        Tells the bank, the period, the account holder and the accounts. It reads the first page
        only and answers at once, usually before the full results are ready; the two may differ.

        Args:
            id: The id of the bank statement, as returned when it was uploaded.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The essentials. What could not be read is null.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no bank statement with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.verify", options)
        return self._client.send(bank_statements_verify.request(id), **options).value


class AsyncBankStatements:
    """Have a bank statement read: upload the PDF, poll it until its status is `completed` or `error`,
    then fetch the accounts with their transactions. The essentials are there earlier.
    """

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def create(
        self,
        *,
        file: Upload | bytes | str | Path | IO[bytes],
        filename: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> BankStatement:
        """Upload a bank statement and have it read in the background.

        ``POST /v3/bank_statements``, at most 10 a second for each key.

        The file is a PDF, as the bank issues it. The response comes at once, as a rule with status
        `processing`. Poll the statement until its status is `completed`, then fetch its results;
        `verify` tells the essentials earlier.

        The name of the uploaded file becomes the statement's name. Every call makes a new
        statement, also for the same file.

        Args:
            file: The statement as a PDF file. The name of the file becomes the name of the
                statement.
            filename: The file's name as the API is told; else that of the path or file object, else
                `statement.pdf`.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The new statement.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.create", options)
        reply = await self._client.send(
            bank_statements_create.request(file=file, filename=filename), **options
        )
        return reply.value

    def list(
        self,
        *,
        created_after: dt.datetime | str | None = None,
        created_before: dt.datetime | str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        status: BankStatementStatus | Literal["processing", "completed", "error"] | str | None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncPages[BankStatement]:
        """List bank statements, newest first.

        ``GET /v3/bank_statements``, at most 10 a second for each key.

        Filters can be combined; a statement is listed when it passes all of them.

        Args:
            created_after: Only items created at this moment or later. RFC 3339, with a zone. A
                datetime without a zone means UTC.
            created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
                without a zone means UTC.
            cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the
                first page, and keep the filters of the first page with it.
            limit: How many statements to return on one page; 10 when left out.
            status: Only statements that have this status now. Older names of statuses (`queued`,
                `processed`, `failed`) may be understood as well.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.list", options)
        return AsyncPages(
            self._client,
            bank_statements_list.request(
                created_after=created_after,
                created_before=created_before,
                cursor=cursor,
                limit=limit,
                status=status,
            ),
            options,
        )

    async def get(self, id: str, **options: Unpack[RequestOptions]) -> BankStatement:
        """Get a bank statement, to learn its status.

        ``GET /v3/bank_statements/{id}``, at most 10 a second for each key.

        Poll this until the status is `completed` (the results can be fetched) or `error` (there are
        none; `error` of the statement says why).

        Args:
            id: The id of the bank statement, as returned when it was uploaded.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The statement.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no bank statement with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.get", options)
        reply = await self._client.send(bank_statements_get.request(id), **options)
        return reply.value

    async def delete(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a bank statement permanently.

        ``DELETE /v3/bank_statements/{id}``, at most 10 a second for each key.

        The statement and its results can no longer be read. This cannot be undone. Deleting it once
        more is answered 404.

        Args:
            id: The id of the bank statement, as returned when it was uploaded.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no bank statement with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.delete", options)
        await self._client.send(bank_statements_delete.request(id), **options)

    async def results(self, id: str, **options: Unpack[RequestOptions]) -> BankStatementResults:
        """Get what was read from a completed bank statement.

        ``GET /v3/bank_statements/{id}/results``, at most 10 a second for each key.

        Returns the accounts of the statement with their balances and transactions. The transactions
        are as read, not enriched: submit them to have that done.

        There are results only once the status is `completed`. Before that, and for a statement that
        ended with status `error`, the request is refused with a 4xx status.

        Args:
            id: The id of the bank statement, as returned when it was uploaded.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The accounts of the statement.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The request cannot be carried out as it is: the results asked for are
                not available.
            NotFoundError: There is no bank statement with this id, or it has no results.
            ConflictError: The results are not ready, or there are none because the job failed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.results", options)
        reply = await self._client.send(bank_statements_results.request(id), **options)
        return reply.value

    async def verify(self, id: str, **options: Unpack[RequestOptions]) -> StatementInfo:
        """Read the essentials from a bank statement's first page.

        ``POST /v3/bank_statements/{id}/verify``, at most 10 a second for each key.

        Tells the bank, the period, the account holder and the accounts. It reads the first page
        only and answers at once, usually before the full results are ready; the two may differ.

        Args:
            id: The id of the bank statement, as returned when it was uploaded.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The essentials. What could not be read is null.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no bank statement with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("bank_statements.verify", options)
        reply = await self._client.send(bank_statements_verify.request(id), **options)
        return reply.value
