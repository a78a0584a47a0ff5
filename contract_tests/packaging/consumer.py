"""What an application writes: run against a sandbox from a clean environment, and type-checked as it stands."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from ntropy_client import AsyncNtropy, NotFoundError, Ntropy, RateLimitError, TransactionInputDict, operations
from ntropy_client.models import Batch, BatchStatus, EntryType, TransactionInput

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


if __name__ == "__main__":
    main()
    asyncio.run(async_main())
    sys.stdout.write("consumer ok\n")
