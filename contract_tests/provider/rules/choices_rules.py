"""What the sandbox says of rules where the document leaves it open."""

from __future__ import annotations

import json
from typing import Any

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.ruleset import named
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.run import Exchange

__all__: list[str] = []

CREATE, LIST, REPLACE, PATCH, DELETE = (
    "rules_create", "rules_list", "rules_replace", "rules_patch", "rules_delete",
)  # fmt: skip
LARGEST = 50 * 1024
"""Bytes that all rules may have together."""
NO_NUMBERS = ("+1", "01", "1.0", "-0", "0x1", "one", " 1", "1e0")
DEEPEST = 32
"""Levels of rules and expressions within one another."""


def _placed(*rules: Item) -> list[Item]:
    return [{"id": index, **rule} for index, rule in enumerate(rules)]


@promise(CREATE, LIST, REPLACE, PATCH, DELETE, sandbox=True)
def the_id_of_a_rule_is_its_place(scene: Scene) -> None:
    """A number from 0, in the list and in every answer; what replaces or deletes answers with all rules."""
    scene.keep_rules()
    one, two, three, four = (named(word) for word in ("one", "two", "three", "four"))
    shown: list[tuple[Exchange, Any, str]] = []

    def call(operation: str, wanted: Any, **members: Any) -> None:
        exchange = scene.api.call(operation, **members)
        shown.append((exchange, wanted, "the answer has not the rules as they are, each with its place"))

    call(REPLACE, _placed(one, two), body=[one, two])
    call(LIST, _placed(one, two))
    call(REPLACE, _placed(three, one, two), body=[three, one, two])
    call(CREATE, {"id": 3, **four}, body=four)
    call(LIST, _placed(three, one, two, four))
    call(PATCH, {"id": 1, **four}, path={"id": "1"}, body=four)
    call(DELETE, _placed(three, two, four), path={"id": "1"})
    call(LIST, _placed(three, two, four))
    call(DELETE, _placed(two, four), path={"id": "0"})
    call(DELETE, _placed(two), path={"id": "1"})
    call(DELETE, [], path={"id": "0"})
    call(REPLACE, [], body=[])
    call(LIST, [])
    for exchange, wanted, message in shown:
        scene.same(wanted, scene.accepted(exchange), message, exchange)


@promise(PATCH, DELETE, REPLACE, sandbox=True)
def what_is_no_plain_number_names_no_rule(scene: Scene) -> None:
    """It is answered 400, even where it could be read as one."""
    scene.keep_rules()
    scene.set_rules([named("one"), named("two")])
    for identity in NO_NUMBERS:
        for exchange in (
            scene.api.call(PATCH, path={"id": identity}, body=named("new")),
            scene.get(DELETE, identity),
        ):
            scene.status(exchange, 400, "what is no plain number names a rule")


@promise(CREATE, PATCH, REPLACE, sandbox=True)
def a_rule_has_only_what_is_described(scene: Scene) -> None:
    """A key that nobody knows is refused with 422, and so is the id of a rule."""
    scene.keep_rules()
    scene.set_rules([named("one")])
    for extra in ({"unheard_of": 1}, {"id": 0}, {"id": "0"}):
        wrong = {**named("new"), **extra}
        for exchange in (
            scene.api.call(CREATE, body=wrong),
            scene.api.call(REPLACE, body=[wrong]),
            scene.api.call(PATCH, path={"id": "0"}, body=wrong),
        ):
            scene.status(exchange, 422, "a rule with more than is described is not answered 422")


@promise(CREATE, REPLACE, PATCH, sandbox=True)
def rules_are_too_large_from_one_byte_on(scene: Scene) -> None:
    """As compact JSON they may have 50 KiB together, and not a byte more; what was there stays."""
    scene.keep_rules()
    bare = len(json.dumps([{"add_label": ""}, {"add_label": ""}], separators=(",", ":")))
    largest = [{"add_label": "x"}, {"add_label": "x" * (LARGEST - bare - 1)}]
    larger = [{"add_label": "x"}, {"add_label": "x" * (LARGEST - bare)}]
    for body, wanted in ((largest, 200), (larger, 413)):
        exchange = scene.api.call(REPLACE, body=body)
        scene.status(exchange, wanted, "the limit of all rules is another than 50 KiB")
    scene.set_rules(largest[:1])
    exchange = scene.api.call(CREATE, body=larger[1])
    scene.status(exchange, 413, "the limit of all rules is another than 50 KiB")
    exchange = scene.api.call(CREATE, body=largest[1])
    scene.status(exchange, 200, "the limit of all rules is another than 50 KiB")
    exchange = scene.api.call(PATCH, path={"id": "0"}, body={"add_label": "xy"})
    scene.status(exchange, 400, "a rule that makes all too large is not answered 400")


def _nested(levels: int) -> Item:
    rule: Item = {"add_label": "x"}
    for _ in range(levels):
        rule = {"if": True, "then": [rule]}
    return rule


@promise(CREATE, REPLACE, sandbox=True)
def a_rule_makes_sense_or_is_refused(scene: Scene) -> None:
    """Types, numbers of operands, and how deep it may go."""
    scene.keep_rules()
    scene.set_rules([])
    text, number = {"get": "description"}, {"get": "amount"}
    good = [
        {"==": [1, "1", True]},
        {"<": [1, 2, 3]},
        {"<": ["a", "b"]},
        {"==": [number, text]},
        {"&&": [True]},
    ]
    bad = [
        {"==": [1]}, {"<": [1]}, {"<": [number, text]}, {"starts_with": [text]}, {"is_substring": [text, text, text]},
        {"ends_with": ["a", 1]}, {"&&": []}, {"||": [1]}, {"!": number}, {"has_label": 5}, {"==": []}, {">": [True, False]},
        {"starts_with": ["a", "b", "c"]}, number, text, {"+": [1, 2]}, "text", 5,
    ]  # fmt: skip
    for condition, wanted in [*((one, 200) for one in good), *((one, 400) for one in bad)]:
        exchange = scene.api.call(CREATE, body={"if": condition, "then": []})
        message = "a rule without sense is taken" if wanted == 400 else "a rule with sense is refused"
        scene.status(exchange, wanted, message)
    for rule in (
        {"set": "website", "to": number}, {"add_label": 5}, {"add_mcc": True}, {"set_labels": [text, 5]},
        {"set": "website", "to": {"+": ["a", 1]}}, {"add_mcc": {"/": ["1", 2]}},
    ):  # fmt: skip
        scene.status(scene.api.call(CREATE, body=rule), 400, "a rule without sense is taken")
    # A label is an expression, one level below its rule.
    for levels, wanted in ((DEEPEST - 1, 200), (DEEPEST, 400), (DEEPEST + 1, 400)):
        exchange = scene.api.call(CREATE, body=_nested(levels))
        scene.status(exchange, wanted, "rules may be nested to another depth than 32 levels")


@promise(CREATE, REPLACE, "transactions_create", sandbox=True)
def each_word_of_a_rule_means_what_it_says(scene: Scene) -> None:
    """Of labels, of the kinds of counterparties, of what is not there, and of what cannot be evaluated."""
    scene.keep_rules()
    holder = scene.holder(name="Zoë")
    get = {
        name: {"get": name}
        for name in ("transaction_type", "merchant", "person", "website", "logo", "location")
    }

    def found(*rules: Item, **members: object) -> Item:
        scene.set_rules(rules)
        item = scene.item(**{"account_holder_id": holder, "description": "STARBUCKS STORE 10221", **members})
        shown: Item = scene.accepted(scene.api.call("transactions_create", body=item))
        return {**(shown["entities"]["counterparty"] or {}), "general": shown["categories"]["general"]}

    plain = found()
    label, codes = plain["general"], plain["mccs"]
    tell = {"if": True}
    for rules, name, wanted in (
        # Labels.
        ([{"if": {"has_label": label}, "then": [{"set_labels": ["seen"]}]}], "general", "seen"),
        ([{"add_label": "a"}, {"add_label": "b"}], "general", "b"),
        ([{"add_label": "a"}, {"add_label": "b"}, {"remove_label": "b"}], "general", "a"),
        ([{"add_label": "a"}, {"remove_label": "a"}], "general", label),
        ([{"set_labels": ["a", "b"]}, {"remove_label": "a"}], "general", "b"),
        # Kinds.
        ([{"set": "website", "to": get["transaction_type"]}], "website", "organization"),
        ([{"set": "website", "to": get["merchant"]}], "website", plain["name"]),
        ([{"set": "website", "to": {"+": ["<", get["person"], ">"]}}], "website", "<>"),
        ([{"set": "person", "to": "Jane"}, {"set": "website", "to": get["transaction_type"]}], "website", "person"),
        ([{"set": "person", "to": "Jane"}, {"set": "website", "to": {"+": ["<", get["merchant"], ">"]}}], "website", "<>"),
        ([{"set": "person", "to": "Jane"}, {"set": "website", "to": get["person"]}], "website", "Jane"),
        ([{"set": "person", "to": "Jane"}], "type", "person"),
        ([{"set": "person", "to": "Jane"}, {"set": "merchant", "to": "Acme"}], "type", "organization"),
        # What is not there, and what is taken away.
        ([{"set": "website", "to": ""}], "website", None),
        ([{"set": "website", "to": ""}, {"if": {"==": [get["website"], ""]}, "then": [{"set": "logo", "to": "https://a.example"}]}], "logo", "https://a.example"),
        ([{"set": "logo", "to": ""}], "logo", None),
        ([{"set": "merchant", "to": ""}], "name", None),
        ([{"set": "website", "to": {"+": ["a", "b", "c"]}}], "website", "abc"),
        ([{"if": {"==": [get["person"], ""]}, "then": [{"set": "website", "to": "nobody.example"}]}], "website", "nobody.example"),
        # What cannot be evaluated changes nothing, not even in part; what comes after it goes on.
        ([{"if": {"==": [{"/": [1, 0]}, 0]}, "then": [{"set_labels": ["a"]}], "else": [{"set_labels": ["b"]}]}], "general", label),
        ([{"if": {"==": [{"//": [1, 0]}, 0]}, "then": [{"set_labels": ["a"]}], "else": [{"set_labels": ["b"]}]}], "general", label),
        ([{"if": {">": [{"*": [1e300, 1e300]}, 0]}, "then": [{"set_labels": ["a"]}], "else": [{"set_labels": ["b"]}]}], "general", label),
        ([{**tell, "then": [{"set_labels": ["a"]}, {"add_mcc": 12345}]}], "general", label),
        ([{**tell, "then": [{"set_labels": ["a"]}, {"set": "logo", "to": "no address"}]}], "general", label),
        ([{"add_mcc": 12345}], "mccs", codes),
        ([{"add_mcc": "12345"}, {"add_mcc": "0042"}], "mccs", [*codes, 42]),
        ([{"add_mcc": 5.5}], "mccs", codes),
        ([{"set": "website", "to": {"+": ["x" * 2048, "y" * 2049]}}], "website", plain["website"]),
        ([{"set": "website", "to": {"+": ["x" * 2048, "y" * 2048]}}], "website", "x" * 2048 + "y" * 2048),
        ([{"set": "logo", "to": "no address"}], "logo", plain["logo"]),
        ([{"set": "merchant_id", "to": "no uuid"}], "id", plain["id"]),
        ([{"set": "transaction_type", "to": "alien"}], "type", plain["type"]),
    ):  # fmt: skip
        shown = found(*rules)
        message = f"a rule has another effect on {name} than it says"
        scene.same(wanted, shown.get(name), message, scene.api.run.exchanges[-1])
    loose = found({"set_labels": ["zebra"]}, account_holder_id=None)
    message = "a label is the category of what has no account holder"
    exchange = scene.api.run.exchanges[-1]
    scene.same(
        "missing account holder information", loose["general"], message, exchange, "/categories/general"
    )
