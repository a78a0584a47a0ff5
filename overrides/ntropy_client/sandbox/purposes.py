"""Descriptors that tell what a transaction was for, whoever took part in it."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["PURPOSES", "Purpose"]

COSTS = "operational expenses"
GOODS = "cost of goods sold"

Categories = tuple[str, str, str | None]


class Purpose(NamedTuple):
    """What a transaction was for.

    Attributes:
        pattern: Regular expression over the descriptor in capitals.
        incoming: Categories when the money comes in: for a consumer, a business, its books. The last is None
            where it is not clear.
        outgoing: The same when it goes out.
        other: Where the other side is told: not at all, as an organisation before what matched, or as a
            person in its group `who`.
    """

    pattern: str
    incoming: Categories
    outgoing: Categories
    other: Literal["untold", "before", "person"] = "untold"


_PERSONAL = ("peer to peer transfer", "peer to peer transfer", None)

PURPOSES: tuple[Purpose, ...] = (
    Purpose(
        r"PAYROLL|SALARY|WAGES|DIRECT DEP(?:OSIT)?",
        ("paycheck", "reversal", None),
        ("other", "payroll", COSTS),
        "before",
    ),
    Purpose(
        r"(?:E-?TRANSFER|TRANSFER|XFER|STANDING ORDER|SEPA CREDIT)(?: TO| FROM)? "
        r"(?P<who>[A-Z][A-Z'.-]+(?: [A-Z][A-Z'.-]+){1,2})$",
        _PERSONAL,
        _PERSONAL,
        "person",
    ),
    Purpose(
        r"ATM|CASH WITHDRAWAL|CASH ADVANCE",
        ("cash deposit", "cash deposit", None),
        ("ATM withdrawal", "ATM withdrawal", None),
    ),
    Purpose(
        r"APARTMENTS|PROPERTY MGMT|PROPERTIES",
        ("rental income", "rental income", "revenue"),
        ("rent", "rent", COSTS),
        "before",
    ),
    Purpose(
        r"RENT(?! A)|LEASE PAYMENT",
        ("rental income", "rental income", "revenue"),
        ("rent", "rent", COSTS),
    ),
    Purpose(
        r"MORTGAGE|LOAN(?: PAYMENT)?",
        ("loan", "loan", "financing"),
        ("mortgage or loan", "loan repayment", "financing"),
    ),
    Purpose(
        r"INTEREST(?: PAID| EARNED| PAYMENT)?",
        ("interest earned", "interest earned", "revenue"),
        ("interest", "interest", "financing"),
    ),
    Purpose(
        r"DIVIDEND",
        ("stock dividend", "dividend", "revenue"),
        ("other", "dividend paid", "financing"),
    ),
    Purpose(
        r"(?:OVERDRAFT|MONTHLY|SERVICE|MAINTENANCE|WIRE|FOREIGN TRANSACTION) FEE",
        ("refund", "refund", COSTS),
        ("bank fee", "bank fee", COSTS),
    ),
    Purpose(
        r"SOCIAL SECURITY|SSA TREAS|UNEMPLOYMENT",
        ("benefits", "grant", "revenue"),
        ("tax payment", "taxes", "taxes"),
    ),
    Purpose(
        r"INVOICE|INV(?= |#|\d)",
        ("freelance income", "customer payment", "revenue"),
        ("other", "supplier payment", GOODS),
    ),
)
