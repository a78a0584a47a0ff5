from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from ..model import Model
from .batch_operation import BatchOperation
from .batch_priority import BatchPriority
from .transaction_input import TransactionInput

__all__ = ["BatchCreate"]


class BatchCreate(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Many transactions to enrich in the background."""

    operation: BatchOperation
    """What is done with each item of a batch.

    - `POST /v3/transactions`: enrich it as a transaction.
    """
    data: Annotated[list[TransactionInput], Meta(max_length=24960)]
    """The transactions, 24,960 at most."""
    priority: BatchPriority | None = None
    """How soon the batch is worked on, compared with others."""
