"""What is promised of refused writes in words: whatever is answered 4xx has had no effect."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from contract_tests.provider.rules.paper import pdf
from contract_tests.provider.rules.promise import promise
from contract_tests.provider.rules.ruleset import named
from contract_tests.provider.rules.scene import NOWHERE, Item, Look, Scene
from contract_tests.provider.rules.transactions import as_submitted, gone
from contract_tests.provider.run import Exchange

__all__: list[str] = []

KEYLESS = ("none", "invalid")
Attempt = Callable[[], Exchange]


def attempts(scene: Scene, operation: str, *bodies: object, identity: str | None = None) -> list[Attempt]:
    """Send each body, and the last of them, which is a good one, with keys that nobody has."""
    path = {} if identity is None else {"id": identity}

    def send(body: object, key: str) -> Exchange:
        return scene.api.call(operation, path=path, body=body, key=key)

    wrong = [partial(send, body, "first") for body in bodies[:-1]]
    return [*wrong, *(partial(send, bodies[-1], key) for key in KEYLESS)]


def without_key(scene: Scene, operation: str, identity: str) -> list[Attempt]:
    """Call an operation that needs no body with keys that nobody has."""
    return [partial(scene.get, operation, identity, key=key) for key in KEYLESS]


def found(scene: Scene, operation: str, name: str, values: set[object], get: str, identity: str) -> Look:
    """Look at one item, and at what a list has of those that a value of ours tells from all others."""
    paged = any(one.name == "limit" for one in scene.api.document.operations[operation].parameters)

    def look() -> tuple[Exchange, object]:
        exchange, data, _ = scene.page(operation, {"limit": 100} if paged else {})
        steady = scene.steady(operation, {"data": [one for one in data if one.get(name) in values]})
        return exchange, (steady, scene.view(get, identity)[1])

    return look


@promise(
    "transactions_create",
    "transactions_assign",
    "transactions_delete",
    "transactions_get",
    "transactions_list",
)
def a_refused_write_changes_nothing(scene: Scene) -> None:
    """A transaction stays as it is, and a new one is not there."""
    item = scene.item(description="RENT MARCH", amount=950)
    scene.enrich(item)
    new, changed = scene.item(), {**item, "description": "CHANGED"}
    holder: Item = {"account_holder_id": scene.missing_holder()}
    scene.unchanged(
        found(scene, "transactions_list", "id", {item["id"], new["id"]}, "transactions_get", item["id"]),
        [
            *attempts(
                scene,
                "transactions_create",
                {**changed, "amount": -1},
                {**changed, "date": None},
                {**changed, "currency": "euro"},
                {**new, "entry_type": "sideways"},
                {**new, "description": "x" * 1025},
                changed,
            ),
            *attempts(
                scene,
                "transactions_assign",
                {},
                {"account_holder_id": None},
                holder,
                holder,
                identity=item["id"],
            ),
            *without_key(scene, "transactions_delete", item["id"]),
        ],
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
    operation = {"operation": "POST /v3/transactions"}
    for attempt in attempts(
        scene,
        "batches_create",
        {**operation, "data": data},
        {**operation, "data": data[:2], "priority": "urgent"},
        {"operation": "POST /v3/batches", "data": data[:2]},
        {**operation, "data": data[:2]},
    ):
        scene.refused(attempt(), "a wrong batch is not refused")
    scene.api.wait(0.15)
    exchange, after, _ = scene.page("batches_list", {"limit": 100})
    known = {one["id"] for one in before}
    fresh = [one["id"] for one in after if one["id"] not in known and one.get("total") in {2, 3}]
    scene.same([], fresh, "a refused batch is in the list", exchange)
    as_submitted(scene, item)
    gone(scene, new["id"])


@promise("account_holders_create", "account_holders_delete", "account_holders_get", "account_holders_list")
def a_refused_write_changes_no_account_holder(scene: Scene) -> None:
    """An account holder and its transactions stay as they are, and a new one is not there."""
    holder, new = scene.holder(), scene.api.new_id("holder")
    item = scene.item(account_holder_id=holder)
    scene.enrich(item)
    body: Item = {"id": new, "type": "consumer", "name": "New"}
    scene.unchanged(
        found(scene, "account_holders_list", "id", {holder, new}, "account_holders_get", holder),
        [
            *attempts(
                scene,
                "account_holders_create",
                {**body, "type": "nobody"},
                {"id": new},
                {**body, "name": 5},
                {**body, "id": holder},
                body,
            ),
            *without_key(scene, "account_holders_delete", holder),
        ],
    )
    as_submitted(scene, item)
    exchange = scene.get("account_holders_get", new)
    scene.status(exchange, 404, "an account holder is made by a request that is refused")


@promise("bank_statements_create", "bank_statements_delete", "bank_statements_get", "bank_statements_list")
def a_refused_write_changes_no_statement(scene: Scene) -> None:
    """A statement stays, and one whose upload is refused is not there."""
    names = [f"{scene.api.new_id('statement')}.pdf" for _ in range(2)]
    made = scene.upload(names[0])["id"]
    scene.unchanged(
        found(scene, "bank_statements_list", "name", {*names}, "bank_statements_get", made),
        [
            partial(scene.send_file, names[1], pdf("no"), field="statement"),
            *(partial(scene.send_file, names[1], pdf("no"), key=key) for key in KEYLESS),
            *without_key(scene, "bank_statements_delete", made),
        ],
    )


@promise("reports_create", "reports_delete", "reports_get", "reports_list")
def a_refused_write_changes_no_report(scene: Scene) -> None:
    """A report stays, and one that is refused is not there."""
    transaction = scene.enrich(scene.item())["id"]
    body: Item = {"transaction_id": transaction, "description": "Not so", "fields": [".location"]}
    made = scene.report(**body)["id"]
    scene.unchanged(
        found(scene, "reports_list", "transaction_id", {transaction}, "reports_get", made),
        [
            *attempts(
                scene,
                "reports_create",
                {**body, "fields": ".location"},
                {**body, "fields": [".location", None]},
                {**body, "description": None},
                body,
            ),
            *without_key(scene, "reports_delete", made),
        ],
    )


@promise("webhooks_create", "webhooks_patch", "webhooks_delete", "webhooks_get", "webhooks_list")
def a_refused_write_changes_no_webhook(scene: Scene) -> None:
    """Of a patch with one wrong field nothing is done, and a webhook that is refused is not there."""
    url, other = (f"{NOWHERE}{scene.api.new_id('hook')}" for _ in range(2))
    made = scene.webhook(url=url, token="kept")["id"]
    body: Item = {"url": other, "events": ["reports.rejected"], "token": "changed"}
    scene.unchanged(
        found(scene, "webhooks_list", "url", {url, other}, "webhooks_get", made),
        [
            *attempts(
                scene,
                "webhooks_create",
                {**body, "events": ["reports.rejected", "nothing.happened"]},
                {**body, "token": "x" * 129},
                {"url": other},
                body,
            ),
            *attempts(
                scene,
                "webhooks_patch",
                {**body, "events": ["nothing.happened"]},
                {**body, "token": "x" * 129},
                {**body, "enabled": "perhaps"},
                body,
                identity=made,
            ),
            *without_key(scene, "webhooks_delete", made),
        ],
    )


@promise("categories_set", "categories_reset", "categories_get")
def a_refused_write_changes_no_category_set(scene: Scene) -> None:
    """A set stays as it was written."""
    identity = scene.category_set(["zebra", "apple"])
    names: Item = {"incoming": ["changed"], "outgoing": ["changed"]}
    scene.unchanged(
        lambda: scene.view("categories_get", identity),
        [
            *attempts(
                scene,
                "categories_set",
                {"incoming": ["changed"]},
                {**names, "outgoing": "changed"},
                {**names, "outgoing": ["changed", 5]},
                names,
                identity=identity,
            ),
            *without_key(scene, "categories_reset", identity),
        ],
    )


@promise("rules_create", "rules_replace", "rules_patch", "rules_delete", "rules_list")
def a_refused_write_changes_no_rule(scene: Scene) -> None:
    """One wrong rule refuses all that are sent with it, and those that are there stay in their order."""
    scene.keep_rules()
    scene.set_rules([named("one"), named("two"), named("one")])
    listed: list[Item] = scene.accepted(scene.api.call("rules_list"))
    first = str(listed[0].get("id", 0))
    good = named("new")
    wrong: list[Item] = [
        {"add_label": "x", "remove_label": "y"},
        {"set": "nothing", "to": "x"},
        {"if": {"is_substring": [{"get": "nothing"}, "x"]}, "then": [good]},
        {},
    ]
    scene.unchanged(
        scene.rules,
        [
            *attempts(scene, "rules_create", *wrong, good),
            *attempts(scene, "rules_replace", *([good, one] for one in wrong), {}, [good]),
            *attempts(scene, "rules_patch", *wrong, good, identity=first),
            *without_key(scene, "rules_delete", first),
        ],
    )
