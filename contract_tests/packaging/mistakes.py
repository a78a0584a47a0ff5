"""Mistakes that users make: a type checker must see each; never run, and not part of the lint."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ntropy_client import AsyncNtropy, Ntropy, Timeouts, TransactionInputDict, operations
from ntropy_client.models import Batch, BatchStatus, TransactionInput

client = Ntropy()
later = AsyncNtropy()
batch: Batch = client.batches.get("a")

row: TransactionInputDict = {
    "id": "t",
    "description": "d",
    "date": "2024-01-01",
    "amount": 1,
    "entry_type": "outgoing",
    "currency": "USD",
}

client.batchs.get("a")  # wrong
client.batches.gett("a")  # wrong
client.batches.get()  # wrong
client.batches.get(7)  # wrong
client.batches.get("a", retrys=1)  # wrong
client.batches.get("a", timeout="3")  # wrong
client.batches.get("a", headers=["x"])  # wrong
client.batches.list(status="finished")  # wrong
client.batches.list(limit="ten")  # wrong
client.batches.list(created_after=7)  # wrong
client.batches.create([row])  # wrong
client.batches.create(data=row)  # wrong
client.batches.create(data=[{"id": "t"}])  # wrong
client.batches.create(data=[{**row, "amonut": 1}], priority="high")  # wrong
client.batches.wait("a", deadline=1)  # wrong
client.batches.wait_for_results("a", timeout="1")  # wrong
client.batches.create_and_wait(data="rows")  # wrong
client.transactions.create(id="t")  # wrong
client.transactions.create("t", "d", "2024-01-01", 1, "outgoing", "USD")  # wrong
client.transactions.create(**row, entry="incoming")  # wrong
client.transactions.assign("t")  # wrong
client.transactions.assign("t", account_holder=None)  # wrong
Ntropy(region="us", bas_url="x")  # wrong
Ntropy(timeout=Timeouts(conect=1))  # wrong
Ntropy(retries="2")  # wrong
batch.statuss  # wrong
batch.progress = 7  # wrong
len(client.transactions.list())  # wrong
client.transactions.list()[0]  # wrong
number: int = batch.status  # wrong
day: dt.date = batch.created_at.isoformat()  # wrong
TransactionInput(id="t")  # wrong
TransactionInput(id="t", description="", date="2024-01-01", amount=1, entry_type="outgoing", currency="USD")  # wrong
BatchStatus.DONE  # wrong
operations.batches_gett("a")  # wrong
operations.batches_get(id=None)  # wrong
client.send("a")  # wrong
wrong_row: TransactionInputDict = {"id": "t", "description": "d"}  # wrong
batch.priority.value  # wrong


async def mistakes() -> Any:
    later.batches.get("a").status  # wrong
    for _ in later.transactions.list():  # wrong
        pass
    with later:  # wrong
        pass
    return (await later.batches.list()).data[0].statuss  # wrong
