"""Mistakes that users make: a type checker must see each; never run, and not part of the lint."""

from __future__ import annotations

import datetime as dt
from typing import Any, assert_never

from ntropy_client import AsyncNtropy, Ntropy, Timeouts, TransactionInputDict, operations, rules, webhooks
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
client.account_holders.create(id="h", type="individual")  # wrong
client.account_holders.create(id="h", type="consumer", industry="x")  # wrong
client.account_holders.recurring_groups("h").groups  # wrong
client.account_holders.get("h").name = "x"  # wrong
client.categories.set("c", incoming=["a"])  # wrong
client.categories.set("c", ["a"], ["b"])  # wrong
client.categories.get("c").incoming  # wrong
client.rules.create({"add_lable": "x"})  # wrong
client.rules.create({"if": {"xor": [True, False]}})  # wrong
client.rules.create({"set": "amount", "to": 1})  # wrong
client.rules.create([{"add_label": "x"}])  # wrong
client.rules.replace({"add_label": "x"})  # wrong
client.rules.delete(None)  # wrong
client.rules.list()[0]["id"].upper()  # wrong
rules.get("webbsite")  # wrong
rules.set_("amount", 1)  # wrong
rules.if_(True, then=rules.add_label("x"))  # wrong
rules.and_([True, False])  # wrong
client.webhooks.create(url="u", events=["batches.finished"])  # wrong
client.webhooks.patch("w", enabled="yes")  # wrong
client.webhooks.list(limit=3)  # wrong
webhooks.unwrap(b"", {})  # wrong
webhooks.unwrap("{}", {}, token="t")  # wrong
webhooks.unwrap({"event_id": "e"}, {}, token="t")  # wrong
webhooks.unwrap(b"", {}, token=b"t")  # wrong
webhooks.unwrap(b"", {}, token=[None])  # wrong
webhooks.unwrap(b"", {}, "t")  # wrong
webhooks.unwrap(b"", {}, token="t").data.progress  # wrong
webhooks.unwrap(b"", {}, token="t").event_typ  # wrong
webhooks.verify({})  # wrong
webhooks.verify("X-Ntropy-Token: t", token="t")  # wrong
webhooks.verify({"X-Ntropy-Token": ["t"]}, token="t")  # wrong
webhooks.verify([("X-Ntropy-Token",)], token="t")  # wrong
webhooks.verify({}, token="t").event_id  # wrong
webhooks.EventType.BATCHES_DONE  # wrong
webhooks.unwarp(b"", {}, token="t")  # wrong
client.reports.create(transaction_id="t", description="d", fields=[1])  # wrong
client.reports.list(status="done")  # wrong
client.bank_statements.create("statement.pdf")  # wrong
client.bank_statements.create(file=7)  # wrong
client.bank_statements.wait("s", deadline=1)  # wrong
client.bank_statements.get("s").error.code  # wrong
client.entities.resolve("Starbucks")  # wrong
wrong_row: TransactionInputDict = {"id": "t", "description": "d"}  # wrong
batch.priority.value  # wrong


def forgotten(event: webhooks.Event) -> str:
    match event:
        case webhooks.BatchEvent() | webhooks.BankStatementEvent() | webhooks.ReportEvent():
            return event.data.id
        case _:
            assert_never(event)  # wrong


def mistaken(event: webhooks.BatchEvent) -> None:
    event.data.rejection_reason  # wrong
    event.event_id = "e"  # wrong


async def mistakes() -> Any:
    later.batches.get("a").status  # wrong
    for _ in later.transactions.list():  # wrong
        pass
    with later:  # wrong
        pass
    return (await later.batches.list()).data[0].statuss  # wrong
