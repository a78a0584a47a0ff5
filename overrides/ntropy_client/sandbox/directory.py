"""The organisations that the sandbox knows, to be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ntropy_client.sandbox import parties
from ntropy_client.sandbox.carriers import CARRIERS
from ntropy_client.sandbox.merchants import MERCHANTS
from ntropy_client.sandbox.parties import Entity
from ntropy_client.sandbox.recognition import normal, recognise

__all__ = ["by_id", "by_name", "by_website"]

LONGEST_DESCRIPTOR = 1024
"""Characters. What is longer is read by nobody."""

_SITE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:www\.)?([^/:?#]*)(?::\d+)?([^?#]*)")


class _Known(NamedTuple):
    ids: dict[str, Entity]
    names: dict[str, Entity]
    websites: dict[str, Entity]


def by_id(id: str) -> Entity | None:
    """Look an organisation up.

    Args:
        id: A UUID, in lower case.

    Returns:
        The entity, None when it is not known.
    """
    return _known().ids.get(id)


def by_name(name: str) -> Entity | None:
    """Look an organisation up by its name, or by how it is written in descriptors.

    Args:
        name: In any case.

    Returns:
        The entity, None when it is not known.
    """
    known = _known()
    found = known.names.get(normal(name))
    if found is None and len(name) <= LONGEST_DESCRIPTOR:
        other = recognise(normal(name), incoming=False).counterparty
        found = None if other is None else known.ids.get(other["id"] or "")
    return found


def by_website(website: str) -> Entity | None:
    """Look an organisation up by its website.

    Args:
        website: A host or an address; of a page or host below one that is known, the nearest above it.

    Returns:
        The entity, None when it is not known.
    """
    known = _known().websites
    return next((known[site] for site in _sites(website) if site in known), None)


def _sites(website: str) -> Iterator[str]:
    found = _SITE.match(website.strip().lower())
    if found is None:
        return
    # Nothing that is known lies deeper.
    pages = [page for page in found[2].split("/") if page][:2]
    labels = found[1].split(".")[-5:]
    for deep in range(len(pages), -1, -1):
        for cut in range(len(labels) - 1):
            yield "/".join([".".join(labels[cut:]), *pages[:deep]])


@cache
def _known() -> _Known:
    known = _Known({}, {}, {})
    for one in MERCHANTS:
        shown = parties.organization(one)
        _add(known, {name: value for name, value in shown.items() if name != "type"}, one.website)
    for other in CARRIERS:
        _add(known, parties.intermediary(other), other.website)
    # Those that are merchants themselves are known better than as parents.
    for name, website in (one.parent for one in MERCHANTS if one.parent is not None):
        _add(known, parties.parent(name, website), website)
    return known


def _add(known: _Known, entity: Entity, website: str) -> None:
    known.ids.setdefault(entity["id"], entity)
    known.names.setdefault(normal(entity["name"]), entity)
    known.websites.setdefault(website, entity)
