"""What is promised of account holders in words."""

from __future__ import annotations

from contract_tests.provider.rules.categories import SPECIAL
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene
from contract_tests.provider.rules.transactions import as_submitted, gone, held

__all__: list[str] = []


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
    found: dict[str, object] = {}
    for kind in ("consumer", "business"):
        holder = scene.holder(type=kind)
        names: Item = scene.accepted(scene.get("categories_get", kind))
        item = scene.item(description="STARBUCKS STORE 10221", account_holder_id=holder)
        exchange = scene.api.call("transactions_create", body=item)
        found[kind] = scene.general(exchange)
        if "outgoing" in names:  # it may be of another form
            scene.claim(
                found[kind] in {*names["outgoing"], *SPECIAL},
                "a transaction has a category that is not of its holder's type",
                exchange,
                expected=names["outgoing"],
                actual=found[kind],
                pointer="/categories/general",
            )
        accounting = (scene.accepted(exchange).get("categories") or {}).get("accounting")
        if kind == "consumer":
            message = "a consumer has an accounting category"
            scene.same(None, accounting, message, exchange, "/categories/accounting")
        elif scene.is_sandbox:
            message = "a business has no accounting category"
            scene.claim(accounting is not None, message, exchange, pointer="/categories/accounting")


@promise("account_holders_delete", "account_holders_get", "transactions_get", "transactions_list")
def deleting_a_holder_deletes_its_transactions(scene: Scene) -> None:
    """They are gone, those of others are not, and whoever has the id anew begins with none."""
    holder, other = scene.holder(), scene.holder()
    mine = [scene.item(account_holder_id=holder) for _ in range(2)]
    kept = [scene.item(account_holder_id=other), scene.item()]
    for item in (mine[0], *kept):
        scene.enrich(item)
    batch = scene.submit([mine[1]])
    scene.finish("batches_get", batch["id"])
    exchange = scene.get("account_holders_delete", holder)
    scene.status(exchange, 204, "an account holder cannot be deleted")

    def none_left() -> None:
        for item in mine:
            gone(scene, item["id"])
        held(scene, holder, [], "a deleted account holder has transactions")
        for item in kept:
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
