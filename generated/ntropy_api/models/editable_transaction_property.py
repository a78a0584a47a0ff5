from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["EditableTransactionProperty"]


class EditableTransactionProperty(OpenEnum):
    """A property of a transaction that a rule can set."""

    LOGO: ClassVar[EditableTransactionProperty] = known("logo")
    WEBSITE: ClassVar[EditableTransactionProperty] = known("website")
    MERCHANT: ClassVar[EditableTransactionProperty] = known("merchant")
    MERCHANT_ID: ClassVar[EditableTransactionProperty] = known("merchant_id")
    LOCATION: ClassVar[EditableTransactionProperty] = known("location")
    PERSON: ClassVar[EditableTransactionProperty] = known("person")
    TRANSACTION_TYPE: ClassVar[EditableTransactionProperty] = known("transaction_type")
