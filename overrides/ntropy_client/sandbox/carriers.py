"""Those that carry payments for others, and say so at the start of the descriptor."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CARRIERS", "Carrier"]


class Carrier(NamedTuple):
    """An organisation that carries payments.

    Attributes:
        name: Its usual name.
        website: Its host, with a path where several share one; the id of the entity follows from it.
        pattern: Regular expression for the beginning of the descriptor in capitals; an asterisk may follow.
        persons: Whether an unknown other side is a person.
    """

    name: str
    website: str
    pattern: str
    persons: bool = False


CARRIERS: tuple[Carrier, ...] = (
    Carrier("Cash App", "cash.app", r"CASH ?APP|SQ CASH", persons=True),
    Carrier("Square", "squareup.com", r"(?:SQ|SQC|SQUARE)(?= ?\*)"),
    Carrier("PayPal", "paypal.com", r"PAYPAL(?: INST XFER)?|(?:PP|PYPL)(?= ?\*)"),
    Carrier("Toast", "toasttab.com", r"TST(?= ?\*)"),
    Carrier("Shopify", "shopify.com", r"(?:SP|SHOPIFY)(?= ?\*)"),
    Carrier("Stripe", "stripe.com", r"STRIPE(?: PAYMENT)?|ST(?= ?\*)"),
    Carrier("SumUp", "sumup.com", r"SUMUP"),
    Carrier("Zettle", "zettle.com", r"ZETTLE|IZ(?= ?\*)"),
    Carrier("Klarna", "klarna.com", r"KLARNA"),
    Carrier("DoorDash", "doordash.com", r"DD ?\* ?DOORDASH|(?:DD|DOORDASH)(?= ?\*)"),
    Carrier("Google Pay", "pay.google.com", r"GPAY|GOOGLE PAY"),
    Carrier("Apple Pay", "apple.com/apple-pay", r"APPLE ?PAY"),
    Carrier("Zelle", "zellepay.com", r"ZELLE(?: PAYMENT| TRANSFER)?(?: TO| FROM)?", persons=True),
    Carrier("Venmo", "venmo.com", r"VENMO(?: PAYMENT| CASHOUT)?(?: TO| FROM)?", persons=True),
    Carrier("Wise", "wise.com", r"(?:TRANSFER)?WISE(?: PAYMENT)?(?: TO| FROM)?", persons=True),
)
