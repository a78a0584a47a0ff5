"""The transactions of one account, by id and newest first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ntropy_client.sandbox.enrichment import Row
from ntropy_client.sandbox.profile import View
from ntropy_client.sandbox.rows import Rows

__all__ = ["Store", "Stored"]


@dataclass(frozen=True, slots=True)
class Stored:
    """One transaction.

    Attributes:
        position: Its place in the list, higher for newer ones.
        row: As submitted, with the account holder that it has now.
        created: When it came to be.
        view: What its enrichment follows from.
    """

    position: int
    row: Row
    created: datetime
    view: View


@dataclass(slots=True)
class _Arrival:
    """Rows that came together, at positions one after the other."""

    first: int
    rows: Rows | None
    """None once all of them were deleted or replaced."""
    created: datetime
    view: View
    alive: int


class Store:
    """Transactions; of one with the same id as an earlier one, only the later remains."""

    def __init__(self) -> None:
        self._arrivals: list[_Arrival] = []
        self._positions: dict[str, int] = {}
        self._assigned: dict[int, tuple[str, View]] = {}
        self._next = 1

    def put(self, rows: Rows, created: datetime, view: View) -> None:
        """Add transactions.

        Args:
            rows: In the order of submission.
            created: When they came to be; never before those that are here.
            view: What their enrichment follows from.
        """
        arrival = _Arrival(self._next, rows, created, view, len(rows))
        self._arrivals.append(arrival)
        for position, row in enumerate(rows, start=self._next):
            self.remove(row["id"])
            self._positions[row["id"]] = position
        self._next += len(rows)

    def get(self, id: str) -> Stored | None:
        """Look a transaction up.

        Args:
            id: Its id.

        Returns:
            The transaction, None when there is none.
        """
        position = self._positions.get(id)
        if position is None:
            return None
        arrival = self._arrival(position)
        if arrival.rows is None:
            return None
        return self._stored(position, arrival.rows[position - arrival.first], arrival)

    def remove(self, id: str) -> bool:
        """Delete a transaction.

        Args:
            id: Its id.

        Returns:
            Whether there was one.
        """
        position = self._positions.pop(id, None)
        if position is None:
            return False
        self._assigned.pop(position, None)
        arrival = self._arrival(position)
        arrival.alive -= 1
        if arrival.alive == 0:
            arrival.rows = None
        return True

    def assign(self, id: str, holder_id: str, view: View) -> None:
        """Give a transaction another account holder.

        Args:
            id: Of a transaction that is here.
            holder_id: The account holder.
            view: What its enrichment follows from now.
        """
        self._assigned[self._positions[id]] = (holder_id, view)

    def of_holder(self, holder_id: str) -> list[Stored]:
        """Collect the transactions of an account holder.

        Args:
            holder_id: The account holder.

        Returns:
            The transactions, newest first.
        """
        return [
            one for one in self.newest(None, lambda _: True) if one.row.get("account_holder_id") == holder_id
        ]

    def newest(self, below: int | None, wanted: Callable[[datetime], bool]) -> Iterator[Stored]:
        """Go through the transactions, newest first.

        Args:
            below: Start before this position, None to start with the newest.
            wanted: Whether transactions of this time of creation are asked for.

        Yields:
            The transactions.
        """
        end = self._next if below is None else min(below, self._next)
        last = bisect_left(self._arrivals, end, key=lambda arrival: arrival.first)
        for arrival in reversed(self._arrivals[:last]):
            if arrival.rows is None or not wanted(arrival.created):
                continue
            for index, row in arrival.rows.newest(min(end - arrival.first, len(arrival.rows))):
                position = arrival.first + index
                if self._positions.get(row["id"]) == position:
                    yield self._stored(position, row, arrival)

    def _arrival(self, position: int) -> _Arrival:
        return self._arrivals[bisect_right(self._arrivals, position, key=lambda arrival: arrival.first) - 1]

    def _stored(self, position: int, row: Row, arrival: _Arrival) -> Stored:
        assigned = self._assigned.get(position)
        if assigned is None:
            return Stored(position, row, arrival.created, arrival.view)
        holder_id, view = assigned
        return Stored(position, {**row, "account_holder_id": holder_id}, arrival.created, view)
