"""What is promised of the rules of enrichment in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.run import Exchange

__all__ = ["Ruleset", "listed", "named"]


def named(label: str, word: str = "never spelt so") -> Item:
    """A rule that can be told from others, and hardly ever does anything."""
    return {
        "if": {"is_substring": [{"get": "description"}, word]},
        "then": [{"add_label": label}],
    }


def listed(scene: Scene, wanted: Sequence[Item], message: str, *earlier: Exchange) -> None:
    """The list has these rules in this order, and no two with one id."""
    exchange, rules = scene.rules()
    if not scene.is_sandbox:
        # Another server may write a rule in full, or leave out what is empty.
        wanted, rules = _tight(list(wanted)), _tight(rules)
    scene.same(list(wanted), rules, message, exchange, earlier=earlier)
    ids = [rule["id"] for rule in scene.accepted(exchange) if "id" in rule]
    scene.claim(len({str(one) for one in ids}) == len(ids), "two rules have one id", exchange, actual=ids)


def _tight(value: Any) -> Any:
    """A JSON value without what is null or empty in it."""
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        return {name: _tight(one) for name, one in members.items() if one not in (None, [])}
    return [_tight(one) for one in cast("Sequence[object]", value)] if isinstance(value, list) else value


def position(scene: Scene, index: int) -> str:
    """The id of the rule at a place of the list."""
    rules: list[Item] = scene.accepted(scene.api.call("rules_list"))
    return str(rules[index].get("id", index))


ALL_OPERATORS: Sequence[Item] = (
    {
        "if": {
            "&&": [
                True,
                {"||": [False, {"!": {"==": [{"get": "entry_type"}, "incoming"]}}]},
                {"<": [1, {"+": [1, 2, 3.5]}, {"*": [4, {"-": [9, 2]}]}]},
                {"<=": [{"/": [9, 2]}, {"//": [9, 2]}]},
                {">": [{"get": "amount"}, 0]},
                {">=": [{"get": "amount"}, 0.01]},
                {"starts_with": [{"to_upper": {"get": "merchant"}}, "ZOË"]},
                {"ends_with": [{"to_lower": {"get": "website"}}, ".東京"]},
                {"has_label": "zebra"},
                {"has_mcc": 5814},
            ]
        },
        "then": [
            {"add_label": "a"},
            {"remove_label": "b"},
            {"set_labels": ["c", {"get": "country"}, "c"]},
            {"add_mcc": 5814},
            {"remove_mcc": 5411},
            {"set_mcc": [5814, 5814]},
        ],
        "else": [
            {"if": {"is_substring": [{"get": "description"}, "x"]}, "then": [], "else": []},
            {"set": "merchant", "to": {"get": "account_holder_name"}},
        ],
    },
    {"set": "website", "to": {"get": "website"}},
)
"""Rules that do nothing of note, with everything that the language has."""


NONSENSE: Sequence[Item] = (
    {"if": {"get": "description"}, "then": []},
    {"if": {">": [{"get": "description"}, 5]}, "then": []},
    {"if": {"!": {"get": "amount"}}, "then": []},
    {"set": "website", "to": 5},
    {"if": True, "then": [{"if": True, "else": [{"add_label": False}]}]},
)
"""Rules that the document allows, and that could never be evaluated."""


class Ruleset:
    """The rules of the account beside a model of them: each write is held to its answer and to the list.

    Args:
        scene: The account; what it has now is put back when the scenario is over.
        rules: What it is to have at first, None for a few of those that it has.
    """

    def __init__(self, scene: Scene, rules: Sequence[Item] | None = None) -> None:
        self._scene = scene
        kept = scene.keep_rules()
        self.rules: Sequence[Item] = ()
        self.replace(kept[:2] if rules is None else rules)

    def replace(self, rules: Sequence[Item]) -> None:
        """Replace all rules."""
        self.rules = tuple(rules)
        exchange = self._scene.set_rules(self.rules)
        listed(self._scene, self.rules, "the rules are not those that replaced the others", exchange)

    def create(self, rule: Item) -> None:
        """Add a rule, which is then behind all others."""
        self.rules = (*self.rules, rule)
        exchange = self._scene.api.call("rules_create", body=rule)
        listed(self._scene, self.rules, "a new rule is not behind all others", exchange)
        self._answered(exchange, len(self.rules) - 1)

    def patch(self, index: int, rule: Item) -> None:
        """Replace the rule at a position as a whole."""
        self.rules = (*self.rules[:index], rule, *self.rules[index + 1 :])
        path = {"id": position(self._scene, index)}
        exchange = self._scene.api.call("rules_patch", path=path, body=rule)
        listed(self._scene, self.rules, "a patch does not replace the one rule that it names", exchange)
        self._answered(exchange, index)

    def delete(self, index: int) -> None:
        """Delete the rule at a position; those behind it move up."""
        self.rules = (*self.rules[:index], *self.rules[index + 1 :])
        exchange = self._scene.get("rules_delete", position(self._scene, index))
        self._scene.status(exchange, 200, "a rule cannot be deleted")
        listed(self._scene, self.rules, "to delete a rule does not take that one away", exchange)

    def _answered(self, exchange: Exchange, index: int) -> None:
        scene = self._scene
        answer: Item = scene.accepted(exchange)
        shown = {name: value for name, value in answer.items() if name != "id"}
        rule = self.rules[index]
        if not scene.is_sandbox:
            rule, shown = _tight(rule), _tight(shown)
        scene.same(rule, shown, "the answer has another rule than was written", exchange)
        wanted = position(scene, index)
        message = "the answer has another id than the list"
        scene.same(wanted, str(answer.get("id")), message, exchange, "/id", sure=False)


@promise("rules_replace", "rules_list", "rules_create")
def rules_are_listed_as_written(scene: Scene) -> None:
    """To replace replaces all, to create adds at the end; order, duplicates and every operator stay."""
    ruleset = Ruleset(scene)
    before = ruleset.rules
    ruleset.replace([named("one"), *(ALL_OPERATORS if scene.is_sandbox else ()), named("one")])
    ruleset.replace([named("two"), named("three")])
    for label in ("four", "two"):
        ruleset.create(named(label))
    ruleset.replace([])
    ruleset.create(named("five"))
    ruleset.replace(before)


@promise("rules_patch", "rules_list")
def to_patch_a_rule_replaces_that_one(scene: Scene) -> None:
    """The rule at the position is replaced as a whole, with nothing left of it, and no other."""
    ruleset = Ruleset(scene)
    ruleset.replace([*ruleset.rules, named("one"), named("two"), named("three")])
    last = len(ruleset.rules) - 1
    rich: Item = {**named("rich"), "else": [{"add_label": "otherwise"}]}
    # From little to much and back again, in the middle, at the end and at the beginning.
    for index in (last - 1, last, 0):
        for rule in (rich, named("poor"), {"set": "website", "to": f"{index}.example"}, rich):
            ruleset.patch(index, rule)


@promise("rules_delete", "rules_list", "rules_create", "rules_patch")
def to_delete_a_rule_moves_the_later_ones(scene: Scene) -> None:
    """The rule at the position goes, whichever it is, and those behind it are found by their new ids."""
    ruleset = Ruleset(scene)
    ruleset.replace([*ruleset.rules, *(named(label) for label in ("one", "two", "three", "four", "five"))])
    for place in (-3, -3, 0, -1):
        ruleset.delete(len(ruleset.rules) + place if place < 0 else place)
        ruleset.patch(len(ruleset.rules) - 1, named(f"last of {len(ruleset.rules)}"))
    ruleset.create(named("new"))
    while ruleset.rules:
        ruleset.delete(0)
    ruleset.create(named("the only one"))
    ruleset.delete(0)


@promise("rules_patch", "rules_delete", "rules_list")
def a_rule_that_is_not_there_is_refused(scene: Scene) -> None:
    """A position behind the last rule is answered 400, and nothing changes."""
    scene.keep_rules()
    scene.set_rules([named("one")])
    _, before = scene.rules()
    for identity in ("1", "99", "-1", "one"):
        for exchange in (
            scene.api.call("rules_patch", path={"id": identity}, body=named("new")),
            scene.get("rules_delete", identity),
        ):
            if identity.isdigit():
                scene.status(exchange, 400, "a rule that is not there is not answered 400")
            scene.refused(exchange)
            listed(scene, before, "a refused change of the rules has an effect", exchange)


@promise("rules_create", "rules_replace", "rules_patch", "rules_list", sandbox=True)
def a_rule_without_sense_is_refused(scene: Scene) -> None:
    """What could never be evaluated is answered 400, with all that is sent beside it, and nothing changes."""
    scene.keep_rules()
    scene.set_rules([named("one"), named("two")])
    _, before = scene.rules()
    path = {"id": position(scene, 1)}
    for rule in NONSENSE:
        for exchange in (
            scene.api.call("rules_create", body=rule),
            scene.api.call("rules_replace", body=[named("three"), rule]),
            scene.api.call("rules_patch", path=path, body=rule),
        ):
            scene.status(exchange, 400, "a rule without sense is not answered 400")
            listed(scene, before, "a refused change of the rules has an effect", exchange)


@promise("rules_create", "rules_replace", "rules_list", sandbox=True)
def rules_have_a_limit(scene: Scene) -> None:
    """Rules that are too large together are answered 413, and none of them is kept."""
    scene.keep_rules()
    scene.set_rules([named("one")])
    _, before = scene.rules()
    large = named("x" * 60_000)
    for operation, body in (("rules_create", large), ("rules_replace", [named("two"), large])):
        exchange = scene.api.call(operation, body=body)
        scene.status(exchange, 413, "rules that are too large are not answered 413")
        listed(scene, before, "a refused change of the rules has an effect", exchange)
