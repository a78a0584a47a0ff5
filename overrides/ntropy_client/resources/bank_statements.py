"""Bank statements: uploaded, waited for, and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ntropy_api.api.bank_statements import bank_statements_get, bank_statements_results
from ntropy_api.request import CallOptions, check_options
from ntropy_api.resources import bank_statements as generated

from .._errors import BankStatementFailedError
from .._waiting import JobKind

if TYPE_CHECKING:
    from typing import Unpack

    from ntropy_api.models import BankStatement, BankStatementResults

    from .._client import AsyncNtropy, Ntropy

__all__ = ["AsyncBankStatements", "BankStatements"]

_CALL_OPTIONS = frozenset(CallOptions.__annotations__)


def _failed(statement: BankStatement) -> BankStatementFailedError:
    # A statement that failed should say why, but a server may leave it out.
    reason = "no reason was given"
    if statement.error is not None:
        reason = f"{statement.error.message} ({statement.error.code!s})"
    return BankStatementFailedError(
        f"bank statement {statement.id} could not be read: {reason}", resource=statement
    )


_STATEMENT = JobKind(bank_statements_get.request, bank_statements_results.request, _failed, "statements")


class BankStatements(generated.BankStatements):
    """Have bank statements read."""

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
    ) -> BankStatement:
        """Wait until a statement has been read (``GET /v3/bank_statements/{id}``, again and again).

        The first poll is at once; the pauses grow from 0.5 s to 10 s. A status that this version does not
        know is waited on.

        Args:
            id: The statement's id.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The completed statement.

        Raises:
            BankStatementFailedError: The statement could not be read; its `resource` says why.
            WaitTimeoutError: It did not end in time; it goes on, and can be waited for again.
            NotFoundError: There is no such statement.
        """
        check_options("bank_statements.wait", options, _CALL_OPTIONS)
        statements = self._client.run(_STATEMENT.wait(self._client, [id], timeout, progress, options))
        return statements[0]

    def wait_for_results(
        self,
        id: str,
        *,
        timeout: float | None = 3600,
        progress: bool = False,
        **options: Unpack[CallOptions],
    ) -> BankStatementResults:
        """Wait until a statement has been read, then get what it says (``GET /v3/bank_statements/{id}/results``).

        Args:
            id: The statement's id.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The accounts of the statement with their transactions, which are not enriched.

        Raises:
            BankStatementFailedError: The statement could not be read; its `resource` says why.
            WaitTimeoutError: It did not end in time; it goes on, and can be waited for again.
            NotFoundError: There is no such statement.
        """
        check_options("bank_statements.wait_for_results", options, _CALL_OPTIONS)
        return self._client.run(_STATEMENT.wait_for_results(self._client, id, timeout, progress, options))


class AsyncBankStatements(generated.AsyncBankStatements):
    """Have bank statements read; answers are awaited."""

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
    ) -> BankStatement:
        """Wait until a statement has been read (``GET /v3/bank_statements/{id}``, again and again).

        The first poll is at once; the pauses grow from 0.5 s to 10 s. A status that this version does not
        know is waited on.

        Args:
            id: The statement's id.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The completed statement.

        Raises:
            BankStatementFailedError: The statement could not be read; its `resource` says why.
            WaitTimeoutError: It did not end in time; it goes on, and can be waited for again.
            NotFoundError: There is no such statement.
        """
        check_options("bank_statements.wait", options, _CALL_OPTIONS)
        statements = await self._client.run(_STATEMENT.wait(self._client, [id], timeout, progress, options))
        return statements[0]

    async def wait_for_results(
        self,
        id: str,
        *,
        timeout: float | None = 3600,
        progress: bool = False,
        **options: Unpack[CallOptions],
    ) -> BankStatementResults:
        """Wait until a statement has been read, then get what it says (``GET /v3/bank_statements/{id}/results``).

        Args:
            id: The statement's id.
            timeout: Seconds for the whole wait; None waits without end, 0 asks once.
            progress: Whether to show a progress bar; needs the extra ``[progress]``.
            **options: `retries`, `request_id` (of the first request), `api_key` and `headers` of every request.

        Returns:
            The accounts of the statement with their transactions, which are not enriched.

        Raises:
            BankStatementFailedError: The statement could not be read; its `resource` says why.
            WaitTimeoutError: It did not end in time; it goes on, and can be waited for again.
            NotFoundError: There is no such statement.
        """
        check_options("bank_statements.wait_for_results", options, _CALL_OPTIONS)
        return await self._client.run(
            _STATEMENT.wait_for_results(self._client, id, timeout, progress, options)
        )
