from __future__ import annotations

from typing import ClassVar

from ..open_enum import OpenEnum, known

__all__ = ["AccountingCategory"]


class AccountingCategory(OpenEnum):
    """What a transaction of a business is in its books.

    - `operational expenses`: the costs of running the business.
    - `cost of goods sold`: the direct costs of what the business sells.
    - `revenue`: income from what the business sells.
    - `financing`: loans, capital and what is paid for them.
    - `taxes`: taxes and duties.
    - `investing`: buying and selling of long-term assets.
    - `not enough information`: the transaction does not say enough.
    """

    OPERATIONAL_EXPENSES: ClassVar[AccountingCategory] = known("operational expenses")
    COST_OF_GOODS_SOLD: ClassVar[AccountingCategory] = known("cost of goods sold")
    REVENUE: ClassVar[AccountingCategory] = known("revenue")
    FINANCING: ClassVar[AccountingCategory] = known("financing")
    TAXES: ClassVar[AccountingCategory] = known("taxes")
    INVESTING: ClassVar[AccountingCategory] = known("investing")
    NOT_ENOUGH_INFORMATION: ClassVar[AccountingCategory] = known("not enough information")
