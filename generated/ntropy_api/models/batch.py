from __future__ import annotations

import datetime as dt

from ..model import Model
from .batch_operation import BatchOperation
from .batch_priority import BatchPriority
from .batch_status import BatchStatus

__all__ = ["Batch"]


class Batch(Model, frozen=True, kw_only=True):
    """Transactions that are enriched together in the background, and how far that has come."""

    id: str
    """The id of the batch, made by the service."""
    operation: BatchOperation
    """What is done with each item of a batch.

    - `POST /v3/transactions`: enrich it as a transaction.
    """
    status: BatchStatus
    """What has become of the batch so far."""
    created_at: dt.datetime
    """When the batch was submitted. Without a zone it means UTC."""
    updated_at: dt.datetime
    """When the batch last changed. Without a zone it means UTC."""
    progress: int
    """How many transactions have been worked on so far, whether they were enriched or not. It never
    goes down.
    """
    total: int
    """How many transactions were submitted."""
    priority: BatchPriority | None = None
    """How soon a batch is worked on, compared with others.

    - `default`: the usual treatment.
    - `low`: it can wait, others may be worked on first.
    """
