"""Organisations and persons as the API shows them, the known ones with an id that is always the same."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID, uuid5

from ntropy_client.sandbox.carriers import Carrier
from ntropy_client.sandbox.merchants import MERCHANTS, Merchant

__all__ = ["Entity", "carrier", "intermediary", "named", "nobody", "organization", "parent", "person"]

Entity = dict[str, Any]
"""Shared between answers: never changed."""

_NAMESPACE = UUID("5f0f3c58-0a5c-5d0e-9a50-2f6f6c1c7e11")
_CODES = {merchant.website: merchant.mccs for merchant in MERCHANTS}


@cache
def organization(merchant: Merchant) -> Entity:
    """Show a merchant as counterparty.

    Args:
        merchant: Who it is.

    Returns:
        The counterparty.
    """
    shown: Entity = {"type": "organization"} | _entity(merchant.name, merchant.website, merchant.mccs)
    if merchant.parent is not None:
        name, website = merchant.parent
        shown["parent"] = {"id": _identity(website), "name": name, "website": website}
    return shown


def parent(name: str, website: str) -> Entity:
    """Show an organisation that others belong to.

    Args:
        name: Its usual name.
        website: Its host.

    Returns:
        The entity.
    """
    return _entity(name, website, ())


@cache
def intermediary(carrier: Carrier) -> Entity:
    """Show an intermediary.

    Args:
        carrier: Who it is.

    Returns:
        The intermediary.
    """
    return _entity(carrier.name, carrier.website, _CODES.get(carrier.website, ()))


@cache
def carrier(carrier: Carrier) -> Entity:
    """Show who carries payments as counterparty, when there is nobody else.

    Args:
        carrier: Who it is.

    Returns:
        The counterparty.
    """
    return {"type": "organization"} | intermediary(carrier)


def named(name: str) -> Entity:
    """Show an organisation of which only the name is known: it has no id to look it up by.

    Args:
        name: As it is shown.

    Returns:
        The counterparty.
    """
    return {"type": "organization"} | _entity(name, None, ())


def person(name: str) -> Entity:
    """Show a person. Persons have no id.

    Args:
        name: As it is shown.

    Returns:
        The counterparty.
    """
    return {"type": "person"} | _entity(name, None, ())


def nobody() -> Entity:
    """Show a counterparty of which nothing is known.

    Returns:
        The counterparty.
    """
    return {"type": "organization"} | _entity(None, None, ())


def _entity(name: str | None, website: str | None, mccs: tuple[int, ...]) -> Entity:
    host = None if website is None else website.partition("/")[0]
    return {
        "id": None if website is None else _identity(website),
        "name": name,
        "website": host,
        "logo": None if host is None else f"https://logos.ntropy.com/{host}",
        "mccs": list(mccs),
    }


def _identity(text: str) -> str:
    return str(uuid5(_NAMESPACE, text))
