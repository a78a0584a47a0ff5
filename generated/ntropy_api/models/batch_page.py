from __future__ import annotations

from ..model import Model
from .batch import Batch

__all__ = ["BatchPage"]


class BatchPage(Model, frozen=True, kw_only=True):
    """One page of a list of batches, newest first."""

    next_cursor: str | None
    """Pass it as `cursor` to get the next page. Null on the last page."""
    data: list[Batch]
    """The batches on this page."""
