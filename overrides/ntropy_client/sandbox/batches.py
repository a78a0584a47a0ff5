"""Batches: submitted, watched, and their results fetched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ntropy_client.sandbox.answer import Answer, Call, RefusedError, encode
from ntropy_client.sandbox.enrichment import enrich, submitted
from ntropy_client.sandbox.job import Job, Pace
from ntropy_client.sandbox.pages import listing
from ntropy_client.sandbox.profile import View
from ntropy_client.sandbox.rows import Rows

__all__ = ["BATCH_ERROR", "Batches"]

BATCH_ERROR = "sandbox:batch-error"
"""An item whose description has this makes its batch fail."""


class Batches:
    """What the operations `batches_…` do: one method each, called with the account locked.

    Args:
        pace: How fast batches are worked on.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    def create(self, call: Call) -> Answer:
        """Take a batch on.

        Args:
            call: The request.

        Returns:
            200 with a `Batch`.

        Raises:
            RefusedError: 423.
        """
        rows = [submitted(item) for item in call.body["data"]]
        call.account.credits.spend(len(rows), call.now)
        job = Job(
            id=call.account.new_id("batch"),
            position=len(call.account.jobs) + 1,
            operation=call.body["operation"],
            priority=call.body.get("priority", "default"),
            rows=Rows(rows),
            created=call.now,
            ends_well=not any(BATCH_ERROR in row["description"] for row in rows),
            pace=self._pace,
        )
        call.account.submit(job)
        return Answer.json(self.view(job, call))

    def list(self, call: Call) -> Answer:
        """List batches, newest first.

        Args:
            call: The request.

        Returns:
            200 with a `BatchPage`.

        Raises:
            RefusedError: 422.
        """
        status: str | None = call.query.get("status")
        return listing(
            call,
            reversed(call.account.jobs.values()),
            lambda job: self.view(job, call),
            lambda job: status is None or job.status(call.now) == status,
        )

    def get(self, call: Call) -> Answer:
        """Show a batch.

        Args:
            call: The request.

        Returns:
            200 with a `Batch`.

        Raises:
            RefusedError: 404.
        """
        return Answer.json(self.view(self._find(call), call))

    def results(self, call: Call) -> Answer:
        """Give the results of a completed batch, in the order of submission.

        Args:
            call: The request.

        Returns:
            200 with a `BatchResult`.

        Raises:
            RefusedError: 404, 409.
        """
        job = self._find(call)
        status = job.status(call.now)
        if status == "processing":
            raise RefusedError(409, "Results are not ready yet")
        if status == "error":
            raise RefusedError(409, "The job failed and has no results")
        return Answer(200, partial(self._write, job, call.account.ended[job.id]))

    def enriched(self, job: Job, view: View) -> Iterator[dict[str, Any]]:
        """Enrich the rows of a completed batch.

        Args:
            job: The batch.
            view: What was set up when it completed.

        Yields:
            An `EnrichedTransaction` for each row.
        """
        for row in job.rows:
            yield enrich(row, job.ends, view)

    def view(self, job: Job, call: Call) -> dict[str, Any]:
        """Show a batch.

        Args:
            job: The batch.
            call: The request.

        Returns:
            A `Batch`.
        """
        return job.view(call.now)

    def _find(self, call: Call) -> Job:
        job = call.account.jobs.get(call.path["id"])
        if job is None:
            raise RefusedError(404, "Batch with the provided id not found.")
        return job

    def _write(self, job: Job, view: View) -> bytes:
        head = encode({"id": job.id, "total": len(job.rows), "status": "completed"})
        # Row by row, so that a full batch is in memory only once.
        return head[:-1] + b',"results":[' + b",".join(map(encode, self.enriched(job, view))) + b"]}"
