"""What bank statements are made of in the sandbox: banks, their customers, and what these pay for."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["BANKS", "INCOMING", "OUTGOING", "Address", "Bank"]


class Address(NamedTuple):
    """Where a customer lives."""

    street: str
    postcode: str
    city: str
    state: str | None
    country: str


class Bank(NamedTuple):
    """A bank that nobody has an account at.

    Attributes:
        name: Of the bank.
        currency: Of its accounts.
        address: Of its customers.
        people: Names of customers.
        companies: Names of others.
    """

    name: str
    currency: str
    address: Address
    people: tuple[str, ...]
    companies: tuple[str, ...]


BANKS = (
    Bank(
        "Prairie National Bank",
        "USD",
        Address("601 Rosebud Avenue", "77901", "Victoria", "Texas", "United States"),
        ("John Doe", "Maria Alvarez", "Denise Whitfield"),
        ("Whitfield Plumbing LLC", "Lone Star Analytics, Inc."),
    ),
    Bank(
        "Harbor Street Credit Union",
        "USD",
        Address("48 Pike Lane", "98101", "Seattle", "Washington", "United States"),
        ("Jane Doe", "Kenji Watanabe", "Olivia Brandt"),
        ("Rainy City Roasters LLC", "Sound Cartography Inc."),
    ),
    Bank(
        "Severn & Wye Bank",
        "GBP",
        Address("12 Mill Row", "BS1 4DJ", "Bristol", None, "United Kingdom"),
        ("Priya Shah", "Owen Pritchard", "Eilidh Murray"),
        ("Pritchard Joinery Ltd", "Bluebell Bookshop Ltd"),
    ),
    Bank(
        "Elbufer Bank eG",
        "EUR",
        Address("Kanalstraße 7", "20095", "Hamburg", None, "Germany"),
        ("Jürgen Weiß", "Anna Öztürk", "Lena Sørensen"),
        ("Weiß & Söhne GmbH", "Kranblick Software GmbH"),
    ),
)

# Texts, in which a # is any digit, and the range of the amount in cents.
OUTGOING = (
    ("STARBUCKS STORE 0#### SEATTLE WA", 320, 1890),
    ("SQ *BLUE BOTTLE COFFEE", 450, 1600),
    ("MCDONALD'S F#####", 510, 2400),
    ("UBER TRIP HELP.UBER.COM", 780, 6200),
    ("AMZN Mktp US*2K#####", 599, 18999),
    ("NETFLIX.COM", 1549, 1549),
    ("SPOTIFY USA", 1099, 1099),
    ("WALMART SUPERCENTER ####", 1250, 21000),
    ("SHELL OIL 5744####", 2100, 9800),
    ("AIRBNB * HM########", 8900, 64000),
    ("CITY UTILITIES ELECTRIC BILL ####", 4200, 22000),
    ("RENT PAYMENT MAPLE COURT APT ##", 90000, 240000),
    ("ATM WITHDRAWAL ######", 2000, 30000),
    ("CHECK ####", 1500, 95000),
    ("ONLINE TRANSFER TO SAVINGS XX####", 5000, 80000),
    ("MONTHLY SERVICE FEE", 500, 1500),
)

INCOMING = (
    ("PAYROLL DEPOSIT ACME CORP ######", 120000, 480000),
    ("STRIPE TRANSFER ST-########", 15000, 390000),
    ("MOBILE DEPOSIT REF ######", 2500, 120000),
    ("ZELLE FROM ALEX MORGAN ####", 1000, 45000),
    ("REFUND AMZN MKTPLACE ####", 599, 12000),
    ("INTEREST PAID", 12, 2600),
)
