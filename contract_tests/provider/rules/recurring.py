"""What is promised of recurring groups in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.run import Exchange

__all__: list[str] = []

CENT = 0.005
"""Sums of the same amounts may differ by less, whoever adds them up."""


def monthly(scene: Scene, holder: str, months: int = 6, **members: object) -> list[Item]:
    """Enrich what is paid on the same day of every month."""
    items = [
        scene.item(account_holder_id=holder, date=f"2024-{month:02}-05", **members)
        for month in range(1, months + 1)
    ]
    for item in items:
        scene.enrich(item)
    return items


def groups_of(scene: Scene, holder: str, items: Sequence[Item]) -> tuple[Exchange, list[Item]]:
    """The recurring groups of an account holder whose transactions are these, each held to what it says."""
    exchange = scene.get("account_holders_recurring_groups", holder)
    groups: list[Item] = scene.accepted(exchange)
    known = {item["id"]: item for item in items}
    named: list[str] = []
    for index, group in enumerate(groups):
        ids: list[str] = group["transaction_ids"]
        others = [one for one in ids if one not in known]
        message = "a group names a transaction that does not exist, or is of another"
        scene.same([], others, message, exchange, f"/{index}/transaction_ids")
        named += ids
        _adds_up(scene, exchange, index, group, [known[one] for one in ids])
    twice = sorted({one for one in named if named.count(one) > 1})
    scene.same([], twice, "a transaction is named twice", exchange, sure=False)
    return exchange, groups


def _adds_up(scene: Scene, exchange: Exchange, index: int, group: Item, items: Sequence[Item]) -> None:
    amounts = [item["amount"] for item in items]
    days = [item["date"] for item in items]
    scene.claim(bool(items), "a group names no transaction", exchange, pointer=f"/{index}/transaction_ids")
    for name, wanted in (
        ("total_amount", sum(amounts)),
        ("average_amount", sum(amounts) / len(amounts)),
    ):
        scene.claim(
            abs(group[name] - wanted) <= CENT * (len(items) if name == "total_amount" else 2),
            f"{name} is not that of the transactions",
            exchange,
            expected=wanted,
            actual=group[name],
            pointer=f"/{index}/{name}",
        )
    for name, wanted in (("start_date", min(days)), ("end_date", max(days))):
        message = f"{name} is not that of the transactions"
        scene.same(wanted, group[name], message, exchange, f"/{index}/{name}")
    kinds = {item["entry_type"] for item in items}
    message = "entry_type is not that of the transactions"
    scene.same(kinds, {group["entry_type"]}, message, exchange, f"/{index}/entry_type")


@promise("account_holders_recurring_groups", "transactions_create", "transactions_delete")
def recurring_groups_name_the_holders_own_transactions(scene: Scene) -> None:
    """They name what exists and is the holder's, and sums and dates are those of what they name."""
    holder, other = scene.holder(), scene.holder()
    groups_of(scene, holder, [])
    items = monthly(scene, holder)
    items += monthly(scene, holder, description="SPOTIFY P1B2", amount=9.99)
    items += monthly(scene, holder, description="UBER EATS", amount=25.1, entry_type="incoming")
    once = scene.item(account_holder_id=holder, description="IKEA 42", date="2024-02-02", amount=399)
    scene.enrich(once)
    items.append(once)
    others = monthly(scene, other)
    groups_of(scene, holder, items)
    groups_of(scene, other, others)
    for gone in (items[0], items[7]):
        scene.accepted(scene.get("transactions_delete", gone["id"]))
        items.remove(gone)
        groups_of(scene, holder, items)
    scene.accepted(scene.assign(items[1]["id"], other))
    others.append(items.pop(1))
    groups_of(scene, holder, items)
    groups_of(scene, other, others)
    moved = {**items[1], "amount": 15.49}
    scene.enrich(moved)
    items[1] = moved
    groups_of(scene, holder, items)


@promise("account_holders_recurring_groups", "transactions_create", sandbox=True)
def a_subscription_is_found(scene: Scene) -> None:
    """What is paid to Netflix every month is one group, monthly, with the website of Netflix."""
    scene.without_rules()
    holder = scene.holder()
    items = monthly(scene, holder)
    noise = scene.item(account_holder_id=holder, description="SHELL OIL 57442", date="2024-03-11", amount=31)
    scene.enrich(noise)
    exchange, groups = groups_of(scene, holder, [*items, noise])
    found = [one for one in groups if one["counterparty"].get("website") == "netflix.com"]
    scene.same(1, len(found), "a subscription is not found once", exchange)
    group = found[0]
    wanted = sorted(item["id"] for item in items)
    message = "a subscription has not all of its transactions, and no others"
    scene.same(wanted, sorted(group["transaction_ids"]), message, exchange, "/0/transaction_ids")
    scene.same("monthly", group["periodicity"], "a monthly subscription is not monthly", exchange)
    scene.claim(
        28 <= group["periodicity_in_days"] <= 31,
        "a month has another number of days",
        exchange,
        expected="28 to 31",
        actual=group["periodicity_in_days"],
        pointer="/0/periodicity_in_days",
    )
    for item in items:
        scene.accepted(scene.get("transactions_delete", item["id"]))
    exchange, groups = groups_of(scene, holder, [noise])
    found = [one for one in groups if one["counterparty"].get("website") == "netflix.com"]
    scene.same([], found, "a subscription is found without its transactions", exchange)


MONTHS = {"monthly": 1, "bi-monthly": 2, "quarterly": 3, "semi-yearly": 6, "yearly": 12}
DAYS = {"daily": 1, "weekly": 7, "bi-weekly": 14, "other": 45}
TIMES = 6
"""How often each comes."""


def days_of(periodicity: str) -> list[str] | None:
    """Days that lie so far apart; None for a periodicity that this check does not know."""
    if periodicity == "semi-monthly":
        return [f"2023-{1 + number // 2:02}-{(1, 15)[number % 2]:02}" for number in range(TIMES)]
    if periodicity in MONTHS:
        months = [MONTHS[periodicity] * number for number in range(TIMES)]
        return [f"{2017 + one // 12}-{1 + one % 12:02}-05" for one in months]
    if periodicity in DAYS:
        return [str(date(2023, 1, 2) + timedelta(days=DAYS[periodicity] * number)) for number in range(TIMES)]
    return None


@promise("account_holders_recurring_groups", "batches_create", sandbox=True)
def every_periodicity_is_told_by_its_word(scene: Scene) -> None:
    """What recurs at a documented interval is told as such, whichever it is."""
    scene.without_rules()
    paid: dict[str, tuple[str, list[Item]]] = {}
    for periodicity in scene.api.document.schemas["RecurrencePeriodicity"]["enum"]:
        days = days_of(periodicity)
        if days is not None:
            holder = scene.holder()
            paid[periodicity] = holder, [scene.item(account_holder_id=holder, date=day) for day in days]
    batch = scene.submit([item for _, items in paid.values() for item in items])
    scene.finish("batches_get", batch["id"])
    for periodicity, (holder, items) in paid.items():
        exchange, groups = groups_of(scene, holder, items)
        told = [one["periodicity"] for one in groups]
        message = "what recurs is not told by its word"
        scene.same([periodicity], told, message, exchange, "/0/periodicity")
        if periodicity in DAYS:
            told = [one["periodicity_in_days"] for one in groups]
            message = "the days between two transactions are told wrongly"
            scene.same([DAYS[periodicity]], told, message, exchange, "/0/periodicity_in_days")
