from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["EntryType"]


class EntryType(OpenEnum):
    """The direction of a transaction, seen from the account holder.

    - `incoming`: money comes in.
    - `outgoing`: money goes out.
    """

    INCOMING: ClassVar[EntryType] = known("incoming")
    OUTGOING: ClassVar[EntryType] = known("outgoing")
