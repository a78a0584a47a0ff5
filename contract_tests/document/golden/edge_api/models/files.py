from __future__ import annotations

from ..model import Model

__all__ = ["Files"]


class Files(Model, frozen=True, kw_only=True):
    """The files of a thing; a model that is called like a resource."""

    count: int
    """How many."""
