"""What the sandbox says of account holders, and of what recurs, where the document leaves it open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.recurring import groups_of
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.run import Exchange

__all__: list[str] = []

CREATE, GET, LIST = "account_holders_create", "account_holders_get", "account_holders_list"
GROUPS = "account_holders_recurring_groups"
START = date(2023, 3, 6)


@promise(CREATE, GET, LIST, sandbox=True)
def a_holder_tells_what_it_has_not(scene: Scene) -> None:
    """A name and a category set of null are told, in every view, whether they were sent or left out."""
    for members in ({"name": None}, {"name": None, "category_id": None}, {"name": "", "category_id": None}):
        made = scene.new_holder(**members)
        views = [(scene.api.run.exchanges[-1], made)]
        exchange = scene.get(GET, made["id"])
        views.append((exchange, scene.accepted(exchange)))
        exchange, data, _ = scene.page(LIST, {"limit": 100})
        views += [(exchange, one) for one in data if one["id"] == made["id"]]
        for seen, shown in views:
            for name in ("name", "category_id"):
                scene.claim(
                    name in shown, f"an account holder does not tell its {name}", seen, pointer=f"/{name}"
                )
                scene.same(members.get(name), shown[name], f"{name} is another", seen, f"/{name}")


@promise(CREATE, "categories_set", "transactions_create", sandbox=True)
def a_set_that_is_not_there_is_that_of_the_type(scene: Scene) -> None:
    """Until there is one; nobody looks whether there is when an account holder is created."""
    scene.without_rules()
    for kind in ("consumer", "business"):
        missing = scene.api.new_id("set")
        named, plain = scene.holder(type=kind, category_id=missing), scene.holder(type=kind)
        for description in ("NETFLIX.COM", "PAYROLL ACME"):
            usual = scene.api.call(
                "transactions_create", body=scene.item(account_holder_id=plain, description=description)
            )
            exchange = scene.api.call(
                "transactions_create", body=scene.item(account_holder_id=named, description=description)
            )
            message = "a set that is not there does not stand for that of the type"
            scene.same(
                scene.general(usual), scene.general(exchange), message, exchange, "/categories/general"
            )


@promise(CREATE, "account_holders_delete", GET, sandbox=True)
def the_id_of_a_deleted_holder_is_free(scene: Scene) -> None:
    """For a holder of another type too."""
    holder = scene.holder()
    for kind in ("business", "consumer"):
        scene.accepted(scene.get("account_holders_delete", holder))
        made = scene.new_holder(id=holder, type=kind, name=None)
        scene.same(kind, made["type"], "what is made anew is as before", scene.get(GET, holder), "/type")


class Paid:
    """Transactions of an account holder of their own.

    Args:
        scene: Where.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.holder = scene.holder()
        self.items: list[Item] = []

    def __call__(
        self, *days: int, amounts: Sequence[float] = (), description: str = "NETFLIX.COM", **members: object
    ) -> list[str]:
        """Enrich one for each day, counted from a first one, in the order of their submission; their ids."""
        made = [
            self._scene.item(
                account_holder_id=self.holder,
                date=str(START + timedelta(days=day)),
                amount=amounts[index] if amounts else 12.99,
                description=description,
                **members,
            )
            for index, day in enumerate(days)
        ]
        for item in made:
            self._scene.enrich(item)
        self.items += made
        return [item["id"] for item in made]

    def groups(self) -> tuple[Exchange, list[Item]]:
        """What recurs."""
        return groups_of(self._scene, self.holder, self.items)

    def are(self, message: str, *wanted: Sequence[str]) -> list[Item]:
        """Claim that these recur, the series that ended last first, each in the order of its dates."""
        exchange, groups = self.groups()
        found = [one["transaction_ids"] for one in groups]
        self._scene.same([list(one) for one in wanted], found, message, exchange, "/transaction_ids")
        return groups


@promise(GROUPS, "transactions_create", sandbox=True)
def a_series_is_of_three_that_are_alike(scene: Scene) -> None:
    """Two are none; another direction, currency or amount makes another series, and so does an unknown party."""
    scene.without_rules()
    paid = Paid(scene)
    first = paid(0, 7)
    paid.are("two transactions are a series")
    first += paid(14)
    paid.are("three transactions are no series", first)
    euros = paid(1, 8, 15, currency="USD")
    paid.are("another currency is no series of its own", euros, first)
    income = paid(2, 9, 16, entry_type="incoming")
    paid.are("another direction is no series of its own", income, euros, first)
    dear = paid(3, 10, 17, amounts=[90, 90, 90])
    paid.are("amounts that are not similar are no series of their own", dear, income, euros, first)
    paid(4, 11, 18, description="XQZ 77 UNHEARD OF")
    paid.are("what has no known counterparty recurs", dear, income, euros, first)


@promise(GROUPS, "transactions_create", sandbox=True)
def amounts_and_intervals_are_only_similar(scene: Scene) -> None:
    """A price may rise, and one of four intervals may be another; the days are the median."""
    scene.without_rules()
    paid = Paid(scene)
    rising = paid(0, 7, 14, 21, 28, amounts=[10, 10, 11, 12, 12])
    (group,) = paid.are("similar amounts are no series", rising)
    scene.same(7, group["periodicity_in_days"], "the days are not those between", _last(scene))
    broken = Paid(scene)
    ids = broken(0, 7, 14, 35, 42)  # of four intervals one is three times as long
    (group,) = broken.are("a series with one interval of four that does not fit is none", ids)
    message = "the days are not the median interval"
    scene.same(7, group["periodicity_in_days"], message, _last(scene), "/0/periodicity_in_days")
    between = Paid(scene)
    (group,) = between.are("three weekly transactions are no series", between(0, 7, 15))
    message = "the days are not the median interval"
    scene.same(7.5, group["periodicity_in_days"], message, _last(scene), "/0/periodicity_in_days")
    irregular = Paid(scene)
    irregular(0, 3, 40, 41, 90)
    irregular.are("what comes at no interval recurs")


@promise(GROUPS, "transactions_create", "rules_create", "transactions_assign", sandbox=True)
def a_group_is_told_as_it_ended(scene: Scene) -> None:
    """By the dates and not by the order of submission, with the counterparty and categories of the latest."""
    scene.without_rules()
    paid = Paid(scene)
    ids = paid(14, 0, 21, 7)
    in_order = [ids[index] for index in (1, 3, 0, 2)]
    (group,) = paid.are("the transactions of a group are not in the order of their dates", in_order)
    scene.keep_rules()
    scene.set_rules([{"set_labels": ["zebra"]}, {"set": "logo", "to": "https://zebra.example/logo"}])
    latest = paid(28)
    (changed,) = paid.are("a later transaction is not the last of its group", [*in_order, *latest])
    exchange = _last(scene)
    message = "the categories of a group are not those of its latest transaction"
    scene.same("zebra", changed["categories"]["general"], message, exchange, "/0/categories/general")
    message = "the counterparty of a group is not that of its latest transaction"
    logo = changed["counterparty"]["logo"]
    scene.same("https://zebra.example/logo", logo, message, exchange, "/0/counterparty/logo")
    message = "the id of a group changes when a transaction comes"
    scene.same(group["id"], changed["id"], message, exchange, "/0/id")
    scene.accepted(scene.get("transactions_delete", latest[0]))
    paid.items.pop()
    (again,) = paid.are("a deleted transaction is in a group", in_order)
    message = "the id of a group changes when a transaction goes"
    scene.same(group["id"], again["id"], message, _last(scene), "/0/id")


def _last(scene: Scene) -> Exchange:
    return scene.api.run.exchanges[-1]
