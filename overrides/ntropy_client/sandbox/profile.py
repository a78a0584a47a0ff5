"""What an account has set up: account holders, category sets and rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ntropy_client.sandbox import category_set
from ntropy_client.sandbox.category_set import CategorySet
from ntropy_client.sandbox.history import History
from ntropy_client.sandbox.holder import Holder, HolderType

__all__ = ["Profile", "Rule", "View"]

Rule = Mapping[str, Any]
"""A rule as it was sent; never changed."""

_RULES = "rules"
_DEFAULTS: tuple[HolderType, ...] = ("consumer", "business")


class Profile:
    """What an account has set up, as it is now; a `View` is what it was at some moment.

    Attributes:
        holders: By id, the oldest first.
        rules: In the order of their application.
    """

    def __init__(self) -> None:
        self.holders: dict[str, Holder] = {}
        self.rules: tuple[Rule, ...] = ()
        self._sets: dict[str, CategorySet] = {name: category_set.default(name) for name in _DEFAULTS}
        self._version = 0
        self._past_holders: History[Holder] = History()
        self._past_sets: History[CategorySet] = History()
        self._past_rules: History[tuple[Rule, ...]] = History()
        self._view = View(self._past_holders, self._past_sets, self._past_rules, 0)
        for name, value in self._sets.items():
            self._past_sets.put(0, name, value)

    def view(self) -> View:
        """Hold on to how things are.

        Returns:
            A view that stays as it is, whatever changes; the same until something does.
        """
        return self._view

    def add_holder(self, holder: Holder) -> None:
        """Add an account holder.

        Args:
            holder: With an id that is not in use.
        """
        self.holders[holder.id] = holder
        self._past_holders.put(self._next(), holder.id, holder)

    def remove_holder(self, id: str) -> None:
        """Take an account holder away.

        Args:
            id: Of one that is there.
        """
        del self.holders[id]
        self._past_holders.put(self._next(), id, None)

    def category_set(self, id: str) -> CategorySet | None:
        """Look a category set up.

        Args:
            id: Its id.

        Returns:
            The set, None when there is none.
        """
        return self._sets.get(id)

    def put_set(self, id: str, value: CategorySet) -> None:
        """Create or replace a category set.

        Args:
            id: Its id.
            value: What it is from now on.
        """
        self._sets[id] = value
        self._past_sets.put(self._next(), id, value)

    def reset_set(self, id: str) -> CategorySet | None:
        """Take a category set back to what it was by default.

        Args:
            id: Of one that is there.

        Returns:
            The set, None when it has no default and is gone.
        """
        for name in _DEFAULTS:
            if id == name:
                self.put_set(id, category_set.default(name))
                return self._sets[id]
        del self._sets[id]
        self._past_sets.put(self._next(), id, None)
        return None

    def put_rules(self, rules: tuple[Rule, ...]) -> None:
        """Replace all rules.

        Args:
            rules: In the order of their application.
        """
        self.rules = rules
        self._past_rules.put(self._next(), _RULES, rules)

    def _next(self) -> int:
        self._version += 1
        self._view = View(self._past_holders, self._past_sets, self._past_rules, self._version)
        return self._version


@dataclass(frozen=True, slots=True)
class View:
    """What an account had set up at some moment. Enrichment follows from a transaction and this."""

    _holders: History[Holder] = field(repr=False)
    _sets: History[CategorySet] = field(repr=False)
    _rules: History[tuple[Rule, ...]] = field(repr=False)
    _version: int

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in the order of their application."""
        return self._rules.at(self._version, _RULES) or ()

    def holder(self, id: str) -> Holder | None:
        """Look an account holder up.

        Args:
            id: Its id.

        Returns:
            The account holder, None when there was none.
        """
        return self._holders.at(self._version, id)

    def categories(self, holder: Holder) -> CategorySet:
        """Tell which categories an account holder had.

        Args:
            holder: Whose.

        Returns:
            The set that it names, that of its type when it names none or there was none.
        """
        own = None if holder.category_id is None else self._sets.at(self._version, holder.category_id)
        return own or self._sets.at(self._version, holder.type) or category_set.default(holder.type)
