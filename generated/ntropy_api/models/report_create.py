from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from ..model import Model

__all__ = ["ReportCreate"]


class ReportCreate(Model, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wrong enrichment to report."""

    transaction_id: Annotated[str, Meta(min_length=1)]
    """The id of the transaction."""
    description: str
    """What is wrong, in words."""
    fields: list[str]
    """The paths of the fields that are wrong, such as `.entities.counterparty`."""
