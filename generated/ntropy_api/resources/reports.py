"""Report a wrong enrichment, and follow what becomes of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Unpack

from ..api.reports import reports_create, reports_delete, reports_get, reports_list
from ..pages import AsyncPages, Page, first_page
from ..request import check_options

if TYPE_CHECKING:
    from ..models import Report, ReportStatus
    from ..request import RequestOptions
    from ..sender import AsyncSender, Sender

__all__ = ["AsyncReports", "Reports"]


class Reports:
    """Report a wrong enrichment, and follow what becomes of the report."""

    def __init__(self, client: Sender) -> None:
        self._client = client

    def create(
        self,
        *,
        transaction_id: str,
        description: str,
        fields: Sequence[str],
        **options: Unpack[RequestOptions],
    ) -> Report:
        """Report a wrong enrichment.

        ``POST /v3/reports``.

        Tell what is wrong with which fields of a transaction, and people look into it. The report
        starts as `open`; its status tells how it goes on. Every call makes a new report.

        Args:
            transaction_id: The id of the transaction.
            description: What is wrong, in words.
            fields: The paths of the fields that are wrong, such as `.entities.counterparty`.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The new report.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("reports.create", options)
        return self._client.send(
            reports_create.request(transaction_id=transaction_id, description=description, fields=fields),
            **options,
        ).value

    def list(
        self,
        *,
        created_after: dt.datetime | str | None = None,
        created_before: dt.datetime | str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        status: ReportStatus | Literal["open", "pending", "resolved", "rejected"] | None = None,
        **options: Unpack[RequestOptions],
    ) -> Page[Report]:
        """List reports, newest first.

        ``GET /v3/reports``.

        Filters can be combined; a report is listed when it passes all of them.

        Args:
            created_after: Only items created at this moment or later. RFC 3339, with a zone. A
                datetime without a zone means UTC.
            created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
                without a zone means UTC.
            cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the
                first page, and keep the filters of the first page with it.
            limit: How many reports to return on one page; 10 when left out.
            status: Only reports that have this status now.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("reports.list", options)
        return first_page(
            self._client,
            reports_list.request(
                created_after=created_after,
                created_before=created_before,
                cursor=cursor,
                limit=limit,
                status=status,
            ),
            options,
        )

    def get(self, id: str, **options: Unpack[RequestOptions]) -> Report:
        """Get a report, to learn its status.

        ``GET /v3/reports/{id}``.

        A report that was rejected says why in `rejection_reason`.

        Args:
            id: The id of the report, as returned when it was made.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The report.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no report with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("reports.get", options)
        return self._client.send(reports_get.request(id), **options).value

    def delete(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a report.

        ``DELETE /v3/reports/{id}``.

        The report can no longer be read. Deleting it once more is answered 404.

        Args:
            id: The id of the report, as returned when it was made.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no report with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("reports.delete", options)
        self._client.send(reports_delete.request(id), **options)


class AsyncReports:
    """Report a wrong enrichment, and follow what becomes of the report."""

    def __init__(self, client: AsyncSender) -> None:
        self._client = client

    async def create(
        self,
        *,
        transaction_id: str,
        description: str,
        fields: Sequence[str],
        **options: Unpack[RequestOptions],
    ) -> Report:
        """Report a wrong enrichment.

        ``POST /v3/reports``.

        Tell what is wrong with which fields of a transaction, and people look into it. The report
        starts as `open`; its status tells how it goes on. Every call makes a new report.

        Args:
            transaction_id: The id of the transaction.
            description: What is wrong, in words.
            fields: The paths of the fields that are wrong, such as `.entities.counterparty`.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The new report.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("reports.create", options)
        reply = await self._client.send(
            reports_create.request(transaction_id=transaction_id, description=description, fields=fields),
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
        status: ReportStatus | Literal["open", "pending", "resolved", "rejected"] | None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncPages[Report]:
        """List reports, newest first.

        ``GET /v3/reports``.

        Filters can be combined; a report is listed when it passes all of them.

        Args:
            created_after: Only items created at this moment or later. RFC 3339, with a zone. A
                datetime without a zone means UTC.
            created_before: Only items created before this moment. RFC 3339, with a zone. A datetime
                without a zone means UTC.
            cursor: Where to go on: the `next_cursor` of the page before. Leave it out to get the
                first page, and keep the filters of the first page with it.
            limit: How many reports to return on one page; 10 when left out.
            status: Only reports that have this status now.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The first page. Iterate over it for all items; further pages are fetched as needed.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("reports.list", options)
        return AsyncPages(
            self._client,
            reports_list.request(
                created_after=created_after,
                created_before=created_before,
                cursor=cursor,
                limit=limit,
                status=status,
            ),
            options,
        )

    async def get(self, id: str, **options: Unpack[RequestOptions]) -> Report:
        """Get a report, to learn its status.

        ``GET /v3/reports/{id}``.

        A report that was rejected says why in `rejection_reason`.

        Args:
            id: The id of the report, as returned when it was made.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            The report.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no report with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("reports.get", options)
        reply = await self._client.send(reports_get.request(id), **options)
        return reply.value

    async def delete(self, id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a report.

        ``DELETE /v3/reports/{id}``.

        The report can no longer be read. Deleting it once more is answered 404.

        Args:
            id: The id of the report, as returned when it was made.
            **options: `retries`, `request_id`, `api_key`, `headers`, `timeout` (seconds of silence)
                and `deadline` (seconds for the whole call).

        Returns:
            Nothing.

        Raises:
            RequestValidationError: An argument does not fit; nothing was sent.
            NotFoundError: There is no report with this id.
            NtropyError: As every call: the network, the key, limits, the server.
        """
        check_options("reports.delete", options)
        await self._client.send(reports_delete.request(id), **options)
