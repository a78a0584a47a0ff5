"""What is promised of category sets in words."""

from __future__ import annotations

from collections.abc import Sequence

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, LeftOutError, Scene, category
from contract_tests.provider.run import Exchange

__all__ = ["SETS", "chosen", "reads", "write"]

SPECIAL = frozenset(("not enough information", "other"))
"""Categories that a transaction may have whether its set has them or not."""
DEFAULTS = ("consumer", "business")
SETS: Sequence[Item] = (
    {
        "incoming": ["salary", "refund", "salary", "Refund"],
        "outgoing": ["zebra", "apple", "zebra", "Apple"],
    },
    {"incoming": [], "outgoing": ["東京 café", " spaced ", "\U0001f98a", ""]},
    {"incoming": ["one"], "outgoing": []},
)


def reads(scene: Scene, identity: str, wanted: Item) -> None:
    """A category set is read as it was written: order, duplicates and all."""
    exchange = scene.get("categories_get", identity)
    shown: Item = scene.accepted(exchange)
    for name, names in wanted.items():
        message = "a category set is not read as it was written"
        scene.same(names, shown.get(name), message, exchange, f"/{name}")


def write(scene: Scene, identity: str, names: Item) -> Exchange:
    """Write a category set, which has to succeed."""
    exchange = scene.api.call("categories_set", path={"id": identity}, body=names)
    scene.accepted(exchange)
    return exchange


@promise("categories_get", "categories_set")
def a_category_set_is_read_as_written(scene: Scene) -> None:
    """Order, duplicates and unicode stay; a set that is written again is replaced; others are not touched."""
    identity, other = scene.category_set(["first"]), scene.category_set(["other"])
    for names in SETS:
        exchange = write(scene, identity, names)
        answer: Item = scene.accepted(exchange)
        message = "the answer has not the set that was written"
        scene.same(names, {name: answer.get(name) for name in names}, message, exchange)
        reads(scene, identity, names)
        reads(scene, other, {"outgoing": ["other"]})
    write(scene, identity, SETS[0])
    write(scene, identity, SETS[0])
    reads(scene, identity, SETS[0])


@promise("categories_get", "categories_set", "categories_reset")
def a_reset_restores_the_default(scene: Scene) -> None:
    """Whatever was written, after a reset the set is what it is by default, and no other is touched."""
    keep_defaults(scene)
    other = scene.category_set(["other"])
    for identity, beside in (DEFAULTS, DEFAULTS[::-1]):
        scene.accepted(scene.get("categories_reset", identity))
        default = scene.view("categories_get", identity)[1]
        for names in SETS:
            write(scene, identity, names)
            write(scene, beside, SETS[0])
            reads(scene, identity, names)
            exchange = scene.get("categories_reset", identity)
            answer = scene.steady("categories_get", scene.accepted(exchange))
            seen, now = scene.view("categories_get", identity)
            scene.same(default, now, "a reset does not restore the default", seen, earlier=(exchange,))
            scene.same(now, answer, "the answer has not the set as it is after a reset", exchange)
            reads(scene, beside, SETS[0])
    reads(scene, other, {"outgoing": ["other"]})


@promise("categories_get", "categories_set", "categories_reset")
def a_default_set_is_of_one_account(scene: Scene) -> None:
    """What one account makes of a default set is nothing to another."""
    if scene.api.keys.get("second") is None:
        return
    keep_defaults(scene)
    for identity in DEFAULTS:
        before = scene.accepted(scene.get("categories_get", identity, key="second"))
        for exchange in (write(scene, identity, SETS[0]), scene.get("categories_reset", identity)):
            seen = scene.get("categories_get", identity, key="second")
            message = "a default set of one account changes with that of another"
            scene.same(before, scene.accepted(seen), message, seen, earlier=(exchange,))


def keep_defaults(scene: Scene) -> None:
    """Put the default sets back when the scenario is over.

    Raises:
        LeftOutError: They may not be changed, not even for a while.
    """
    scene.account_wide()
    for identity in DEFAULTS:
        names: Item = scene.accepted(scene.get("categories_get", identity))
        if "outgoing" in names:  # it may be of another form
            put_back = {name: names[name] for name in ("incoming", "outgoing")}
            scene.afterwards.callback(write, scene, identity, put_back)


@promise("categories_get", "categories_reset", sandbox=True)
def a_custom_set_has_no_default(scene: Scene) -> None:
    """The reset of a custom set removes it, and it can be written anew."""
    identity = scene.category_set(["first"])
    exchange = scene.get("categories_reset", identity)
    scene.same(None, scene.accepted(exchange), "something is left of a custom set", exchange)
    for operation in ("categories_get", "categories_reset"):
        exchange = scene.get(operation, identity)
        scene.status(exchange, 404, "a category set that is not there is not answered 404")
    write(scene, identity, SETS[0])
    reads(scene, identity, SETS[0])


@promise("categories_set", "categories_reset", "account_holders_create", "transactions_create")
def a_custom_set_takes_effect_for_its_holders(scene: Scene) -> None:
    """What is enriched afterwards has a category of the set, what was enriched before keeps its own."""
    scene.without_rules()
    plain = scene.holder()
    exchange = scene.api.call("transactions_create", body=scene.item(account_holder_id=plain))
    usual = str(scene.general(exchange))
    identity = scene.category_set([usual, "zebra"])
    holder = scene.holder(category_id=identity)
    first = scene.item(account_holder_id=holder)
    for exchange, shown in scene.both_ways(first):
        message = "a transaction has not the category that its set has too"
        scene.same(usual, category(shown), message, exchange, "/categories/general", sure=False)
    _, before = scene.view("transactions_get", first["id"])
    for names in (["zebra"], ["Zebra", "quagga"]):
        write(scene, identity, {"incoming": [], "outgoing": names})
        chosen(scene, holder, names)
        exchange = scene.api.call("transactions_create", body=scene.item(account_holder_id=plain))
        message = "a set takes effect for a holder that does not name it"
        scene.same(usual, scene.general(exchange), message, exchange, "/categories/general")
        seen, after = scene.view("transactions_get", first["id"])
        scene.same(before, after, "a set changes what was enriched before", seen)


def chosen(scene: Scene, holder: str, names: Sequence[str]) -> None:
    """What is enriched for an account holder has a category of its set, however it is enriched."""
    for exchange, shown in scene.both_ways(scene.item(account_holder_id=holder)):
        found = category(shown)
        scene.claim(
            found in {*names, *SPECIAL},
            "a transaction has a category that the set of its holder has not",
            exchange,
            expected=[*names, *SPECIAL],
            actual=found,
            pointer="/categories/general",
        )


@promise("categories_set", "categories_reset", "transactions_create", "batches_create")
def a_replaced_default_takes_effect_for_all_without_a_set(scene: Scene) -> None:
    """For holders that were there before and for new ones, but not for those that name a set of their own."""
    keep_defaults(scene)
    scene.without_rules()
    early, business = scene.holder(), scene.holder(type="business")
    exchange = scene.api.call("transactions_create", body=scene.item(account_holder_id=early))
    usual = str(scene.general(exchange))
    own = scene.category_set([usual])
    named = scene.holder(category_id=own)
    write(scene, "consumer", {"incoming": [], "outgoing": ["zebra"]})
    for holder in (early, scene.holder()):
        chosen(scene, holder, ["zebra"])
    for holder in (named, scene.holder(category_id=own)):
        for exchange, shown in scene.both_ways(scene.item(account_holder_id=holder)):
            message = "a default takes effect for a holder that names a set of its own"
            scene.same(usual, category(shown), message, exchange, "/categories/general", sure=False)
    exchange = scene.api.call("transactions_create", body=scene.item(account_holder_id=business))
    message = "the set of consumers takes effect for a business"
    scene.claim(scene.general(exchange) != "zebra", message, exchange, pointer="/categories/general")


@promise("categories_set", "transactions_create", sandbox=True)
def a_set_decides_how_a_category_is_spelt(scene: Scene) -> None:
    """One that is in the set only by another case is written as there; direction counts."""
    scene.without_rules()
    item = scene.item(account_holder_id=scene.holder())
    usual = str(scene.general(scene.api.call("transactions_create", body=item)))
    if usual in SPECIAL:
        raise LeftOutError("the categories of consumers have been replaced")
    for names, wanted in (
        ({"incoming": [], "outgoing": [usual.upper()]}, usual.upper()),
        ({"incoming": [usual], "outgoing": []}, "not enough information"),
        ({"incoming": [], "outgoing": ["zebra", "other"]}, "other"),
    ):
        holder = scene.holder(category_id=scene.category_set(names["outgoing"], names["incoming"]))
        exchange = scene.api.call("transactions_create", body=scene.item(account_holder_id=holder))
        message = "a category is not the one of its set"
        scene.same(wanted, scene.general(exchange), message, exchange, "/categories/general")
