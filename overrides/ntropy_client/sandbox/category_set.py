"""Category sets: the names that `categories.general` can have, by direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from ntropy_client.sandbox.holder import HolderType
from ntropy_client.sandbox.merchants import MERCHANTS
from ntropy_client.sandbox.purposes import PURPOSES
from ntropy_client.sandbox.recognition import PERSONAL, UNKNOWN

__all__ = ["OTHER", "CategorySet", "default"]

OTHER = "other"


class CategorySet:
    """A category set. It does not change.

    Args:
        incoming: Names for money that comes in, as they were sent.
        outgoing: Names for money that goes out.
    """

    __slots__ = ("_spelt", "incoming", "outgoing")

    def __init__(self, incoming: Sequence[str], outgoing: Sequence[str]) -> None:
        self.incoming = tuple(incoming)
        self.outgoing = tuple(outgoing)
        self._spelt = {True: _spelt(self.incoming), False: _spelt(self.outgoing)}

    def choose(self, found: str, *, incoming: bool) -> str:
        """Give a category of this set.

        Args:
            found: The category by default.
            incoming: Whether the money comes in.

        Returns:
            The same category as this set spells it; else `other` when the set has that, and
            `not enough information` when it does not, or when nothing was found.
        """
        if found == UNKNOWN:
            return UNKNOWN
        spelt = self._spelt[incoming]
        return spelt.get(found.casefold()) or spelt.get(OTHER) or UNKNOWN

    def view(self) -> dict[str, Any]:
        """Show the set.

        Returns:
            A `CategorySet`.
        """
        return {"incoming": list(self.incoming), "outgoing": list(self.outgoing)}


@cache
def default(holder: HolderType) -> CategorySet:
    """Give the set of those that name none of their own.

    Args:
        holder: What they are.

    Returns:
        A set of everything that enrichment finds for them.
    """
    if holder == "business":
        outgoing = [*(one.business for one in MERCHANTS), *(one.outgoing[1] for one in PURPOSES)]
        incoming = [*(one.incoming for one in MERCHANTS), *(one.incoming[1] for one in PURPOSES)]
    else:
        outgoing = [*(one.consumer for one in MERCHANTS), *(one.outgoing[0] for one in PURPOSES)]
        incoming = [*(one.incoming for one in MERCHANTS), *(one.incoming[0] for one in PURPOSES)]
    return CategorySet(_all(incoming), _all(outgoing))


def _all(found: Iterable[str]) -> list[str]:
    special = (OTHER, UNKNOWN)
    names = dict.fromkeys([*found, PERSONAL])
    return [*(name for name in names if name not in special), *special]


def _spelt(names: Sequence[str]) -> Mapping[str, str]:
    # Of several spellings the first one counts.
    return {name.casefold(): name for name in reversed(names)}
