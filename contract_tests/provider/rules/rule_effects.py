"""What is promised of the effects of rules in words."""

from __future__ import annotations

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.ruleset import Ruleset
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.run import Exchange

__all__: list[str] = []


class Effects:
    """What rules do to transactions that a word tells from all others.

    Args:
        scene: The account.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._word = scene.api.new_id("word")
        self._kept: list[tuple[str, object, object]] = []

    def rule(self, then: str, otherwise: str) -> Item:
        """A rule that gives what has the word one of two websites, by its amount."""
        return {
            "if": {"is_substring": [{"get": "description"}, self._word]},
            "then": [
                {
                    "if": {">": [{"get": "amount"}, 5]},
                    "then": [{"set": "website", "to": then}],
                    "else": [{"set": "website", "to": otherwise}],
                }
            ],
        }

    def are(self, then: str, otherwise: str) -> None:
        """Claim that what has the word has one of two websites, by its amount, however it is enriched.

        What was enriched before stays as it was, and what has not the word has none of the two.
        """
        scene, pointer = self._scene, "/entities/counterparty/website"
        for amount, wanted in ((5.01, then), (5, otherwise)):
            item = scene.item(description=f"NETFLIX.COM {self._word}", amount=amount)
            for exchange, shown in scene.both_ways(item):
                found = website(shown)
                message = "the rules have not their effect on what they pick"
                scene.same(wanted, found, message, exchange, pointer, sure=False)
        for exchange, shown in scene.both_ways(scene.item()):
            found = website(shown)
            message = "a rule has an effect on what it does not pick"
            picked = {then, otherwise} if then != otherwise else set[object]()
            scene.claim(found not in picked, message, exchange, actual=found, pointer=pointer)
        for identity, alone, listed in self._kept:
            seen, now = scene.view("transactions_get", identity)
            message = "a rule changes what was enriched before"
            scene.same(alone, now, message, seen)
            seen, now = self._listed(identity)
            scene.same(listed, now, message, seen, "/data")
        item = scene.item(description=f"NETFLIX.COM {self._word}")
        scene.enrich(item)
        self._kept.append(
            (item["id"], scene.view("transactions_get", item["id"])[1], self._listed(item["id"])[1])
        )

    def _listed(self, identity: str) -> tuple[Exchange, object]:
        exchange, data, _ = self._scene.page("transactions_list", {"limit": 100})
        mine = [one for one in data if one.get("id") == identity]
        return exchange, self._scene.steady("transactions_list", {"data": mine})


def website(transaction: Item) -> object:
    """The website of the counterparty of a transaction."""
    entities: Item = transaction.get("entities") or {}
    return (entities.get("counterparty") or {}).get("website")


@promise(
    "rules_create", "rules_replace", "rules_patch", "rules_delete", "transactions_create", "transactions_list"
)
def rules_take_effect_on_what_comes_later(scene: Scene) -> None:
    """Whatever is done to the rules, what is enriched afterwards follows those that are there then."""
    effects = Effects(scene)
    ruleset = Ruleset(scene)
    before = ruleset.rules
    exchange = scene.api.call("transactions_create", body=scene.item())
    usual = str(website(scene.accepted(exchange)))
    effects.are(usual, usual)
    ruleset.create(effects.rule("one.example", "two.example"))
    effects.are("one.example", "two.example")
    last = len(ruleset.rules) - 1
    ruleset.patch(last, effects.rule("three.example", "four.example"))
    effects.are("three.example", "four.example")
    ruleset.create(effects.rule("five.example", "six.example"))
    effects.are("five.example", "six.example")  # of two the later one has the last word
    ruleset.delete(last + 1)
    effects.are("three.example", "four.example")
    ruleset.replace([*before, effects.rule("one.example", "two.example")])
    effects.are("one.example", "two.example")
    ruleset.replace(before)
    effects.are(usual, usual)


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
