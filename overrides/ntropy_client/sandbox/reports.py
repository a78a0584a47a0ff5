"""Reports of wrong enrichments: submitted, watched and deleted."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from ntropy_client.sandbox.account import Account
from ntropy_client.sandbox.answer import Answer, Call, RefusedError
from ntropy_client.sandbox.pages import listing
from ntropy_client.sandbox.report import Report, ReportPace

__all__ = ["Reports"]


class Reports:
    """What the operations `reports_…` do: one method each, called with the account locked.

    Args:
        pace: How fast reports are worked on.
    """

    def __init__(self, pace: ReportPace) -> None:
        self._pace = pace

    def create(self, call: Call) -> Answer:
        """Take a report on.

        Args:
            call: The request.

        Returns:
            200 with a `Report`.
        """
        report = Report(
            id=call.account.new_id("report"),
            position=call.account.new_position(),
            transaction_id=call.body["transaction_id"],
            description=call.body["description"],
            fields=call.body["fields"],
            created=call.now,
            pace=self._pace,
        )
        call.account.reports[report.id] = report
        for moment in (report.pending, report.decided):
            call.account.plan(moment, partial(self._move, call.account, report))
        return Answer.json(self.view(report, call))

    def list(self, call: Call) -> Answer:
        """List reports, newest first.

        Args:
            call: The request.

        Returns:
            200 with a `ReportPage`.

        Raises:
            RefusedError: 422.
        """
        status: str | None = call.query.get("status")
        return listing(
            call,
            reversed(call.account.reports.values()),
            lambda report: self.view(report, call),
            lambda report: status is None or report.status(call.now) == status,
        )

    def get(self, call: Call) -> Answer:
        """Show a report.

        Args:
            call: The request.

        Returns:
            200 with a `Report`.

        Raises:
            RefusedError: 404.
        """
        return Answer.json(self.view(self._find(call), call))

    def delete(self, call: Call) -> Answer:
        """Delete a report.

        Args:
            call: The request.

        Returns:
            204.

        Raises:
            RefusedError: 404.
        """
        del call.account.reports[self._find(call).id]
        return Answer(204)

    def view(self, report: Report, call: Call) -> dict[str, Any]:
        """Show a report.

        Args:
            report: The report.
            call: The request.

        Returns:
            A `Report`.
        """
        return report.view(call.now)

    def _move(self, account: Account, report: Report, moment: datetime) -> None:
        if report.id in account.reports:
            data = report.view(moment)
            account.tell(f"reports.{data['status']}", data, moment)

    def _find(self, call: Call) -> Report:
        report = call.account.reports.get(call.path["id"])
        if report is None:
            raise RefusedError(404, "Report with the provided id not found.")
        return report
