"""Jobs for account holders that are a business, and about all that the sandbox says of anybody's transactions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from .calls import Given, Job, done, every, refusal, shown
from .enriching import NETFLIX, STARBUCKS, payment

__all__ = ["JOBS"]

UNKNOWN = "?? 0815"
COINBASE = "COINBASE.COM 8889087930"
OPERATION = "POST /v3/transactions"


async def business(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Enrich for a business one by one and as a batch, and read it all again."""
    made = await done(sdk.account_holders.create("acme", "business", name="Acme Inc."))
    await done(sdk.account_holders.create("shop", "business"))
    rows = [
        payment(f"t-{n}", text, account_holder_id="acme")
        for n, text in enumerate((NETFLIX, STARBUCKS, COINBASE, UNKNOWN))
    ]
    enriched = [shown(await done(sdk.transactions.create(**row))) for row in rows]
    batch = await done(sdk.batches.create(OPERATION, rows))
    results = await done(sdk.batches.wait_for_results(batch.id, poll_interval=0))
    listed = await done(sdk.transactions.list(account_holder_id="acme", limit=2))
    got = [shown(await done(sdk.transactions.get(row["id"]))) for row in rows]
    for month in range(1, 7):
        row = payment(f"n-{month}", date=f"2024-0{month}-15", account_holder_id="shop")
        await done(sdk.transactions.create(**row))
    groups = await done(sdk.account_holders.recurring_groups("shop"))
    return {
        "made": shown(made),
        "enriched": enriched,
        "results": shown(results),
        "listed": [shown(one) for one in await every(listed, 2)],
        "got": got,
        "groups": shown(groups)["groups"],
        "assigned": shown(await done(sdk.transactions.assign("t-3", "shop"))),
    }


async def everything(sdk: Any, given: Given) -> Mapping[str, Any]:
    """Enrich all that the sandbox recognises, for a consumer, a business and nobody, both ways."""
    await done(sdk.account_holders.create("jane", "consumer"))
    await done(sdk.account_holders.create("acme", "business"))
    found: dict[str, Any] = {}
    organizations: set[str] = set()
    for holder in ("jane", "acme", None):
        rows = [
            payment(f"{holder}-{way}-{n}", text, entry_type=way, account_holder_id=holder)
            for way in ("incoming", "outgoing")
            for n, text in enumerate(given.descriptions)
        ]
        batch = await done(sdk.batches.create(OPERATION, rows))
        results = (await done(sdk.batches.wait_for_results(batch.id, poll_interval=0))).results
        listed = await done(sdk.transactions.list(account_holder_id=holder, limit=len(rows)))
        others = [one.entities.counterparty for one in results]
        organizations.update(one.id for one in others if one is not None and one.id is not None)
        found[holder or "nobody"] = {
            "accounting": [shown(one)["categories"]["accounting"] for one in results],
            "general": [one.categories.general for one in results],
            "errors": sum(one.error is not None for one in results),
            "known": sum(one is not None for one in others),
            "listed": len(listed.data),
            "rows": len(rows),
        }
    looked_up = [await done(sdk.entities.get(id)) for id in sorted(organizations)]
    return {"found": found, "organizations": sorted(one.name for one in looked_up)}


async def accounting(sdk: Any, given: Given) -> Mapping[str, Any]:
    """Enrich for a business, where each answer has another of the documented accounting categories."""
    await done(sdk.account_holders.create("acme", "business"))
    refused: dict[str, Any] = {}
    read: list[str] = []
    for category in given.accounting:
        call = partial(sdk.transactions.create, **payment(category, account_holder_id="acme"))
        try:
            enriched = await done(call())
        except Exception:
            refused[category] = await refusal(call)
        else:
            read.append(shown(enriched)["categories"]["accounting"])
    return {"read": read, "refused": refused}


JOBS: dict[str, Job] = {job.__name__: job for job in (business, everything, accounting)}
