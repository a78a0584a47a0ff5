"""Read a descriptor: who was paid, through whom, and what for."""

from __future__ import annotations

import re
from functools import lru_cache
from string import capwords
from typing import NamedTuple

from ntropy_client.sandbox import entities
from ntropy_client.sandbox.entities import Entity
from ntropy_client.sandbox.holders import HolderType
from ntropy_client.sandbox.merchants import INTERMEDIARIES, MERCHANTS, PURPOSES, Merchant, Purpose

__all__ = ["UNKNOWN", "Recognition", "normal", "recognise"]

UNKNOWN = "not enough information"


class Recognition(NamedTuple):
    """What a descriptor says.

    Attributes:
        counterparty: The other side, None when it is not known.
        intermediaries: Who carried the payment.
        consumer: General category for a consumer.
        business: General category for a business.
        accounting: Accounting category, for a business.
    """

    counterparty: Entity | None = None
    intermediaries: tuple[Entity, ...] = ()
    consumer: str = UNKNOWN
    business: str = UNKNOWN
    accounting: str = UNKNOWN

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
    "|".join(f"(?<![A-Z0-9])(?P<m{i}>{one.pattern})(?![A-Z0-9])" for i, one in enumerate(MERCHANTS))
)
_INTERMEDIARY = re.compile("|".join(f"(?P<i{i}>{one.pattern})" for i, one in enumerate(INTERMEDIARIES)))
_PURPOSES = tuple((re.compile(rf"(?<![A-Z0-9])(?:{one.pattern})(?![A-Z0-9])"), one) for one in PURPOSES)
_PERSON = re.compile(r"[A-Z][A-Z'.-]+(?: [A-Z][A-Z'.-]+){1,2}")
# What follows a shop's name: its number, its town, the day.
_NAME = re.compile(r"[A-Z][A-Z&'.-]*(?: [A-Z&][A-Z&'.-]*){0,3}")


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
    found = _INTERMEDIARY.match(descriptor)
    if found is None or found.lastgroup is None:
        return _direct(descriptor, incoming=incoming)
    carrier = INTERMEDIARIES[int(found.lastgroup[1:])]
    through = (entities.intermediary(carrier),)
    rest = descriptor[found.end() :]
    direct = _direct(rest, incoming=incoming)
    if direct.counterparty is not None:
        return direct._replace(intermediaries=through)
    if carrier.persons and (who := _PERSON.match(rest)):
        return Recognition(
            entities.person(capwords(who[0])), through, "peer to peer transfer", "peer to peer transfer"
        )
    if not carrier.persons and (who := _NAME.match(rest)):
        return direct._replace(counterparty=entities.named(capwords(who[0])), intermediaries=through)
    return direct._replace(intermediaries=through)


def _direct(descriptor: str, *, incoming: bool) -> Recognition:
    found = _MERCHANT.search(descriptor)
    merchant = None if found is None or found.lastgroup is None else MERCHANTS[int(found.lastgroup[1:])]
    for pattern, purpose in _PURPOSES:
        told = pattern.search(descriptor)
        if told is not None:
            return _told(told, purpose, merchant, incoming=incoming)
    if merchant is None:
        return Recognition()
    if incoming:
        # Money that comes from a shop is a purchase undone.
        return Recognition(entities.organization(merchant), (), "refund", "refund", merchant.accounting)
    return Recognition(
        entities.organization(merchant), (), merchant.consumer, merchant.business, merchant.accounting
    )


def _told(told: re.Match[str], purpose: Purpose, merchant: Merchant | None, *, incoming: bool) -> Recognition:
    who: str | None = told.groupdict().get("who")
    other: Entity | None = None
    if merchant is not None:
        other = entities.organization(merchant)
    elif who is not None and who.strip():
        name = capwords(who)
        other = entities.person(name) if purpose.person else entities.named(name)
    return Recognition(other, (), *(purpose.incoming if incoming else purpose.outgoing))
