"""Read a descriptor: who was paid, through whom, and what for."""

from __future__ import annotations

import re
from functools import lru_cache
from string import capwords
from typing import NamedTuple

from ntropy_client.sandbox import parties, places
from ntropy_client.sandbox.carriers import CARRIERS
from ntropy_client.sandbox.holder import HolderType
from ntropy_client.sandbox.merchants import MERCHANTS
from ntropy_client.sandbox.parties import Entity
from ntropy_client.sandbox.purposes import PURPOSES, Purpose

__all__ = ["UNKNOWN", "Recognition", "normal", "recognise"]

UNKNOWN = "not enough information"
PERSONAL = "peer to peer transfer"


class Recognition(NamedTuple):
    """What a descriptor says.

    Attributes:
        counterparty: The other side, None when it is not known.
        intermediaries: Who carried the payment.
        consumer: General category for a consumer.
        business: General category for a business.
        accounting: Accounting category, for a business; None when it is not known.
    """

    counterparty: Entity | None = None
    intermediaries: tuple[Entity, ...] = ()
    consumer: str = UNKNOWN
    business: str = UNKNOWN
    accounting: str | None = None

    def general(self, holder: HolderType) -> str:
        """Give the general category.

        Args:
            holder: Whose transaction it is.

        Returns:
            The category.
        """
        return self.business if holder == "business" else self.consumer


# A name must not be the middle of a word: TARGETED is no Target.
_MERCHANT = re.compile(
    f"(?<![A-Z0-9])(?:{'|'.join(f'(?P<m{i}>{one.pattern})' for i, one in enumerate(MERCHANTS))})(?![A-Z0-9])"
)
_CARRIER = re.compile(
    f"(?:{'|'.join(f'(?P<c{i}>{one.pattern})' for i, one in enumerate(CARRIERS))})(?![A-Z0-9])(?: ?\\*)? ?"
)
_PURPOSES = tuple((re.compile(rf"(?<![A-Z0-9])(?:{one.pattern})(?![A-Z0-9])"), one) for one in PURPOSES)
_PERSON = re.compile(r"[A-Z][A-Z'.-]+(?: [A-Z][A-Z'.-]+){1,2}")
# What follows the name of a shop is its number, its town or a day.
_NAME = re.compile(r"[A-Z][A-Z&'.-]*(?: [A-Z&][A-Z&'.-]*){0,3}")
_LAST_WORDS = re.compile(r"[A-Z][A-Z&'.-]*(?: [A-Z&][A-Z&'.-]*){0,3}$")


def normal(text: str) -> str:
    """Bring a descriptor into the form in which it is read.

    Args:
        text: As it was sent.

    Returns:
        In capitals, each run of blanks as one.
    """
    return " ".join(text.upper().split())


@lru_cache(maxsize=4096)
def recognise(descriptor: str, *, incoming: bool) -> Recognition:
    """Read a descriptor.

    Args:
        descriptor: In its normal form.
        incoming: Whether the money comes in.

    Returns:
        What it says; nothing for a descriptor that nobody knows.
    """
    found = _CARRIER.match(descriptor)
    if found is None or found.lastgroup is None:
        return _direct(descriptor, incoming=incoming)
    carrier = CARRIERS[int(found.lastgroup[1:])]
    rest = descriptor[found.end() :]
    told = _direct(rest, incoming=incoming)
    other = told.counterparty
    if other is None and carrier.persons and (who := _PERSON.match(rest)):
        other = parties.person(capwords(who[0]))
        told = told._replace(consumer=PERSONAL, business=PERSONAL)
    elif other is None and (who := _NAME.match(places.before(rest))):
        other = parties.named(capwords(who[0]))
    if other is None:
        return told._replace(counterparty=parties.carrier(carrier))
    return told._replace(counterparty=other, intermediaries=(parties.intermediary(carrier),))


def _direct(descriptor: str, *, incoming: bool) -> Recognition:
    found = _MERCHANT.search(descriptor)
    merchant = None if found is None or found.lastgroup is None else MERCHANTS[int(found.lastgroup[1:])]
    other = None if merchant is None else parties.organization(merchant)
    for pattern, purpose in _PURPOSES:
        told = pattern.search(descriptor)
        if told is not None:
            categories = purpose.incoming if incoming else purpose.outgoing
            return Recognition(other or _other(told, purpose), (), *categories)
    if merchant is None:
        return Recognition()
    if incoming:
        return Recognition(other, (), merchant.incoming, merchant.incoming, merchant.accounting)
    return Recognition(other, (), merchant.consumer, merchant.business, merchant.accounting)


def _other(told: re.Match[str], purpose: Purpose) -> Entity | None:
    if purpose.other == "person":
        return parties.person(capwords(told["who"]))
    before = _LAST_WORDS.search(told.string[: told.start()].rstrip()) if purpose.other == "before" else None
    return None if before is None else parties.named(capwords(before[0]))
