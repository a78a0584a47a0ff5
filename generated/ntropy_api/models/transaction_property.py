from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["TransactionProperty"]


class TransactionProperty(OpenEnum):
    """A property of a transaction that an expression can read."""

    LOGO: ClassVar[TransactionProperty] = known("logo")
    WEBSITE: ClassVar[TransactionProperty] = known("website")
    MERCHANT: ClassVar[TransactionProperty] = known("merchant")
    DESCRIPTION: ClassVar[TransactionProperty] = known("description")
    MERCHANT_ID: ClassVar[TransactionProperty] = known("merchant_id")
    LOCATION: ClassVar[TransactionProperty] = known("location")
    PERSON: ClassVar[TransactionProperty] = known("person")
    TRANSACTION_TYPE: ClassVar[TransactionProperty] = known("transaction_type")
    AMOUNT: ClassVar[TransactionProperty] = known("amount")
    ENTRY_TYPE: ClassVar[TransactionProperty] = known("entry_type")
    ACCOUNT_HOLDER_TYPE: ClassVar[TransactionProperty] = known("account_holder_type")
    ACCOUNT_HOLDER_ID: ClassVar[TransactionProperty] = known("account_holder_id")
    ACCOUNT_HOLDER_NAME: ClassVar[TransactionProperty] = known("account_holder_name")
    COUNTRY: ClassVar[TransactionProperty] = known("country")
