"""What is promised of account holders in words."""

from __future__ import annotations

from contract_tests.provider.rules.categories import chosen
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.rules.transactions import as_submitted, gone, held

__all__: list[str] = []

MANY = 12
"""Transactions that an account holder has besides, where they cost nothing."""


@promise("account_holders_create", "account_holders_get", "account_holders_list")
def an_account_holder_is_created_once(scene: Scene) -> None:
    """An id that is in use is refused with 400, whatever comes with it, and nothing changes."""
    holder = scene.holder()
    body: Item = {"id": holder, "type": "consumer", "name": "Zoë Example"}
    for again in (body, {**body, "type": "business", "name": "Another"}):
        _, before = scene.view("account_holders_get", holder)
        exchange = scene.api.call("account_holders_create", body=again)
        scene.status(exchange, 400, "an account holder can be created twice")
        seen, after = scene.view("account_holders_get", holder)
        scene.same(before, after, "a second creation changes the account holder", seen, earlier=(exchange,))
    exchange, data, _ = scene.page("account_holders_list", {"limit": 100})
    ids = [one.get("id") for one in data]
    scene.same(1, ids.count(holder), "an account holder is not listed once", exchange, "/data")


@promise("account_holders_create", "account_holders_get", "account_holders_list")
def an_account_holder_is_shown_as_created(scene: Scene) -> None:
    """By itself and in the list, whatever its name."""
    for members in (
        {"name": "Zoë Example", "category_id": scene.category_set(["coffee shop"])},
        {"name": " 東京 \U0001f98a ", "type": "business"},
        {"name": None},
    ):
        made = scene.new_holder(**members)
        listing, data, _ = scene.page("account_holders_list", {"limit": 100})
        listed = next((one for one in data if one.get("id") == made["id"]), {})
        exchange = scene.get("account_holders_get", made["id"])
        for name, sent in members.items():
            message = f"{name} is not what was submitted"
            scene.same(sent, scene.accepted(exchange).get(name), message, exchange, f"/{name}")
            scene.same(sent, listed.get(name), f"listed {message}", listing, f"/data/0/{name}")


@promise("account_holders_create", "transactions_create", "categories_get", "batches_create")
def the_type_of_the_holder_decides_the_categories(scene: Scene) -> None:
    """The same transaction of a consumer and of a business has a category of the set of that type."""
    scene.without_rules()
    for kind in ("consumer", "business"):
        names: Item = scene.accepted(scene.get("categories_get", kind))
        holder = scene.holder(type=kind)
        if "outgoing" in names:  # it may be of another form
            chosen(scene, holder, names["outgoing"])
        item = scene.item(description="STARBUCKS STORE 10221", account_holder_id=holder)
        for exchange, shown in scene.both_ways(item):
            accounting = (shown.get("categories") or {}).get("accounting")
            if kind == "consumer":
                message = "a consumer has an accounting category"
                scene.same(None, accounting, message, exchange, "/categories/accounting")
            elif scene.is_sandbox:
                message = "a business has no accounting category"
                scene.claim(accounting is not None, message, exchange, pointer="/categories/accounting")


@promise(
    "account_holders_delete",
    "account_holders_get",
    "transactions_create",
    "transactions_get",
    "transactions_list",
    "transactions_assign",
    "batches_create",
)
def deleting_a_holder_deletes_its_transactions(scene: Scene) -> None:
    """Those that it has by then, however it came by them, and no others; who has the id anew begins with none."""
    holder = scene.holder()
    other = scene.holder(id=f"{holder}0")  # begins like the one that is deleted
    mine, kept = given(scene, holder, other), given(scene, other, holder)
    loose = scene.item()
    scene.enrich(loose)
    exchange = scene.get("account_holders_delete", holder)
    scene.status(exchange, 204, "an account holder cannot be deleted")

    def none_left() -> None:
        for item in mine:
            gone(scene, item["id"])
        held(scene, holder, [], "a deleted account holder has transactions")
        for item in (*kept, loose):
            as_submitted(scene, item)

    none_left()
    for operation in ("get", "delete", "recurring_groups"):
        exchange = scene.get(f"account_holders_{operation}", holder)
        scene.status(exchange, 404, "an account holder that was deleted is not answered 404")
    scene.new_holder(id=holder)
    none_left()
    item = scene.item(account_holder_id=holder)
    scene.enrich(item)
    as_submitted(scene, item)
    held(scene, holder, [item["id"]], "an account holder has not the transactions that it was given anew")


def given(scene: Scene, holder: str, other: str) -> list[Item]:
    """Transactions that an account holder has, one for each way in which it can come by one.

    Args:
        scene: Where.
        holder: Who has them in the end.
        other: Who has some of them at first.

    Returns:
        The transactions as they are then.
    """
    alone, batched, assigned, replaced = (
        scene.item(account_holder_id=one) for one in (holder, holder, other, other)
    )
    for item in (alone, assigned, replaced):
        scene.enrich(item)
    scene.accepted(scene.assign(assigned["id"], holder))
    scene.enrich({**replaced, "account_holder_id": holder})
    more = [scene.item(account_holder_id=holder) for _ in range(MANY if scene.is_sandbox else 0)]
    scene.finish("batches_get", scene.submit([batched, *more])["id"])
    return [{**item, "account_holder_id": holder} for item in (alone, batched, assigned, replaced, *more)]
