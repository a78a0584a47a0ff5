"""Jobs about what is uploaded, registered and reported, about lists, and about keys."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from .calls import Given, Job, done, every, refusal, shown
from .enriching import payment

__all__ = ["JOBS"]

PDF = b"%PDF-1.7\n1 0 obj << /Type /Page >> endobj\n2 0 obj << /Type /Page >> endobj\n%%EOF\n"
LONG_AGO = datetime(2000, 1, 1)


async def bank_statements(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Upload statements, one that is none, and enrich what was read from one."""
    made = await done(sdk.bank_statements.create(PDF, filename="may-2024.pdf"))
    early = await refusal(lambda: sdk.bank_statements.results(made.id))
    info = await done(sdk.bank_statements.verify(made.id))
    results = await done(sdk.bank_statements.wait_for_results(made.id, poll_interval=0))
    streamed = await done(sdk.bank_statements.create(io.BytesIO(PDF), filename="streamed.pdf"))
    nameless = await done(sdk.bank_statements.create(PDF))
    wrong = await done(sdk.bank_statements.create(b"no statement", filename="wrong.pdf"))
    failure = await refusal(lambda: sdk.bank_statements.wait_for_results(wrong.id, poll_interval=0))
    await done(sdk.account_holders.create("jane", "consumer"))
    line = results.accounts[0].transactions[0].to_transaction_input(account_holder_id="jane")
    enriched = await done(sdk.transactions.create(**shown(line)))
    failed = await done(sdk.bank_statements.list(status=type(made.status)("error")))
    got = await done(sdk.bank_statements.get(made.id))
    await done(sdk.bank_statements.delete(made.id))
    return {
        "size": len(PDF),
        "made": shown(made),
        "early": early,
        "info": shown(info),
        "results": shown(results),
        "streamed": shown(streamed),
        "nameless": shown(nameless),
        "wrong": shown(wrong),
        "failure": failure,
        "enriched": shown(enriched),
        "failed": shown(failed),
        "got": shown(got),
        "gone": await refusal(lambda: sdk.bank_statements.get(made.id)),
    }


async def webhooks(sdk: Any, given: Given) -> Mapping[str, Any]:
    """Register a webhook that is told of a batch, and another that is changed and deleted."""
    hook = given.hook
    told = await done(sdk.webhooks.create(url=hook, events=["batches.completed"], token="t-0"))
    batch = await done(sdk.batches.create("POST /v3/transactions", [payment("t-1")]))
    await done(sdk.batches.wait_for_results(batch.id, poll_interval=0))
    made = await done(sdk.webhooks.create(url=hook, events=["reports.pending"], hmac_secret="s-0"))
    got = await done(sdk.webhooks.get(made.id))
    await done(sdk.webhooks.patch(made.id, token="t-1", events=["reports.resolved"]))
    changed = await done(sdk.webhooks.get(made.id))
    await done(sdk.webhooks.patch(made.id, enabled=False))
    disabled = await done(sdk.webhooks.get(made.id))
    await done(sdk.webhooks.patch(made.id, token=None))
    cleared = await done(sdk.webhooks.get(made.id))
    listed = await every(await done(sdk.webhooks.list()))
    await done(sdk.webhooks.delete(made.id))
    return {
        "hook": hook,
        "told": shown(told),
        "batch": shown(await done(sdk.batches.get(batch.id))),
        "made": shown(made),
        "got": shown(got),
        "changed": shown(changed),
        "disabled": shown(disabled),
        "cleared": shown(cleared),
        "listed": [shown(one) for one in listed],
        "gone": await refusal(lambda: sdk.webhooks.get(made.id)),
    }


async def reports(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Report a wrong enrichment, watch it, and delete it."""
    await done(sdk.transactions.create(**payment("t-1")))
    wrong = {"transaction_id": "t-1", "description": "This is no Netflix", "fields": ["logo", "counterparty"]}
    made = await done(sdk.reports.create(**wrong))
    seen = [made.status]
    while seen[-1] in {"open", "pending"} and len(seen) < 100:
        seen.append((await done(sdk.reports.get(made.id))).status)
    resolved = await done(sdk.reports.list(status="resolved"))
    got = await done(sdk.reports.get(made.id))
    await done(sdk.reports.delete(made.id))
    return {
        "wrong": wrong,
        "made": shown(made),
        "statuses": list(dict.fromkeys(seen)),
        "resolved": shown(resolved),
        "rejected": shown(await done(sdk.reports.list(status="rejected"))),
        "got": shown(got),
        "gone": await refusal(lambda: sdk.reports.get(made.id)),
    }


async def lists(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Make five of everything, and walk through every list by pages."""
    makers: dict[str, Callable[[int], Any]] = {
        "account_holders": lambda n: sdk.account_holders.create(f"h-{n}", "consumer"),
        "transactions": lambda n: sdk.transactions.create(
            **payment(f"t-{n}", account_holder_id=f"h-{n % 2}")
        ),
        "batches": lambda n: sdk.batches.create("POST /v3/transactions", [payment("b")]),
        "bank_statements": lambda n: sdk.bank_statements.create(PDF, filename=f"{n}.pdf"),
        "reports": lambda n: sdk.reports.create(
            transaction_id=f"t-{n}", description="wrong", fields=["logo"]
        ),
    }
    found: dict[str, Any] = {}
    for name, make in makers.items():
        made = [(await done(make(n))).id for n in range(5)]
        pages = getattr(sdk, name).list
        found[name] = {"made": made, "walked": ids(await every(await done(pages(limit=2)), 2))}
        if name == "transactions":
            mine = await done(pages(account_holder_id="h-0", limit=1))
            found[name]["mine"] = ids(await every(mine, 1))
    return found


async def dates(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Filter every list by time, with moments of no zone and with those that the server itself told."""
    for n in range(4):
        await done(sdk.account_holders.create(f"h-{n}", "consumer"))
        await done(sdk.transactions.create(**payment(f"t-{n}")))
        await done(sdk.batches.create("POST /v3/transactions", [payment(f"t-{n}")]))
        await done(sdk.bank_statements.create(PDF, filename=f"{n}.pdf"))
        await done(sdk.reports.create(transaction_id=f"t-{n}", description="wrong", fields=["logo"]))
    found: dict[str, Any] = {}
    for name in ("account_holders", "transactions", "batches", "bank_statements", "reports"):
        pages = getattr(sdk, name).list
        everything = (await done(pages())).data
        moment = everything[1].created_at
        found[name] = {
            "all": ids(everything),
            "since": await filtered(pages, created_after=moment, limit=1),
            "until": await filtered(pages, created_before=moment, limit=1),
            "ever": await filtered(pages, created_after=LONG_AGO, limit=3),
            "never": await filtered(pages, created_before=LONG_AGO),
        }
    return found


async def filtered(pages: Callable[..., Any], **filters: Any) -> list[str] | str:
    """List with filters: the ids, or the error of values that the SDK itself does not accept."""
    try:
        return ids(await every(await done(pages(**filters)), 1))
    except TypeError as error:
        return f"TypeError: {error}"


async def errors(sdk: Any, _: Given) -> Mapping[str, Any]:
    """Be refused in every way that has an error of its own."""
    row = payment("t-1")
    return {
        "invalid key": await refusal(lambda: sdk.transactions.list(api_key="invalid-one")),
        "forbidden": await refusal(lambda: sdk.transactions.list(api_key="forbidden-one")),
        "broke": await refusal(lambda: sdk.transactions.create(**row, api_key="broke-one")),
        "invalid": await refusal(lambda: sdk.batches.create("POST /v3/transactions", [{"id": "t-1"}])),
        "missing": await refusal(lambda: sdk.batches.get("none")),
        "request id": await refusal(lambda: sdk.batches.get("none", request_id="mine")),
    }


def ids(items: list[Any]) -> list[str]:
    """The ids of what was listed."""
    return [item.id for item in items]


JOBS: dict[str, Job] = {
    job.__name__: job for job in (bank_statements, webhooks, reports, lists, dates, errors)
}
