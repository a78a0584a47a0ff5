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
        scene.claim(
            shown.get(name) == sent,
            f"{name} is not what was submitted",
            exchange,
            expected=sent,
            actual=shown.get(name),
            pointer=f"/{name}",
        )
    exchange, data, _ = scene.page("transactions_list", {"limit": 100})
    listed = [one for one in data if one.get("id") == item["id"]]
    scene.claim(
        len(listed) == 1,
        "a transaction is not listed once",
        exchange,
        expected=1,
        actual=len(listed),
        pointer="/data",
    )
    for name, sent in item.items():
        scene.claim(
            listed[0].get(name) == sent,
            f"{name} is listed otherwise than submitted",
            exchange,
            expected=sent,
            actual=listed[0].get(name),
            pointer=f"/data/0/{name}",
        )


def gone(scene: Scene, identity: str) -> None:
    """A transaction is not there, neither by itself nor in the list."""
    exchange = scene.get("transactions_get", identity)
    scene.claim(
        exchange.status == 404,
        "a transaction that is not there is not answered 404",
        exchange,
        expected=404,
        actual=exchange.status,
    )
    exchange, data, _ = scene.page("transactions_list", {"limit": 100})
    scene.claim(
        identity not in [one.get("id") for one in data],
        "a transaction that is not there is listed",
        exchange,
        actual=identity,
        pointer="/data",
    )


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


@promise("transactions_delete", "transactions_get", "transactions_list", "transactions_assign")
def deleted_means_gone(scene: Scene) -> None:
    """A deleted transaction is gone everywhere, its neighbours are not, and its id can be used again."""
    items = [scene.item(description=f"STARBUCKS {number}") for number in range(3)]
    for item in items:
        scene.enrich(item)
    identity = items[1]["id"]
    exchange = scene.get("transactions_delete", identity)
    scene.claim(
        exchange.status == 204,
        "a transaction cannot be deleted",
        exchange,
        expected=204,
        actual=exchange.status,
    )
    gone(scene, identity)
    for operation in ("transactions_delete", "transactions_assign"):
        body = {"account_holder_id": scene.api.new_id("holder")}
        if operation == "transactions_delete":
            exchange = scene.get(operation, identity)
        else:
            exchange = scene.api.call(operation, path={"id": identity}, body=body)
        scene.claim(
            exchange.status == 404,
            "what is deleted is not answered 404",
            exchange,
            expected=404,
            actual=exchange.status,
        )
    gone(scene, identity)
    as_submitted(scene, items[0])
    as_submitted(scene, items[2])
    again = {**items[1], "description": "AGAIN"}
    scene.enrich(again)
    as_submitted(scene, again)


@promise("transactions_assign", "transactions_get", "transactions_list")
def assigning_moves_the_holder(scene: Scene) -> None:
    """An assigned transaction is that of the new holder, by itself and in every list."""
    old, new = scene.holder(), scene.holder()
    item, other = scene.item(account_holder_id=old), scene.item(account_holder_id=old)
    scene.enrich(item)
    scene.enrich(other)
    as_submitted(scene, item)
    exchange = scene.api.call("transactions_assign", path={"id": item["id"]}, body={"account_holder_id": new})
    shown = scene.accepted(exchange)
    scene.claim(
        shown.get("account_holder_id") == new,
        "the answer has not the new holder",
        exchange,
        expected=new,
        actual=shown.get("account_holder_id"),
        pointer="/account_holder_id",
    )
    as_submitted(scene, {**item, "account_holder_id": new})
    as_submitted(scene, other)
    for holder, here, elsewhere in ((new, item["id"], other["id"]), (old, other["id"], item["id"])):
        exchange, data, _ = scene.page("transactions_list", {"account_holder_id": holder, "limit": 100})
        ids = [one["id"] for one in data]
        scene.claim(
            here in ids,
            "a list by holder lacks a transaction of that holder",
            exchange,
            expected=here,
            actual=ids,
            pointer="/data",
        )
        scene.claim(
            elsewhere not in ids,
            "a list by holder has a transaction of another",
            exchange,
            expected=f"not {elsewhere}",
            actual=elsewhere,
            pointer="/data",
        )


@promise(
    "transactions_create",
    "transactions_assign",
    "transactions_delete",
    "transactions_get",
    "transactions_list",
)
def a_refused_write_changes_nothing(scene: Scene) -> None:
    """Whatever is answered 4xx has had no effect."""
    item = scene.item(description="RENT MARCH", amount=950)
    scene.enrich(item)
    new = scene.item()
    call, identity = scene.api.call, {"id": item["id"]}
    refused = [
        call("transactions_create", body={**item, "description": "CHANGED", "amount": -1}),
        call("transactions_create", body={**item, "description": "CHANGED", "date": None}),
        call("transactions_create", body={**item, "description": "CHANGED", "currency": "euro"}),
        call("transactions_create", body={**item, "description": "CHANGED"}, key="invalid"),
        call("transactions_create", body={**new, "entry_type": "sideways"}),
        call("transactions_assign", path=identity, body={}),
        call("transactions_assign", path=identity, body={"account_holder_id": None}),
        call("transactions_assign", path=identity, body={"account_holder_id": scene.missing_holder()}),
        call("transactions_assign", path=identity, body={"account_holder_id": "h"}, key="none"),
        call("transactions_delete", path=identity, key="invalid"),
        call("transactions_delete", path=identity, key="none"),
    ]
    for exchange in refused:
        scene.claim(
            400 <= exchange.status < 500,
            "what has to be refused is not",
            exchange,
            expected="4xx",
            actual=exchange.status,
        )
    as_submitted(scene, item)
    gone(scene, new["id"])


@promise("batches_create", "batches_list", "transactions_get")
def a_refused_batch_changes_nothing(scene: Scene) -> None:
    """One wrong item refuses the whole batch: none is made, and nothing of it is enriched."""
    item, new = scene.item(description="RENT APRIL"), scene.item()
    scene.enrich(item)
    _, before, _ = scene.page("batches_list", {"limit": 100})
    data = [{**item, "description": "CHANGED"}, new, {**scene.item(), "amount": -0.01}]
    for members in (
        {"data": data},
        {"data": data[:2], "operation": "POST /v3/batches"},
        {"data": data[:2], "priority": "urgent"},
    ):
        body = {"operation": "POST /v3/transactions", **members}
        exchange = scene.api.call("batches_create", body=body)
        scene.claim(
            400 <= exchange.status < 500,
            "a wrong batch is not refused",
            exchange,
            expected="4xx",
            actual=exchange.status,
        )
    scene.api.wait(0.15)
    _, after, _ = scene.page("batches_list", {"limit": 100})
    known = {one["id"] for one in before}
    fresh = [one["id"] for one in after if one["id"] not in known and one.get("total") in {2, 3}]
    scene.claim(not fresh, "a refused batch is in the list", exchange, actual=fresh)
    as_submitted(scene, item)
    gone(scene, new["id"])
