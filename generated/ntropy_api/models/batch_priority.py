from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["BatchPriority"]


class BatchPriority(OpenEnum):
    """How soon a batch is worked on, compared with others.

    - `default`: the usual treatment.
    - `low`: it can wait, others may be worked on first.
    """

    DEFAULT: ClassVar[BatchPriority] = known("default")
    LOW: ClassVar[BatchPriority] = known("low")
