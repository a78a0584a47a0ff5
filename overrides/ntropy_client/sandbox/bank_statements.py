"""Bank statements: uploaded, watched, and what was read from them fetched."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from ntropy_client.sandbox import reading
from ntropy_client.sandbox.account import Account
from ntropy_client.sandbox.answer import Answer, Call, RefusedError, encode
from ntropy_client.sandbox.form import Part
from ntropy_client.sandbox.pages import listing
from ntropy_client.sandbox.statement import Statement, StatementPace

__all__ = ["BankStatements"]

_FORMER = {"processed": "completed", "failed": "error"}
"""What statuses were called before. No statement is ever `queued` here."""


class BankStatements:
    """What the operations `bank_statements_…` do: one method each, called with the account locked.

    Args:
        pace: How fast statements are read.
    """

    def __init__(self, pace: StatementPace) -> None:
        self._pace = pace

    def create(self, call: Call) -> Answer:
        """Take a file in.

        Args:
            call: The request.

        Returns:
            200 with a `BankStatement`.
        """
        file: Part = call.body["file"]
        id = call.account.new_id("bank statement")
        statement = Statement.of(
            file.content,
            id=id,
            position=call.account.new_position(),
            name=file.filename or "",
            created=call.now,
            pace=self._pace,
        )
        call.account.statements[id] = statement
        call.account.plan(statement.ends, partial(self._end, call.account, statement))
        return Answer.json(self.view(statement, call))

    def list(self, call: Call) -> Answer:
        """List bank statements, newest first.

        Args:
            call: The request.

        Returns:
            200 with a `BankStatementPage`.

        Raises:
            RefusedError: 422.
        """
        status: str | None = call.query.get("status")
        status = status and _FORMER.get(status, status)
        return listing(
            call,
            reversed(call.account.statements.values()),
            lambda statement: self.view(statement, call),
            lambda statement: status is None or statement.status(call.now) == status,
        )

    def get(self, call: Call) -> Answer:
        """Show a bank statement.

        Args:
            call: The request.

        Returns:
            200 with a `BankStatement`.

        Raises:
            RefusedError: 404.
        """
        return Answer.json(self.view(self._find(call), call))

    def results(self, call: Call) -> Answer:
        """Give what was read from a completed bank statement.

        Args:
            call: The request.

        Returns:
            200 with `BankStatementResults`.

        Raises:
            RefusedError: 404, 409.
        """
        statement = self._find(call)
        status = statement.status(call.now)
        if status == "processing":
            raise RefusedError(409, "Results are not ready yet")
        if status == "error":
            raise RefusedError(409, "The job failed and has no results")
        return Answer(200, lambda: encode(self.read(statement)))

    def verify(self, call: Call) -> Answer:
        """Give what can be read from the first page, also before the statement is completed.

        Args:
            call: The request.

        Returns:
            200 with a `StatementInfo`.

        Raises:
            RefusedError: 404.
        """
        return Answer.json(reading.first_page(self._find(call)))

    def delete(self, call: Call) -> Answer:
        """Delete a bank statement.

        Args:
            call: The request.

        Returns:
            204.

        Raises:
            RefusedError: 404.
        """
        del call.account.statements[self._find(call).id]
        return Answer(204)

    def read(self, statement: Statement) -> dict[str, Any]:
        """Read a bank statement.

        Args:
            statement: One that is completed.

        Returns:
            `BankStatementResults`.
        """
        return reading.results(statement)

    def view(self, statement: Statement, call: Call) -> dict[str, Any]:
        """Show a bank statement.

        Args:
            statement: The bank statement.
            call: The request.

        Returns:
            A `BankStatement`.
        """
        return statement.view(call.now)

    def _end(self, account: Account, statement: Statement, moment: datetime) -> None:
        if statement.id in account.statements:
            data = statement.view(moment)
            account.tell(f"bank_statements.{data['status']}", data, moment)

    def _find(self, call: Call) -> Statement:
        statement = call.account.statements.get(call.path["id"])
        if statement is None:
            raise RefusedError(404, "Bank statement with the provided id not found.")
        return statement
