from __future__ import annotations

from ..model import Model
from .counterparty import Counterparty
from .intermediary import Intermediary

__all__ = ["Entities"]


class Entities(Model, frozen=True, kw_only=True):
    """The organisations and persons that took part in a transaction."""

    counterparty: Counterparty | None = None
    """The other side of the transaction. Null when it is not known."""
    intermediaries: list[Intermediary] | None = None
    """Those that carried the transaction, such as a payment processor."""
