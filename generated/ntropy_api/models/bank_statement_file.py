from __future__ import annotations

from ..model import Model

__all__ = ["BankStatementFile"]


class BankStatementFile(Model, frozen=True, kw_only=True):
    """The uploaded file."""

    no_pages: int
    """How many pages the file has."""
    size: int | None = None
    """The size of the file in bytes."""
