"""What is promised of transactions in words."""

from __future__ import annotations

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene

__all__ = ["as_submitted", "gone"]


def as_submitted(scene: Scene, item: Item) -> None:
    """A transaction is shown as it was submitted, by itself and in the list, where it is once."""
    exchange = scene.get("transactions_get", item["id"])
    shown = scene.accepted(exchange)
    for name, sent in item.items():
        scene.same(sent, shown.get(name), f"{name} is not what was submitted", exchange, f"/{name}")
    exchange, data, _ = scene.page("transactions_list", {"limit": 100})
    listed = [one for one in data if one.get("id") == item["id"]]
    scene.same(1, len(listed), "a transaction is not listed once", exchange, "/data")
    for name, sent in item.items():
        message = f"{name} is listed otherwise than submitted"
        scene.same(sent, listed[0].get(name), message, exchange, f"/data/0/{name}")


def gone(scene: Scene, identity: str) -> None:
    """A transaction is not there, neither by itself nor in the list."""
    exchange = scene.get("transactions_get", identity)
    scene.status(exchange, 404, "a transaction that is not there is not answered 404")
    exchange, data, _ = scene.page("transactions_list", {"limit": 100})
    scene.claim(
        identity not in [one.get("id") for one in data],
        "a transaction that is not there is listed",
        exchange,
        actual=identity,
        pointer="/data",
    )


def held(scene: Scene, holder: str, wanted: list[str], message: str) -> None:
    """The list of an account holder has these transactions, newest first, and no others."""
    exchange, data, _ = scene.page("transactions_list", {"account_holder_id": holder, "limit": 100})
    scene.same(wanted, [one.get("id") for one in data], message, exchange, "/data")


@promise("transactions_create", "transactions_get", "transactions_list")
def the_same_id_replaces(scene: Scene) -> None:
    """A transaction with an id that was used before takes the place of the earlier one."""
    first = scene.item(description="SQ *BLUE BOTTLE", amount=6.5)
    scene.enrich(first)
    scene.enrich(scene.item())
    as_submitted(scene, first)
    second = {
        **first,
        "description": "PAYROLL ACME",
        "amount": 0,
        "entry_type": "incoming",
        "currency": "USD",
    }
    scene.enrich(second)
    as_submitted(scene, second)
    scene.enrich(second)
    as_submitted(scene, second)


@promise("transactions_assign", "transactions_get", "transactions_list", "account_holders_create")
def assigning_moves_the_holder(scene: Scene) -> None:
    """An assigned transaction is that of the new holder, by itself and in every list; no other is moved."""
    old, new = scene.holder(), scene.holder()
    item, other = scene.item(account_holder_id=old), scene.item(account_holder_id=old)
    scene.enrich(item)
    scene.enrich(other)
    as_submitted(scene, item)
    exchange = scene.assign(item["id"], new)
    shown = scene.accepted(exchange)
    message = "the answer has not the new holder"
    scene.same(new, shown.get("account_holder_id"), message, exchange, "/account_holder_id")
    as_submitted(scene, {**item, "account_holder_id": new})
    as_submitted(scene, other)
    held(scene, new, [item["id"]], "the new holder has not the one that was moved, and no other")
    held(scene, old, [other["id"]], "the old holder has not the one that was left, and no other")


@promise("transactions_assign", "account_holders_create")
def assigning_needs_a_holder_of_the_same_type(scene: Scene) -> None:
    """A holder of another type is refused, one that does not exist is 404, and nothing moves."""
    holder, business = scene.holder(), scene.holder(type="business")
    item = scene.item(account_holder_id=holder)
    scene.enrich(item)
    scene.unchanged(
        lambda: scene.view("transactions_get", item["id"]),
        [
            lambda: scene.assign(item["id"], business),
            lambda: scene.assign(item["id"], scene.missing_holder()),
        ],
    )
    exchange = scene.assign(item["id"], scene.missing_holder())
    scene.status(exchange, 404, "a holder that does not exist is not answered 404")
    exchange = scene.assign(scene.api.new_id(), holder)
    scene.status(exchange, 404, "a transaction that does not exist is not answered 404")
    held(scene, holder, [item["id"]], "a refused assignment moves a transaction")
    held(scene, business, [], "a refused assignment moves a transaction")


@promise("transactions_create", "transactions_get")
def a_transaction_of_an_unknown_holder_has_an_error_of_its_own(scene: Scene) -> None:
    """It is answered 200 with the error of that one item, which stays with it; others are not touched."""
    exchange = scene.api.call(
        "transactions_create", body=scene.item(account_holder_id=scene.missing_holder())
    )
    shown: Item = scene.accepted(exchange)
    code = (shown.get("error") or {}).get("code")
    message = "a holder that does not exist is no error of the transaction"
    scene.same("account_holder_not_found", code, message, exchange, "/error/code")
    entities, categories = shown.get("entities"), shown.get("categories")
    message = "a transaction with an error is enriched all the same"
    scene.same([None, None], [entities, categories], message, exchange, sure=False)
    seen = scene.get("transactions_get", shown["id"])
    if scene.is_sandbox:  # elsewhere it may not have been kept
        message = "the error of a transaction is not shown later"
        scene.same(shown["error"], scene.accepted(seen).get("error"), message, seen, "/error")
    exchange = scene.api.call("transactions_create", body=scene.item())
    message = "a plain transaction has an error"
    scene.same(None, scene.accepted(exchange).get("error"), message, exchange, "/error")


@promise("transactions_create", "transactions_assign", "account_holders_create")
def without_a_holder_the_category_says_so(scene: Scene) -> None:
    """Without a holder the category is `missing account holder information`; with one it is another."""
    missing = "missing account holder information"
    item, holder = scene.item(), scene.holder()
    exchange = scene.api.call("transactions_create", body=item)
    message = "a transaction without a holder has a category"
    scene.same(missing, scene.general(exchange), message, exchange, "/categories/general")
    exchange = scene.api.call("transactions_create", body=scene.item(account_holder_id=holder))
    message = "a transaction with a holder lacks its information"
    scene.claim(
        scene.general(exchange) != missing, message, exchange, actual=missing, pointer="/categories/general"
    )
    if scene.is_sandbox:  # elsewhere it may be that it cannot be assigned
        exchange = scene.assign(item["id"], holder)
        message = "an assigned transaction has not the category of its new holder"
        scene.claim(scene.general(exchange) != missing, message, exchange, pointer="/categories/general")
