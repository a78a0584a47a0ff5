"""What the sandbox says of transactions and batches where the document leaves it open."""

from __future__ import annotations

from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.scene import Item, Scene, category
from contract_tests.provider.run import Exchange

__all__: list[str] = []

LABELLED = {"if": {"is_substring": [{"get": "description"}, "NETFLIX"]}, "then": [{"set_labels": ["zebra"]}]}
RELABELLED = {
    "if": {"is_substring": [{"get": "description"}, "NETFLIX"]},
    "then": [{"set_labels": ["quagga"]}],
}


@promise("transactions_create", "transactions_get", "transactions_list", sandbox=True)
def what_is_replaced_is_the_newest(scene: Scene) -> None:
    """A transaction that is submitted again is created at that moment, and before all others in the list."""
    first, second = scene.item(), scene.item()
    before = scene.enrich(first)
    scene.api.wait(0.02)
    scene.enrich(second)
    scene.api.wait(0.02)
    exchange = scene.api.call("transactions_create", body=first)
    again: Item = scene.accepted(exchange)
    message = "a transaction that is replaced is as old as before"
    scene.claim(again["created_at"] > before["created_at"], message, exchange, pointer="/created_at")
    seen = scene.get("transactions_get", first["id"])
    message = "a transaction that is replaced is shown as old as before"
    scene.same(again["created_at"], scene.accepted(seen)["created_at"], message, seen, "/created_at")
    exchange, data, _ = scene.page("transactions_list", {"limit": 2})
    message = "a transaction that is replaced is not the newest"
    scene.same([first["id"], second["id"]], [one["id"] for one in data], message, exchange, "/data")


@promise("transactions_assign", "rules_replace", "rules_create", "account_holders_create", sandbox=True)
def an_assignment_enriches_anew(scene: Scene) -> None:
    """By the rules and the category sets of that moment; what has no holder may be assigned to any."""
    scene.keep_rules()
    scene.set_rules([LABELLED])
    holder = scene.holder()
    item = scene.item(account_holder_id=holder)
    scene.same("zebra", category(scene.enrich(item)), "a rule has no effect", _last(scene))
    scene.set_rules([RELABELLED])
    other = scene.holder()
    exchange = scene.assign(item["id"], other)
    message = "an assigned transaction follows other rules than there are"
    scene.same("quagga", scene.general(exchange), message, exchange, "/categories/general")
    seen = scene.get("transactions_get", item["id"])
    scene.same("quagga", scene.general(seen), message, seen, "/categories/general")
    scene.set_rules([])
    named = scene.holder(category_id=scene.category_set(["other"]))
    exchange = scene.assign(item["id"], named)
    message = "an assigned transaction follows another set than its holder has"
    scene.same("other", scene.general(exchange), message, exchange, "/categories/general")
    for kind in ("consumer", "business"):
        loose = scene.item()
        scene.enrich(loose)
        exchange = scene.assign(loose["id"], scene.holder(type=kind))
        scene.status(exchange, 200, "what has no account holder cannot be assigned to any")


@promise("transactions_assign", "account_holders_create", sandbox=True)
def a_holder_of_the_other_type_is_refused_as_wrong(scene: Scene) -> None:
    """With 422, and the list of problems names the account holder."""
    item = scene.item(account_holder_id=scene.holder())
    scene.enrich(item)
    exchange = scene.assign(item["id"], scene.holder(type="business"))
    scene.status(exchange, 422, "an account holder of the other type is not answered 422")


@promise("batches_create", "batches_get", "batches_results", "batches_list", sandbox=True)
def a_batch_tells_its_priority(scene: Scene) -> None:
    """In every view, also when it was not given; and a batch may have no transactions."""
    for members, wanted in (
        ({}, "default"),
        ({"priority": "default"}, "default"),
        ({"priority": "low"}, "low"),
    ):
        made = scene.submit([scene.item()], **members)
        views = [(_last(scene), made)]
        views.append(scene.finish("batches_get", made["id"]))
        exchange, data, _ = scene.page("batches_list", {"limit": 100})
        views += [(exchange, one) for one in data if one["id"] == made["id"]]
        for seen, shown in views:
            scene.same(wanted, shown.get("priority"), "a batch does not tell its priority", seen, "/priority")
    body = {"operation": "POST /v3/transactions", "data": []}
    exchange = scene.api.call("batches_create", body=body)
    scene.status(exchange, 200, "a batch of no transactions is refused")
    _, done = scene.finish("batches_get", scene.accepted(exchange)["id"])
    scene.same("completed", done["status"], "a batch of no transactions fails", exchange, "/status")
    exchange = scene.get("batches_results", done["id"])
    scene.same(
        [], scene.accepted(exchange)["results"], "a batch of nothing has results", exchange, "/results"
    )


@promise(
    "batches_create", "batches_results", "batches_get", "transactions_get", "rules_replace", sandbox=True
)
def results_are_of_the_moment_of_completion(scene: Scene) -> None:
    """They are created at the end of the batch, and enriched by what is set up then."""
    if not scene.is_embedded:
        return  # where time does not wait, the batch may have ended meanwhile
    scene.keep_rules()
    scene.set_rules([LABELLED])
    item = scene.item(account_holder_id=scene.holder())
    made = scene.submit([item])
    scene.set_rules([RELABELLED])
    _, done = scene.finish("batches_get", made["id"])
    scene.set_rules([])
    exchange = scene.get("batches_results", made["id"])
    results = scene.accepted(exchange)["results"]
    scene.same(1, len(results), "a batch of one has another number of results", exchange, "/results")
    (shown,) = results
    message = "results follow what was set up at another moment than the end"
    scene.same("quagga", category(shown), message, exchange, "/results/0/categories/general")
    message = "results are created at another moment than the end"
    scene.same(
        _plain(done["updated_at"]), _plain(shown["created_at"]), message, exchange, "/results/0/created_at"
    )


@promise(
    "batches_create",
    "batches_results",
    "transactions_delete",
    "account_holders_delete",
    "rules_replace",
    "rules_create",
    sandbox=True,
)
def results_stay_as_they_were(scene: Scene) -> None:
    """Whatever becomes of their transactions, their account holder, its set, and the rules."""
    scene.keep_rules()
    scene.set_rules([])
    holder, other = scene.holder(), scene.holder()
    items = [scene.item(account_holder_id=holder) for _ in range(4)] + [scene.item()]
    made = scene.submit(items)
    scene.finish("batches_get", made["id"])
    before = scene.accepted(scene.get("batches_results", made["id"]))

    def stays(*earlier: Exchange) -> None:
        exchange = scene.get("batches_results", made["id"])
        scene.same(
            before,
            scene.accepted(exchange),
            "results of a batch change afterwards",
            exchange,
            earlier=earlier,
        )

    stays(scene.get("transactions_delete", items[0]["id"]))
    stays(scene.assign(items[1]["id"], other))
    stays(scene.api.call("transactions_create", body={**items[2], "description": "PAYROLL ACME"}))
    scene.set_rules([LABELLED])
    stays(_last(scene))
    stays(scene.get("account_holders_delete", holder))


@promise("batches_create", "transactions_get", "batches_results", sandbox=True)
def of_two_with_one_id_the_later_stays(scene: Scene) -> None:
    """Each has its result, and what is kept is the one that was submitted last."""
    first = scene.item(amount=1)
    second = {**first, "description": "UBER TRIP", "amount": 2}
    made = scene.submit([first, scene.item(), second])
    scene.finish("batches_get", made["id"])
    exchange = scene.get("transactions_get", first["id"])
    shown: Item = scene.accepted(exchange)
    for name in ("description", "amount"):
        message = "of two transactions with one id another than the later is kept"
        scene.same(second[name], shown[name], message, exchange, f"/{name}")


@promise("batches_create", sandbox=True)
def no_more_than_a_hundred_problems_are_told(scene: Scene) -> None:
    """All of them, as long as there are no more; and of more a hundred."""
    for count, wanted in ((99, 99), (101, 100), (150, 100)):
        data = [{**scene.item(), "amount": -1} for _ in range(count)]
        exchange = scene.api.call("batches_create", body={"operation": "POST /v3/transactions", "data": data})
        scene.status(exchange, 422, "a wrong batch is not answered 422")
        told = len(exchange.json()["detail"])
        scene.same(wanted, told, "another number of problems is told than there are", exchange, "/detail")


def _last(scene: Scene) -> Exchange:
    return scene.api.run.exchanges[-1]


def _plain(moment: str) -> str:
    return moment.removesuffix("Z").removesuffix("+00:00")[:23]
