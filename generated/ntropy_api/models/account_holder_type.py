from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["AccountHolderType"]


class AccountHolderType(OpenEnum):
    """What an account holder is. It decides which categories there are.

    - `consumer`: a private person.
    - `business`: a company or another organisation.
    """

    CONSUMER: ClassVar[AccountHolderType] = known("consumer")
    BUSINESS: ClassVar[AccountHolderType] = known("business")
