from __future__ import annotations

from ..model import Model
from .batch_status import BatchStatus
from .enriched_transaction import EnrichedTransaction

__all__ = ["BatchResult"]


class BatchResult(Model, frozen=True, kw_only=True):
    """The results of a completed batch."""

    id: str
    """The id of the batch."""
    total: int
    """How many transactions were submitted, and so how many results there are."""
    status: BatchStatus
    """The status of the batch."""
    results: list[EnrichedTransaction]
    """One result for each submitted transaction, in the order of submission. Look at the `error` of
    each.
    """
