"""What the types refuse once the document has grown: each line marked with what was added. Never run."""

from __future__ import annotations

from ntropy_client import AsyncNtropy, Ntropy
from ntropy_client.models import Batch, BatchStatus, Budget


def mistakes(client: Ntropy, batch: Batch, budget: Budget) -> None:
    client.transactions.create(
        id="t",
        description="Lunch",
        date="2024-01-01",
        amount=9,
        entry_type="outgoing",
        currency="EUR",
        reference=7,  # field
    )
    _ = batch.cost_credit  # field
    _ = batch.cost_credits + 1  # field
    client.batches.list(status="pausd")  # value
    _ = BatchStatus.PAUSD  # value
    client.batches.cancel(7)  # operation
    _ = client.batches.cancel("b").paused  # operation
    client.budgets.create(name="Coffee", amonut=1)  # resource
    client.budgets.create(name="Coffee", amount=1, period="daily")  # resource
    budget.amount = 3  # resource
    client.transactions.list(entry_type="sideways")  # parameter
    client.transactions.list(entry_typ="outgoing")  # parameter


async def async_mistakes(client: AsyncNtropy) -> None:
    _ = (await client.batches.get("b")).cost_credit  # field
    client.batches.list(status="pausd")  # value
    await client.batches.cancel(7)  # operation
    _ = client.batches.cancel("b").status  # operation
    await client.budgets.create(name="Coffee", amonut=1)  # resource
    client.transactions.list(entry_type="sideways")  # parameter
