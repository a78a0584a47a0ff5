from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["BatchOperation"]


class BatchOperation(OpenEnum):
    """What is done with each item of a batch.

    - `POST /v3/transactions`: enrich it as a transaction.
    """

    POST_TRANSACTIONS: ClassVar[BatchOperation] = known("POST /v3/transactions")
