from __future__ import annotations

from ..model import Model

__all__ = ["CategorySet"]


class CategorySet(Model, frozen=True, kw_only=True):
    """The names of the categories that a transaction can have in `categories.general`, by direction."""

    incoming: list[str]
    """The categories of transactions that bring money in."""
    outgoing: list[str]
    """The categories of transactions that take money out."""
