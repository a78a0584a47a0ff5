from __future__ import annotations

from ..model import Model
from .batch import Batch
from .batch_event_type import BatchEventType

__all__ = ["BatchEvent"]


class BatchEvent(Model, frozen=True, kw_only=True):
    """What a webhook is told when a batch has ended."""

    event_id: str
    """The id of the event. A repeated delivery has the same, so keep the ids you have seen."""
    event_type: BatchEventType
    """What happened to a batch.

    - `batches.completed`: it has been worked on, the results can be fetched.
    - `batches.error`: it failed.
    """
    data: Batch
    """Transactions that are enriched together in the background, and how far that has come."""
