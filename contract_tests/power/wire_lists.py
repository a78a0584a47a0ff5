"""Defects on the wire in lists within an item: what is cut, sorted, turned round or taken for a set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contract_tests.power.defect import Defect, wire
from contract_tests.power.tools import Edit, edit, items_of

__all__ = ["LISTS_WITHIN"]

Change = Callable[[list[Any]], list[Any]]
CATEGORIES = ("categories_get", "categories_set")
REPORTS = ("reports_create", "reports_get", "reports_list")
WEBHOOKS = ("webhooks_create", "webhooks_get", "webhooks_list", "webhooks_patch")


def _in(names: tuple[str, ...], change: Change) -> Edit:
    def changed(body: Any) -> None:
        for name in names:
            if isinstance(body, dict) and isinstance(body.get(name), list):
                body[name] = change(body[name])

    return changed


def _once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _once_in_any_case(values: list[Any]) -> list[Any]:
    return list({one.casefold(): one for one in reversed(values)}.values())[::-1]


def _once_without_blanks(values: list[Any]) -> list[Any]:
    return list({one.strip(): one for one in reversed(values)}.values())[::-1]


def _at_most(number: int) -> Change:
    return lambda values: values[:number]


def _turned(values: list[Any]) -> list[Any]:
    return values[::-1]


def _neighbours(values: list[Any]) -> list[Any]:
    """Only what stands twice in a row is taken together."""
    return [one for index, one in enumerate(values) if index == 0 or values[index - 1] != one]


def _without_empty(values: list[Any]) -> list[Any]:
    return [one for one in values if one]


def _plain_behind_first(values: list[Any]) -> list[Any]:
    return values[:1] + [one.encode("ascii", "replace").decode() for one in values[1:]]


def _lists(name: str, what: str, names: tuple[str, ...], change: Change) -> Defect:
    return wire(
        name, what, "semantics", "walk", CATEGORIES, edit("categories_get", _in(names, change))
    )  # fmt: skip


LISTS_WITHIN: tuple[Defect, ...] = (
    _lists("incoming-once", "a name that comes in twice is told once", ("incoming",), _once),
    _lists("incoming-cut-at-50", "no more than 50 names that come in are told", ("incoming",), _at_most(50)),
    _lists("outgoing-cut-at-100", "no more than 100 names that go out are told", ("outgoing",), _at_most(100)),
    _lists("incoming-sorted", "the names that come in are sorted", ("incoming",), sorted),
    _lists("names-turned", "the names of a set are told from last to first", ("incoming", "outgoing"), _turned),
    _lists(
        "case-once", "of names that differ in case alone the first is told", ("incoming",), _once_in_any_case
    ),
    _lists(
        "blanks-once", "of names that differ in blanks alone the first is told", ("outgoing",), _once_without_blanks
    ),
    _lists("twice-in-a-row", "of two equal names in a row one is told", ("incoming",), _neighbours),
    _lists("no-empty-name", "an empty name is not told", ("incoming",), _without_empty),
    _lists(
        "first-name-only", "all names that come in but the first lose what is not ASCII", ("incoming",), _plain_behind_first
    ),
    wire(
        "events-turned", "the events of a webhook are told from last to first", "semantics",
        "walk", WEBHOOKS, edit("webhooks_get", _in(("events",), _turned)),
    ),
    wire(
        "six-events", "no more than six events of a webhook are told", "semantics",
        "walk", WEBHOOKS, edit("webhooks_get", _in(("events",), _at_most(6))),
    ),
    wire(
        "events-once", "an event that is asked for twice is told once", "semantics",
        "ledger", WEBHOOKS, edit("webhooks_create", _in(("events",), _once)),
    ),
    wire(
        "events-sorted-when-changed", "after a change the events of a webhook are told in order", "semantics",
        "ledger", WEBHOOKS, edit("webhooks_patch", _in(("events",), sorted)),
    ),
    wire(
        "hundred-fields", "no more than a hundred fields of a report are told", "semantics",
        "walk", REPORTS, edit("reports_get", _in(("fields",), _at_most(100))),
    ),
    wire(
        "listed-fields-cut", "in a list no more than twenty fields of a report are told", "semantics",
        "ledger", REPORTS, edit("reports_list", items_of(_in(("fields",), _at_most(20)))),
    ),
)  # fmt: skip
