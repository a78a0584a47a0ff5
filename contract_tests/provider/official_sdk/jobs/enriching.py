"""Jobs about transactions, those that they belong to, and what they are taken for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .calls import Given, Job, done, refusal, shown

__all__ = ["JOBS"]

NETFLIX = "NETFLIX.COM 866-579-7172 CA"
STARBUCKS = "STARBUCKS STORE 1234 SEATTLE WA"


def payment(id: str, description: str = NETFLIX, **fields: Any) -> dict[str, Any]:
    """Make what `transactions.create` takes."""
    return {
        "id": id,
        "description": description,
        "date": "2024-05-01",
        "amount": 15.49,
        "entry_type": "outgoing",
        "currency": "USD",
        **fields,
    }


async def account_holders(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Create account holders, one twice, and delete one with its transactions."""
    made = await done(sdk.account_holders.create("jane", "consumer", name="Jane Doe"))
    bare = await done(sdk.account_holders.create("acme", "business"))
    duplicate = await refusal(lambda: sdk.account_holders.create("jane", "business"))
    got = await done(sdk.account_holders.get("jane"))
    await done(sdk.transactions.create(**payment("t-1", account_holder_id="jane")))
    await done(sdk.account_holders.delete("jane"))
    return {
        "made": shown(made),
        "bare": shown(bare),
        "duplicate": duplicate,
        "got": shown(got),
        "gone": await refusal(lambda: sdk.account_holders.get("jane")),
        "orphan": await refusal(lambda: sdk.transactions.get("t-1")),
    }


async def transactions(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Enrich, read, replace, assign and delete transactions."""
    await done(sdk.account_holders.create("jane", "consumer"))
    await done(sdk.account_holders.create("john", "consumer"))
    made = await done(sdk.transactions.create(**payment("t-1", account_holder_id="jane")))
    place = {"raw_address": "1912 Pike Place, Seattle, WA 98101", "country": None}
    alone = await done(sdk.transactions.create(**payment("t-2", STARBUCKS, location=place)))
    got = await done(sdk.transactions.get("t-1"))
    listed = await done(sdk.transactions.list(account_holder_id="jane"))
    assigned = await done(sdk.transactions.assign("t-1", "john"))
    nobody = await refusal(lambda: sdk.transactions.assign("t-1", "nobody"))
    await done(sdk.transactions.create(**payment("t-2", amount=3)))
    replaced = await done(sdk.transactions.get("t-2"))
    await done(sdk.transactions.delete("t-1"))
    return {
        "made": shown(made),
        "alone": shown(alone),
        "got": shown(got),
        "listed": shown(listed),
        "assigned": shown(assigned),
        "nobody": nobody,
        "replaced": shown(replaced),
        "gone": await refusal(lambda: sdk.transactions.get("t-1")),
        "left": shown(await done(sdk.transactions.list())),
    }


async def batches(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Submit a batch, wait for its results, and meet one that fails."""
    operation = "POST /v3/transactions"
    await done(sdk.account_holders.create("jane", "consumer"))
    rows = [
        payment(f"t-{text[:4]}", text, account_holder_id="jane") for text in (STARBUCKS, NETFLIX, "CHECK")
    ]
    made = await done(sdk.batches.create(operation, rows, priority="low"))
    early = await refusal(lambda: sdk.batches.results(made.id))
    results = await done(sdk.batches.wait_for_results(made.id, poll_interval=0, with_progress=True))
    failing = await done(sdk.batches.create(operation, [payment("t-4", "sandbox:batch-error")]))
    failure = await refusal(lambda: sdk.batches.wait_for_results(failing.id, poll_interval=0))
    completed = await done(sdk.batches.list(status=type(made.status)("completed")))
    return {
        "rows": rows,
        "made": shown(made),
        "early": early,
        "results": shown(results),
        "got": shown(await done(sdk.batches.get(made.id))),
        "transaction": shown(await done(sdk.transactions.get(rows[0]["id"]))),
        "failing": shown(failing),
        "failure": failure,
        "completed": shown(completed),
    }


async def recurring_groups(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Find a monthly subscription among other payments."""
    await done(sdk.account_holders.create("jane", "consumer"))
    rows = [payment(f"n-{month}", date=f"2024-0{month}-15") for month in range(1, 7)]
    rows += [payment("s-1", STARBUCKS, amount=4.5), payment("s-2", STARBUCKS, date="2024-05-02", amount=81)]
    for row in rows:
        await done(sdk.transactions.create(**row, account_holder_id="jane"))
    found = await done(sdk.account_holders.recurring_groups("jane"))
    return {"groups": shown(found)["groups"]}


async def entities(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Find an organisation by website and name, and look entities up."""
    found = await done(sdk.entities.resolve(website="netflix.com"))
    return {
        "by_website": shown(found),
        "by_name": shown(await done(sdk.entities.resolve(name="Netflix"))),
        "got": shown(await done(sdk.entities.get(found.id))),
        "unknown": shown(await done(sdk.entities.resolve(name="Nobody In Particular"))),
        "neither": await refusal(lambda: sdk.entities.resolve()),
        "missing": await refusal(lambda: sdk.entities.get("00000000-0000-4000-8000-000000000000")),
    }


async def categories(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Set categories of one's own, enrich with them, and take them back."""
    default = await done(sdk.categories.get("consumer"))
    own = {
        "incoming": ["pay"],
        "outgoing": ["fun", "digital content and streaming", "not enough information"],
    }
    made = await done(sdk.categories.set("own", own))
    got = await done(sdk.categories.get("own"))
    await done(sdk.account_holders.create("jane", "consumer", category_id="own"))
    known = await done(sdk.transactions.create(**payment("t-1", account_holder_id="jane")))
    unknown = await done(sdk.transactions.create(**payment("t-2", STARBUCKS, account_holder_id="jane")))
    await done(sdk.categories.set("consumer", {"incoming": [], "outgoing": ["all"]}))
    return {
        "default": default,
        "own": own,
        "made": made,
        "got": got,
        "known": shown(known),
        "unknown": shown(unknown),
        "changed": await done(sdk.categories.get("consumer")),
        "restored": await done(sdk.categories.delete("consumer")),
        "deleted": await done(sdk.categories.delete("own")),
    }


async def rules(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Write, read and delete rules, and enrich under them."""
    first, second = {"add_label": "first"}, {"if": True, "then": [{"set_labels": ["second"]}]}
    await done(sdk.account_holders.create("jane", "consumer"))
    before = await done(sdk.transactions.create(**payment("t-1", account_holder_id="jane")))
    created = await refusal(lambda: sdk.rules.create(first))
    during = await done(sdk.transactions.create(**payment("t-2", account_holder_id="jane")))
    listed = await refusal(lambda: sdk.rules.get())
    patched = await refusal(lambda: sdk.rules.patch("0", second))
    patched_to = await done(sdk.transactions.create(**payment("t-3", account_holder_id="jane")))
    replaced = await done(sdk.rules.replace([first, second]))
    deleted = await done(sdk.rules.delete("1"))
    await done(sdk.rules.delete("0"))
    return {
        "created": created,
        "listed": listed,
        "patched": patched,
        "replaced": replaced,
        "deleted": deleted,
        "empty": await done(sdk.rules.get()),
        "before": shown(before),
        "during": shown(during),
        "patched_to": shown(patched_to),
    }


JOBS: dict[str, Job] = {
    job.__name__: job
    for job in (
        account_holders,
        transactions,
        batches,
        recurring_groups,
        entities,
        categories,
        rules,
    )
}
