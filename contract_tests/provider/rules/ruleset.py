"""What is promised of the rules of enrichment in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.run import Exchange

__all__ = ["listed", "named"]


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
        wanted, rules = _tight(wanted), _tight(rules)
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


@promise("rules_replace", "rules_list", "rules_create")
def rules_are_listed_as_written(scene: Scene) -> None:
    """To replace replaces all, to create adds at the end; order, duplicates and every operator stay."""
    before = scene.keep_rules()
    first = [named("one"), *(ALL_OPERATORS if scene.is_sandbox else ()), named("one")]
    exchange = scene.set_rules(first)
    listed(scene, first, "the rules are not those that replaced the others", exchange)
    second = [named("two"), named("three")]
    exchange = scene.set_rules(second)
    listed(scene, second, "the rules are not those that replaced the others", exchange)
    for label in ("four", "two"):
        exchange = scene.api.call("rules_create", body=named(label))
        answer: Item = scene.accepted(exchange)
        second.append(named(label))
        listed(scene, second, "a new rule is not behind all others", exchange)
        message = "the answer has not the rule that was created"
        scene.same(named(label), {name: answer.get(name) for name in named(label)}, message, exchange)
        message = "the id of a new rule is not its position"
        wanted = position(scene, len(second) - 1)
        scene.same(wanted, str(answer["id"]), message, exchange, "/id", sure=False)
    exchange = scene.set_rules([])
    listed(scene, [], "there are rules after all were replaced by none", exchange)
    exchange = scene.set_rules(before)
    listed(scene, before, "the rules are not those that replaced the others", exchange)


@promise("rules_patch", "rules_list")
def to_patch_a_rule_replaces_that_one(scene: Scene) -> None:
    """The rule at the position is replaced as a whole, and no other."""
    rules = [*scene.keep_rules()[:2], named("one"), named("two"), named("three")]
    scene.set_rules(rules)
    for index in (len(rules) - 2, len(rules) - 1, 0):
        changed: Item = {"set": "website", "to": f"{index}.example"}
        rules[index] = changed
        exchange = scene.api.call("rules_patch", path={"id": position(scene, index)}, body=changed)
        answer: Item = scene.accepted(exchange)
        message = "the answer has not the rule that replaced the other"
        scene.same(changed, {name: answer.get(name) for name in changed}, message, exchange)
        scene.claim("then" not in answer, "something is left of the former rule", exchange, pointer="/then")
        listed(scene, rules, "a patch does not replace the one rule that it names", exchange)


@promise("rules_delete", "rules_list")
def to_delete_a_rule_moves_the_later_ones(scene: Scene) -> None:
    """The rule at the position goes, those behind it move up and are found by their new ids."""
    rules = [*scene.keep_rules()[:2], *(named(label) for label in ("one", "two", "three", "four"))]
    scene.set_rules(rules)
    for index in (len(rules) - 3, len(rules) - 3, 0):
        exchange = scene.get("rules_delete", position(scene, index))
        scene.status(exchange, 200, "a rule cannot be deleted")
        del rules[index]
        listed(scene, rules, "to delete a rule does not take that one away", exchange)
        last = len(rules) - 1
        rules[last] = named(f"last of {len(rules)}")
        exchange = scene.api.call("rules_patch", path={"id": position(scene, last)}, body=rules[last])
        scene.accepted(exchange)
        listed(scene, rules, "a rule that moved up is not found by its new id", exchange)


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


@promise("rules_create", "rules_replace", "transactions_create", "transactions_get")
def rules_take_effect_on_what_comes_later(scene: Scene) -> None:
    """A setter changes what its condition picks and is enriched afterwards, and nothing else."""
    word = scene.api.new_id("word")
    kept = scene.keep_rules()
    early = scene.item(description=f"NETFLIX.COM {word}")
    scene.enrich(early)
    _, before = scene.view("transactions_get", early["id"])
    rule: Item = {
        "if": {"&&": [{"is_substring": [{"get": "description"}, word]}, {">": [{"get": "amount"}, 5]}]},
        "then": [{"set": "website", "to": "then.example"}],
        "else": [
            {
                "if": {"is_substring": [{"get": "description"}, word]},
                "then": [{"set": "website", "to": "else.example"}],
            }
        ],
    }
    scene.set_rules(kept)
    scene.accepted(scene.api.call("rules_create", body=rule))
    # On a foreign server rules may take their time.
    for members, wanted in (
        ({"description": f"NETFLIX.COM {word}"}, "then.example"),
        ({"description": f"NETFLIX.COM {word}", "amount": 5}, "else.example"),
    ):
        exchange = scene.api.call("transactions_create", body=scene.item(**members))
        message = "a rule has no effect on what it picks"
        scene.same(
            wanted, website(scene, exchange), message, exchange, "/entities/counterparty/website", sure=False
        )
    exchange = scene.api.call("transactions_create", body=scene.item())
    scene.claim(
        website(scene, exchange) not in {"then.example", "else.example"},
        "a rule has an effect on what it does not pick",
        exchange,
        pointer="/entities/counterparty/website",
    )
    seen, after = scene.view("transactions_get", early["id"])
    scene.same(before, after, "a rule changes what was enriched before", seen)
    scene.set_rules(kept)
    item = scene.item(description=f"NETFLIX.COM {word}")
    exchange = scene.api.call("transactions_create", body=item)
    scene.claim(
        website(scene, exchange) not in {"then.example", "else.example"},
        "a rule that is gone has an effect",
        exchange,
        pointer="/entities/counterparty/website",
        sure=False,
    )


def website(scene: Scene, exchange: Exchange) -> object:
    """The website of the counterparty in an answer that shows a transaction."""
    entities: Item = scene.accepted(exchange).get("entities") or {}
    return (entities.get("counterparty") or {}).get("website")


@promise("rules_replace", "transactions_create", sandbox=True)
def each_kind_of_rule_has_its_effect(scene: Scene) -> None:
    """Labels decide the category, codes and setters the counterparty, and later rules see earlier ones."""
    scene.keep_rules()
    holder = scene.holder()

    def found(*rules: Item) -> tuple[Exchange, Item]:
        scene.set_rules(rules)
        item = scene.item(account_holder_id=holder, description="STARBUCKS STORE 10221")
        exchange = scene.api.call("transactions_create", body=item)
        shown: Item = scene.accepted(exchange)
        return exchange, {**shown["entities"]["counterparty"], "general": shown["categories"]["general"]}

    _, plain = found()
    label, codes = plain["general"], plain["mccs"]
    for rules, name, wanted in (
        ([{"set_labels": ["zebra"]}], "general", "zebra"),
        ([{"set_labels": ["quagga"]}, {"set_labels": ["zebra"]}], "general", "zebra"),
        ([{"add_label": "zebra"}], "general", "zebra"),
        ([{"add_label": "zebra"}, {"remove_label": "zebra"}], "general", label),
        ([{"remove_label": label}], "general", "not enough information"),
        ([{"if": {"has_label": label}, "then": [{"set_labels": ["seen"]}]}], "general", "seen"),
        ([{"add_mcc": 5999}], "mccs", [*codes, 5999]),
        ([{"remove_mcc": codes[0]}], "mccs", codes[1:]),
        ([{"set_mcc": [5998, 5999]}], "mccs", [5998, 5999]),
        ([{"set": "merchant", "to": "Zoë's"}], "name", "Zoë's"),
        ([{"set": "merchant", "to": {"to_upper": {"get": "merchant"}}}], "name", plain["name"].upper()),
        ([{"set": "logo", "to": "https://zebra.example/logo"}], "logo", "https://zebra.example/logo"),
        ([{"if": False, "then": [{"set": "website", "to": "no"}]}], "website", plain["website"]),
    ):
        exchange, shown = found(*rules)
        message = f"a rule has not its effect on {name}"
        scene.same(wanted, shown[name], message, exchange)
