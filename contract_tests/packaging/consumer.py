"""What an application writes: run against a sandbox from a clean environment, and type-checked as it stands."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import assert_never

from ntropy_client import (
    UNSET,
    AsyncNtropy,
    BadRequestError,
    BankStatementFailedError,
    NotFoundError,
    Ntropy,
    RateLimitError,
    TransactionInputDict,
    WebhookValidationError,
    WebhookVerificationError,
    operations,
    rules,
    webhooks,
)
from ntropy_client.models import (
    Batch,
    BatchEventType,
    BatchStatus,
    CategorySet,
    EntryType,
    RecurrencePeriodicity,
    TransactionInput,
)
from ntropy_client.rules import Rule

rows: Sequence[TransactionInputDict] = [
    {
        "id": f"t-{number}",
        "description": "NETFLIX.COM 866-579-7172 CA",
        "date": "2024-05-01",
        "amount": 15.49,
        "entry_type": "outgoing",
        "currency": "USD",
    }
    for number in range(3)
]


def wording(batch: Batch) -> str:
    """A value that nobody knows yet is a string that compares."""
    if batch.status == BatchStatus.COMPLETED:
        return "done"
    if batch.status == "paused":
        return "paused"
    return f"{batch.progress} of {batch.total}"


def subject(event: webhooks.Event) -> str:
    """Every kind of event is told apart, and a checker knows that none is left out."""
    match event:
        case webhooks.BatchEvent(data=batch):
            return f"{batch.id}: {batch.progress} of {batch.total}"
        case webhooks.BankStatementEvent(data=statement):
            return f"{statement.id}: {statement.name}"
        case webhooks.ReportEvent():
            return f"{event.data.id}: {event.data.rejection_reason}"
        case webhooks.UnknownEvent():
            return f"{event.event_type}: {event.data}"
        case _:
            assert_never(event)


def is_over(event: webhooks.Event) -> bool:
    """The same with isinstance, and types of events that compare as the strings that they are."""
    if isinstance(event, webhooks.BatchEvent):
        return event.event_type == BatchEventType.BATCHES_COMPLETED or event.data.status == "error"
    if isinstance(event, webhooks.BankStatementEvent | webhooks.ReportEvent):
        return event.event_type == "reports.resolved" or event.data.status == "completed"
    unknown: webhooks.UnknownEvent = event
    return unknown.event_type.endswith(".over")


def receive(body: bytes, headers: dict[str, str]) -> int:
    """What a web framework's handler does."""
    try:
        event = webhooks.unwrap(body, headers, token=["new", "old"])
    except WebhookVerificationError:
        return 401
    except WebhookValidationError as error:
        print(error.location, error.reason, len(error.content))
        return 400
    print(subject(event), is_over(event))
    return 204


def main() -> None:
    """The sync client."""
    with Ntropy() as client:
        tx = client.transactions.create(
            id="t-1",
            description="SQ *BLUE BOTTLE",
            date="2024-05-01",
            amount=6.5,
            entry_type="outgoing",
            currency="USD",
        )
        if tx.entities and tx.entities.counterparty:
            print(tx.entities.counterparty.name, tx.categories and tx.categories.general)

        batch = client.batches.create(data=rows)
        print(wording(batch))
        for result in client.batches.wait_for_results(batch.id, progress=True).results:
            print(result.id, result.error)
        models = [TransactionInput.from_dict(row) for row in rows]
        assert models[0].entry_type is EntryType.OUTGOING
        assert client.batches.create_and_wait(models).total == 3
        try:
            client.batches.get("nope")
        except NotFoundError as error:
            print(error)
        except RateLimitError as error:
            print(error.retry_after)
        else:
            raise AssertionError("there is no such batch")
        response = client.send(operations.batches_get(batch.id))
        print(response.request_id, response.value.status)
        print([one.id for one in client.transactions.list(limit=2)])
        print(client)


def household() -> None:
    """A holder with a subscription, a rule, categories of its own, a report, and a statement."""
    with Ntropy() as client:
        holder = client.account_holders.create(id="h-1", type="consumer", category_id="mine")
        client.categories.set("mine", incoming=["salary"], outgoing=["fun", "food"])
        found = client.categories.get("mine")
        assert isinstance(found, CategorySet)
        assert found.outgoing == ["fun", "food"]
        try:
            client.account_holders.create(id="h-1", type="business")
        except BadRequestError as error:
            print(error)
        else:
            raise AssertionError("the id is in use")
        for month in range(1, 5):
            client.transactions.create(
                id=f"n-{month}",
                description="NETFLIX.COM 866-579-7172 CA",
                date=f"2024-{month:02}-07",
                amount=15.49,
                entry_type="outgoing",
                currency="USD",
                account_holder_id=holder.id,
            )
        (group,) = client.account_holders.recurring_groups("h-1")
        assert group.periodicity is RecurrencePeriodicity.MONTHLY
        assert group.counterparty.website == "netflix.com"
        entity = client.entities.get(group.counterparty.id or "")
        assert entity.website == "netflix.com"

        rule: Rule = rules.if_(rules.gt(rules.get("amount"), 15), then=[{"add_label": "dear"}])
        client.rules.create(rule)
        for listed in client.rules.list():
            if "id" in listed:
                client.rules.patch(listed["id"], listed)
                client.rules.delete(listed["id"])

        report = client.reports.create(
            transaction_id="n-1", description="wrong", fields=[".entities.counterparty"]
        )
        print(client.reports.get(report.id).status)
        hook = client.webhooks.create(
            url="https://example.com/", events=[webhooks.EventType.BATCHES_ERROR], token="t"
        )
        assert client.webhooks.patch(hook.id, token=UNSET, enabled=False).token == "t"
        client.webhooks.delete(hook.id)

        statement = client.bank_statements.create(file=b"%PDF-1.7 a statement", filename="may.pdf")
        print(client.bank_statements.verify(statement.id).institution)
        for account in client.bank_statements.wait_for_results(statement.id).accounts:
            print(account.number, len(account.transactions))
        try:
            client.bank_statements.wait(client.bank_statements.create(file=b"no PDF").id)
        except BankStatementFailedError as error:
            print(error)
        else:
            raise AssertionError("this is no statement")
        client.account_holders.delete("h-1")
        assert list(client.transactions.list(account_holder_id="h-1")) == []


async def async_main() -> None:
    """The async client reads the same, with await."""
    async with AsyncNtropy() as client:
        batch = await client.batches.create(data=rows)
        result = await client.batches.wait_for_results(batch.id)
        assert [one.id for one in result.results] == ["t-0", "t-1", "t-2"]
        page = await client.batches.list(status="completed")
        print(page.data[0].id)
        async for transaction in client.transactions.list(limit=1):
            print(transaction.id)
        statement = await client.bank_statements.create(file=b"%PDF-1.7 another statement")
        results = await client.bank_statements.wait_for_results(statement.id)
        print(results.accounts[0].closing_balance)
        async for hook in client.webhooks.list():
            print(hook.url)


def told() -> None:
    """What webhooks are told."""
    known = b"""{"event_id": "e", "event_type": "batches.completed", "data": {"id": "b", "status": "completed",
        "operation": "POST /v3/transactions", "progress": 1, "total": 1,
        "created_at": "2024-01-01T00:00:00", "updated_at": "2024-01-01T00:10:00"}}"""
    assert receive(known, {"x-ntropy-token": "old"}) == 204
    assert receive(known, {"x-ntropy-token": "older"}) == 401
    assert receive(b"{}", {"X-Ntropy-Token": "new"}) == 400
    assert isinstance(webhooks.unwrap(known, {}, token=None), webhooks.BatchEvent)
    webhooks.verify([(b"x-ntropy-token", b"t")], token="t")
    unknown = b'{"event_id": "e", "event_type": "holders.merged", "data": {}}'
    assert isinstance(webhooks.unwrap(bytearray(unknown), {}, token=None), webhooks.UnknownEvent)


if __name__ == "__main__":
    main()
    told()
    household()
    asyncio.run(async_main())
    sys.stdout.write("consumer ok\n")
