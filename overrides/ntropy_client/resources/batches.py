"""Batches: submitted, waited for, and read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from ntropy_api.api.batches import batches_create, batches_get, batches_results
from ntropy_api.request import CallOptions, check_options
from ntropy_api.resources import batches as generated

from .._errors import BatchFailedError
from .._progress import require_tqdm
from .._waiting import JobKind, checked_wait, following

if TYPE_CHECKING:
    from typing import Unpack

    from ntropy_api.json_types import TransactionInputDict
    from ntropy_api.models import Batch, BatchResult, TransactionInput
    from ntropy_api.request import RequestOptions

    from .._client import AsyncNtropy, Ntropy
    from .._flows import Flow

__all__ = ["AsyncBatches", "Batches"]

_CALL_OPTIONS = frozenset(CallOptions.__annotations__)


def _failed(batch: Batch) -> BatchFailedError:
    return BatchFailedError(
        f"batch {batch.id} ended in error: it has no results; send it again as a whole", resource=batch
    )


def _listed(ids: Iterable[str]) -> list[str]:
    if isinstance(ids, str):
        raise TypeError(f"ids must be several ids, not one: give [{ids!r}]")
    return list(ids)


_BATCH = JobKind(batches_get.request, batches_results.request, _failed, "rows")


def _create_and_wait(
    client: Ntropy | AsyncNtropy,
    data: Sequence[TransactionInput | TransactionInputDict],
    timeout: float | None,
    progress: bool,
    options: CallOptions,
) -> Flow[BatchResult]:
    # What cannot work is told before anything is paid for.
    if timeout is not None:
        checked_wait(timeout)
    if progress:
        require_tqdm()
    created = yield from client.call(batches_create.request(data=data), cast("RequestOptions", {**options}))
    id = created.value.id
    try:
        return (yield from _BATCH.wait_for_results(client, id, timeout, progress, following(options)))
    except BaseException as error:
        # Whatever ends the wait, even Ctrl-C: the batch goes on, and its results are paid for.
        error.add_note(f"batch {id} was submitted: get it with batches.wait_for_results({id!r})")
        raise


class Batches(generated.Batches):
    """Enrich many transactions at once."""

    _client: Ntropy

    def __init__(self, client: Ntropy) -> None:
        super().__init__(client)

    def wait(
        self,
        id: str,
        *,
        timeout: float | None = 3600,
        progress: bool = False,
        **options: Unpack[CallOptions],
    ) -> Batch:
        """Wait until a batch is completed (``GET /v3/batches/{id}``, again and again).

        The first poll is at once; the pauses grow from 0.5 s to 10 s. A status that this version does not
        know is waited on.

        Args:
            id: The batch's id.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The completed batch.

        Raises:
            BatchFailedError: The batch ended in error.
            WaitTimeoutError: It did not end in time; it goes on, and can be waited for again.
            NotFoundError: There is no such batch.
        """
        check_options("batches.wait", options, _CALL_OPTIONS)
        batches = self._client.run(_BATCH.wait(self._client, [id], timeout, progress, options))
        return batches[0]

    def wait_all(
        self,
        ids: Iterable[str],
        *,
        timeout: float | None = 3600,
        progress: bool = False,
        **options: Unpack[CallOptions],
    ) -> list[Batch]:
        """Wait until several batches are completed, asking in turn for those that still run.

        Args:
            ids: The batches' ids.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show one progress bar for all; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The completed batches, in the order of `ids`.

        Raises:
            BatchFailedError: A batch ended in error; the others go on.
            WaitTimeoutError: A batch did not end in time; its `id` says which.
            NotFoundError: There is no such batch.
        """
        check_options("batches.wait_all", options, _CALL_OPTIONS)
        return self._client.run(_BATCH.wait(self._client, _listed(ids), timeout, progress, options))

    def wait_for_results(
        self,
        id: str,
        *,
        timeout: float | None = 3600,
        progress: bool = False,
        **options: Unpack[CallOptions],
    ) -> BatchResult:
        """Wait until a batch is completed, then get its results (``GET /v3/batches/{id}/results``).

        Args:
            id: The batch's id.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The results, one for each transaction in the order of submission. A transaction that could
            not be enriched has an `error`; it does not fail the batch.

        Raises:
            BatchFailedError: The batch ended in error: it has no results.
            WaitTimeoutError: It did not end in time; it goes on, and can be waited for again.
            NotFoundError: There is no such batch.
        """
        check_options("batches.wait_for_results", options, _CALL_OPTIONS)
        return self._client.run(_BATCH.wait_for_results(self._client, id, timeout, progress, options))

    def create_and_wait(
        self,
        data: Sequence[TransactionInput | TransactionInputDict],
        *,
        timeout: float | None = 3600,
        progress: bool = False,
        **options: Unpack[CallOptions],
    ) -> BatchResult:
        """Submit a batch (``POST /v3/batches``), wait until it is completed, and get its results.

        Args:
            data: The transactions, at most 24,960.
            timeout: Seconds for the wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The results, one for each transaction in the order of submission.

        Raises:
            RequestValidationError: A transaction does not fit the document; nothing was sent.
            QuotaExceededError: There are not enough credits.
            BatchFailedError: The batch ended in error: it has no results.
            WaitTimeoutError: It did not end in time; its `id` is the batch's, which goes on.
            NtropyError: As every call; a note (``__notes__``) names the batch once it was submitted.
        """
        check_options("batches.create_and_wait", options, _CALL_OPTIONS)
        return self._client.run(_create_and_wait(self._client, data, timeout, progress, options))


class AsyncBatches(generated.AsyncBatches):
    """Enrich many transactions at once; answers are awaited."""

    _client: AsyncNtropy

    def __init__(self, client: AsyncNtropy) -> None:
        super().__init__(client)

    async def wait(
        self,
        id: str,
        *,
        timeout: float | None = 3600,
        progress: bool = False,
        **options: Unpack[CallOptions],
    ) -> Batch:
        """Wait until a batch is completed (``GET /v3/batches/{id}``, again and again).

        The first poll is at once; the pauses grow from 0.5 s to 10 s. A status that this version does not
        know is waited on.

        Args:
            id: The batch's id.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The completed batch.

        Raises:
            BatchFailedError: The batch ended in error.
            WaitTimeoutError: It did not end in time; it goes on, and can be waited for again.
            NotFoundError: There is no such batch.
        """
        check_options("batches.wait", options, _CALL_OPTIONS)
        batches = await self._client.run(_BATCH.wait(self._client, [id], timeout, progress, options))
        return batches[0]

    async def wait_all(
        self,
        ids: Iterable[str],
        *,
        timeout: float | None = 3600,
        progress: bool = False,
        **options: Unpack[CallOptions],
    ) -> list[Batch]:
        """Wait until several batches are completed, asking in turn for those that still run.

        Args:
            ids: The batches' ids.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show one progress bar for all; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The completed batches, in the order of `ids`.

        Raises:
            BatchFailedError: A batch ended in error; the others go on.
            WaitTimeoutError: A batch did not end in time; its `id` says which.
            NotFoundError: There is no such batch.
        """
        check_options("batches.wait_all", options, _CALL_OPTIONS)
        return await self._client.run(_BATCH.wait(self._client, _listed(ids), timeout, progress, options))

    async def wait_for_results(
        self,
        id: str,
        *,
        timeout: float | None = 3600,
        progress: bool = False,
        **options: Unpack[CallOptions],
    ) -> BatchResult:
        """Wait until a batch is completed, then get its results (``GET /v3/batches/{id}/results``).

        Args:
            id: The batch's id.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The results, one for each transaction in the order of submission. A transaction that could
            not be enriched has an `error`; it does not fail the batch.

        Raises:
            BatchFailedError: The batch ended in error: it has no results.
            WaitTimeoutError: It did not end in time; it goes on, and can be waited for again.
            NotFoundError: There is no such batch.
        """
        check_options("batches.wait_for_results", options, _CALL_OPTIONS)
        return await self._client.run(_BATCH.wait_for_results(self._client, id, timeout, progress, options))

    async def create_and_wait(
        self,
        data: Sequence[TransactionInput | TransactionInputDict],
        *,
        timeout: float | None = 3600,
        progress: bool = False,
        **options: Unpack[CallOptions],
    ) -> BatchResult:
        """Submit a batch (``POST /v3/batches``), wait until it is completed, and get its results.

        Args:
            data: The transactions, at most 24,960.
            timeout: Seconds for the wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The results, one for each transaction in the order of submission.

        Raises:
            RequestValidationError: A transaction does not fit the document; nothing was sent.
            QuotaExceededError: There are not enough credits.
            BatchFailedError: The batch ended in error: it has no results.
            WaitTimeoutError: It did not end in time; its `id` is the batch's, which goes on.
            NtropyError: As every call; a note (``__notes__``) names the batch once it was submitted.
        """
        check_options("batches.create_and_wait", options, _CALL_OPTIONS)
        return await self._client.run(_create_and_wait(self._client, data, timeout, progress, options))
