from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["BatchEventType"]


class BatchEventType(OpenEnum):
    """What happened to a batch.

    - `batches.completed`: it has been worked on, the results can be fetched.
    - `batches.error`: it failed.
    """

    BATCHES_COMPLETED: ClassVar[BatchEventType] = known("batches.completed")
    BATCHES_ERROR: ClassVar[BatchEventType] = known("batches.error")
