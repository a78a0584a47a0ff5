from __future__ import annotations

from ..model import Model

__all__ = ["LabelSet"]


class LabelSet(Model, frozen=True, kw_only=True):
    """Labels of both sides."""

    front: list[str]
    """In front."""
    back: list[str]
    """Behind."""
