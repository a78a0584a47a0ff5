"""Enrich many transactions in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Unpack

from ..api.batches import batches_create, batches_get, batches_list, batches_results
from ..pages import AsyncPages, Page, first_page
from ..request import check_options

if TYPE_CHECKING:
    from ..json_types import (
        TransactionInputDict,
    )
    from ..models import Batch, BatchOperation, BatchPriority, BatchResult, BatchStatus, TransactionInput
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender

__all__ = ["AsyncBatches", "Batches"]


class Batches:
    """Enrich many transactions in the background. Submit a batch, poll it until its status is
    `completed` or `error`, then fetch its results. A batch is the better choice for whatever need
    not be answered at once.
    """

    def __init__(self, client: Sender) -> None:
        self._client = client

    def create(
        self,
        *,
        data: Sequence[TransactionInput | TransactionInputDict],
        operation: BatchOperation | Literal["POST /v3/transactions"] = "POST /v3/transactions",
        priority: BatchPriority | Literal["default", "low"] | None = None,
        **options: Unpack[RequestOptions],
    ) -> Batch:
        """Submit many transactions for enrichment in the background.

        ``POST /v3/batches``, at most 20 a second for each key.

        Returns at once, as a rule with status `processing`. Poll the batch until its status is
        `completed`, then fetch its results. The transactions can afterwards be read, listed,
        reassigned and deleted like any other.

        A transaction id that was used before replaces the earlier transaction. Every call makes a
        new batch and each of its transactions costs a credit, so repeat a call only when you know
        that the first one failed.

        Args:
            data: The transactions, 24,960 at most.
            operation: What is done with each item of a batch.
            priority: How soon the batch is worked on, compared with others; default when left out.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The new batch.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            QuotaExceededError: The remaining credits do not cover this request. Credits are
                refilled over time.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("batches.create", options)
        return self._client.send(
            batches_create.request(data=data, operation=operation, priority=priority), **options
        ).value

    def list(
        self,
        *,
        created_after: dt.datetime | str | None = None,
        created_before: dt.datetime | str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        status: BatchStatus | Literal["processing", "completed", "error"] | None = None,
        **options: Unpack[RequestOptions],
    ) -> Page[Batch]:
        """List batches, newest first.

        ``GET /v3/batches``, at most 20 a second for each key.

        Filters can be combined; a batch is listed when it passes all of them.

        Args:
            created_after: Only items created at this moment or later. RFC 3339, with a zone. A
                datetime without a zone means UTC.
            created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
                without a zone means UTC.
            cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the
                first page, and keep the filters of the first page with it.
            limit: How many batches to return on one page; 10 when left out.
            status: Only batches that have this status now.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("batches.list", options)
        return first_page(
            self._client,
            batches_list.request(
                created_after=created_after,
                created_before=created_before,
                cursor=cursor,
                limit=limit,
                status=status,
            ),
            options,
        )

    def get(self, id: str, **options: Unpack[RequestOptions]) -> Batch:
        """Get a batch, to learn its status and progress.

        ``GET /v3/batches/{id}``, at most 20 a second for each key.

        Poll this until the status is `completed` (the results can be fetched) or `error` (there are
        none; submit the whole batch again). Once either is reached the batch no longer changes.
        Transactions that could not be enriched do not make the status `error`: look at the `error`
        of each result.

        Args:
            id: The id of the batch, as returned when it was submitted.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The batch.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no batch with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("batches.get", options)
        return self._client.send(batches_get.request(id), **options).value

    def results(self, id: str, **options: Unpack[RequestOptions]) -> BatchResult:
        """Get the results of a completed batch.

        ``GET /v3/batches/{id}/results``, at most 10 a second for each key.

        Returns all results at once, one for each submitted transaction, in the order of submission.
        A transaction that could not be enriched has its `error` set; that does not change the
        status of the batch.

        There are results only once the status is `completed`. Before that, and for a batch that
        ended with status `error`, the request is refused with a 4xx status.

        Args:
            id: The id of the batch, as returned when it was submitted.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The results, in the order of submission.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The request cannot be carried out as it is: the results asked for are
                not available.
            NotFoundError: There is no batch with this id, or it has no results.
            ConflictError: The results are not ready, or there are none because the job failed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("batches.results", options)
        return self._client.send(batches_results.request(id), **options).value


class AsyncBatches:
    """Enrich many transactions in the background. Submit a batch, poll it until its status is
    `completed` or `error`, then fetch its results. A batch is the better choice for whatever need
    not be answered at once.
    """

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def create(
        self,
        *,
        data: Sequence[TransactionInput | TransactionInputDict],
        operation: BatchOperation | Literal["POST /v3/transactions"] = "POST /v3/transactions",
        priority: BatchPriority | Literal["default", "low"] | None = None,
        **options: Unpack[RequestOptions],
    ) -> Batch:
        """Submit many transactions for enrichment in the background.

        ``POST /v3/batches``, at most 20 a second for each key.

        Returns at once, as a rule with status `processing`. Poll the batch until its status is
        `completed`, then fetch its results. The transactions can afterwards be read, listed,
        reassigned and deleted like any other.

        A transaction id that was used before replaces the earlier transaction. Every call makes a
        new batch and each of its transactions costs a credit, so repeat a call only when you know
        that the first one failed.

        Args:
            data: The transactions, 24,960 at most.
            operation: What is done with each item of a batch.
            priority: How soon the batch is worked on, compared with others; default when left out.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The new batch.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            QuotaExceededError: The remaining credits do not cover this request. Credits are
                refilled over time.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("batches.create", options)
        reply = await self._client.send(
            batches_create.request(data=data, operation=operation, priority=priority), **options
        )
        return reply.value

    def list(
        self,
        *,
        created_after: dt.datetime | str | None = None,
        created_before: dt.datetime | str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        status: BatchStatus | Literal["processing", "completed", "error"] | None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncPages[Batch]:
        """List batches, newest first.

        ``GET /v3/batches``, at most 20 a second for each key.

        Filters can be combined; a batch is listed when it passes all of them.

        Args:
            created_after: Only items created at this moment or later. RFC 3339, with a zone. A
                datetime without a zone means UTC.
            created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
                without a zone means UTC.
            cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the
                first page, and keep the filters of the first page with it.
            limit: How many batches to return on one page; 10 when left out.
            status: Only batches that have this status now.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("batches.list", options)
        return AsyncPages(
            self._client,
            batches_list.request(
                created_after=created_after,
                created_before=created_before,
                cursor=cursor,
                limit=limit,
                status=status,
            ),
            options,
        )

    async def get(self, id: str, **options: Unpack[RequestOptions]) -> Batch:
        """Get a batch, to learn its status and progress.

        ``GET /v3/batches/{id}``, at most 20 a second for each key.

        Poll this until the status is `completed` (the results can be fetched) or `error` (there are
        none; submit the whole batch again). Once either is reached the batch no longer changes.
        Transactions that could not be enriched do not make the status `error`: look at the `error`
        of each result.

        Args:
            id: The id of the batch, as returned when it was submitted.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The batch.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no batch with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("batches.get", options)
        reply = await self._client.send(batches_get.request(id), **options)
        return reply.value

    async def results(self, id: str, **options: Unpack[RequestOptions]) -> BatchResult:
        """Get the results of a completed batch.

        ``GET /v3/batches/{id}/results``, at most 10 a second for each key.

        Returns all results at once, one for each submitted transaction, in the order of submission.
        A transaction that could not be enriched has its `error` set; that does not change the
        status of the batch.

        There are results only once the status is `completed`. Before that, and for a batch that
        ended with status `error`, the request is refused with a 4xx status.

        Args:
            id: The id of the batch, as returned when it was submitted.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The results, in the order of submission.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            BadRequestError: The request cannot be carried out as it is: the results asked for are
                not available.
            NotFoundError: There is no batch with this id, or it has no results.
            ConflictError: The results are not ready, or there are none because the job failed.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("batches.results", options)
        reply = await self._client.send(batches_results.request(id), **options)
        return reply.value
