"""Choices about the effects of rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from contract_tests.power.choices.chosen import does
from contract_tests.power.defect import Defect
from contract_tests.power.tools import Handler, around
from ntropy_client.sandbox.answer import Answer, Call
from ntropy_client.sandbox.profile import View

if TYPE_CHECKING:
    from ntropy_client.sandbox.service import Sandbox

__all__ = ["RULE_EFFECTS"]

ENRICH = ("rules_create", "rules_replace", "transactions_create")


def _ruled(change: Callable[[Any], Any]) -> Callable[[Sandbox], None]:
    """Read every rule otherwise than it was written, where it takes effect."""

    def enrich(handle: Handler, call: Call) -> Answer:
        profile = call.account.profile
        before = profile._view

        class Other(View):
            __slots__ = ()

            @property
            def rules(self) -> Any:
                return tuple(change(rule) for rule in super().rules)

        profile._view = Other(*(getattr(before, one.name) for one in fields(View)))
        try:
            return handle(call)
        finally:
            profile._view = before

    return around("transactions", "create", enrich)


def _everywhere(change: Callable[[Mapping[str, Any]], Any]) -> Callable[[Any], Any]:
    """Change every part of a rule that is an object, from the inside out."""

    def changed(value: Any) -> Any:
        if isinstance(value, Mapping):
            return change({name: changed(one) for name, one in value.items()})
        return [changed(one) for one in value] if isinstance(value, list) else value

    return changed


def _appended(rule: Mapping[str, Any]) -> Any:
    if "add_label" not in rule:
        return rule
    label = rule["add_label"]
    # Whatever there is stays the first.
    return {"if": {"has_label": label}, "then": [], "else": []}


def _no_labels_at_first(rule: Mapping[str, Any]) -> Any:
    return {**rule, "has_label": "\0"} if "has_label" in rule else rule


def _swapped(name: str, other: str) -> Callable[[Mapping[str, Any]], Any]:
    def change(rule: Mapping[str, Any]) -> Any:
        return {**rule, "get": other} if rule.get("get") == name else rule

    return change


def _never_taken(rule: Mapping[str, Any]) -> Any:
    """An empty text takes nothing away."""
    return {"if": False, "then": []} if rule.get("to") == "" else rule


def _joined_with_blank(rule: Mapping[str, Any]) -> Any:
    """Texts are joined with a blank between them."""
    parts = rule.get("+")
    if parts and isinstance(parts[0], str):
        return {"+": [one for part in parts for one in (part, " ")][:-1]}
    return rule


def _kinds_stay(rule: Mapping[str, Any]) -> Any:
    """To set a person sets the name of whatever it is."""
    return {**rule, "set": "merchant"} if rule.get("set") == "person" else rule


def _nought(rule: Mapping[str, Any]) -> Any:
    """What is divided by zero is 0."""
    parts = rule.get("/") or rule.get("//")
    return 0 if parts and len(parts) > 1 and parts[1] == 0 else rule


def _cut_codes(rule: Mapping[str, Any]) -> Any:
    """Codes are cut at four digits."""
    for name in ("add_mcc", "remove_mcc"):
        if isinstance(rule.get(name), int):
            return {name: int(str(rule[name])[:4])}
    return rule


def _uncategorised(handle: Handler, call: Call) -> Answer:
    """Without a holder the first label is the category all the same."""
    body = json.loads(handle(call).content)
    labels = [one["set_labels"] for one in call.account.profile.rules if "set_labels" in one]
    if body["categories"] and not call.body.get("account_holder_id") and labels and labels[-1]:
        body["categories"]["general"] = labels[-1][0]
    return Answer.json(body)


def _type_of_holder(rule: Mapping[str, Any]) -> Any:
    return {**rule, "get": "entry_type"} if rule.get("get") == "transaction_type" else rule


RULE_EFFECTS: tuple[Defect, ...] = (
    does(
        "The category that was found is the first label", "no-first-label",
        "the category that was found is no label", ENRICH, _ruled(_everywhere(_no_labels_at_first)),
    ),
    does(
        "a label that is added comes before all others", "label-added-behind",
        "a label that is added comes behind all others", ENRICH, _ruled(_everywhere(_appended)),
    ),
    does(
        "which a transaction without account holder does not have", "category-without-holder",
        "a label becomes the category of what has no account holder", ENRICH,
        around("transactions", "create", _uncategorised),
    ),
    does(
        "`transaction_type` is the type of the counterparty", "transaction-type-of-entry",
        "`transaction_type` is the direction", ENRICH, _ruled(_everywhere(_type_of_holder)),
    ),
    does(
        "`merchant` is its name when it is an organization and `person` when it is not", "person-is-merchant",
        "`person` is the name of any counterparty", ENRICH, _ruled(_everywhere(_swapped("person", "merchant"))),
    ),
    does(
        "setting one of them sets the type", "kinds-stay", "to set a person sets no type", ENRICH,
        _ruled(_everywhere(_kinds_stay)),
    ),
    does(
        "A property that is not there reads as an empty text", "absent-is-something",
        "a property that is not there reads as another", ENRICH,
        _ruled(_everywhere(_swapped("person", "description"))),
    ),
    does(
        "an empty text takes a property away", "empty-takes-nothing", "an empty text takes nothing away", ENRICH,
        _ruled(_everywhere(_never_taken)),
    ),
    does(
        "`+` joins texts", "joined-with-blanks", "texts are joined with blanks", ENRICH,
        _ruled(_everywhere(_joined_with_blank)),
    ),
    does(
        "a division by zero", "divided-by-zero", "what is divided by zero is 0", ENRICH,
        _ruled(_everywhere(_nought)),
    ),
    does(
        "a code of more than four digits", "codes-cut", "codes are cut at four digits", ENRICH,
        _ruled(_everywhere(_cut_codes)),
    ),
)  # fmt: skip
