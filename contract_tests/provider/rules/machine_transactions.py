"""Random histories of transactions, of batches of them, and of the account holders that have them."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from contract_tests.provider.rules.machine import Machine, at_once
from contract_tests.provider.rules.scene import Item
from contract_tests.provider.rules.transactions import as_submitted, gone

__all__ = ["Transactions"]

DESCRIPTIONS = st.sampled_from(["SQ *BLUE BOTTLE", "Zoë’s Café 東京", "", " PAYROLL ", "x" * 1024, "0"])
AMOUNTS = st.sampled_from([0, 0.01, 0.30000000000000004, 12.5, 1e12])
SLOTS = st.integers(0, 2)
HOLDERS = st.integers(0, 1)
WHOSE = st.sampled_from([None, 0, 1, 1])


class Transactions(Machine):
    """Three ids of transactions and two of account holders, all of them this history's own."""

    promise = "random-history"
    operations = frozenset(
        {
            "transactions_create",
            "transactions_get",
            "transactions_list",
            "transactions_delete",
            "transactions_assign",
            "batches_create",
            "batches_results",
            "account_holders_create",
            "account_holders_delete",
        }
    )

    @at_once
    def __init__(self) -> None:
        super().__init__()
        self.begun()
        self.slots = [self.scene.api.new_id() for _ in range(3)]
        self.named = [self.scene.api.new_id("holder") for _ in range(2)]
        self.holders: set[str] = set()
        self.kept: dict[str, Item] = {}
        self.batches: dict[str, list[Item]] = {}
        self.touched: set[str] = set()

    def item(self, slot: int, description: str, amount: float, whose: int | None = None) -> Item:
        """A transaction for one of the ids, of one of the account holders if that is there."""
        item = self.scene.item(id=self.slots[slot], description=description, amount=amount)
        if whose is not None and self.named[whose] in self.holders:
            item["account_holder_id"] = self.named[whose]
        return item

    @property
    def busy(self) -> set[str]:
        """Ids that a batch may write at any moment, and holders that gain or lose by it."""
        coming = [item for items in self.batches.values() for item in items]
        ids = {str(item["id"]) for item in coming}
        going = [item for item in self.kept.values() if item["id"] in ids]
        return ids | {str(item.get("account_holder_id")) for item in (*coming, *going)}

    def keep(self, item: Item | None, identity: str) -> None:
        """What a transaction is from now on, None for gone."""
        before = self.kept.pop(identity, {})
        if item is not None:
            self.kept[identity] = item
        holders = {one.get("account_holder_id") for one in (before, item or {})}
        self.touched |= {identity, *(str(one) for one in holders if one is not None)}

    @initialize()
    @at_once
    def begin(self) -> None:
        """There is one account holder with a transaction at the beginning."""
        self.create_holder(0)
        self.enrich(0, "SQ *BLUE BOTTLE", 12.5, 0)

    @rule(slot=SLOTS, description=DESCRIPTIONS, amount=AMOUNTS, whose=WHOSE)
    @at_once
    def enrich(self, slot: int, description: str, amount: float, whose: int | None) -> None:
        """Enrich a transaction, or replace it."""
        item = self.item(slot, description, amount, whose)
        if item["id"] in self.busy:
            return
        self.scene.enrich(item)
        self.keep(item, item["id"])

    @rule(slot=SLOTS)
    @at_once
    def delete(self, slot: int) -> None:
        """Delete a transaction, whether it is there or not."""
        identity = self.slots[slot]
        if identity in self.busy:
            return
        exchange = self.scene.get("transactions_delete", identity)
        wanted = 204 if identity in self.kept else 404
        self.scene.status(exchange, wanted, "a transaction is not deleted as it should be")
        self.keep(None, identity)
        self.touched |= self.kept.keys()

    @rule(slot=SLOTS, which=HOLDERS)
    @at_once
    def assign(self, slot: int, which: int) -> None:
        """Assign a transaction, whether it and the account holder are there or not."""
        identity, holder = self.slots[slot], self.named[which]
        item = self.kept.get(identity)
        if identity in self.busy:
            return
        if item is not None and "account_holder_id" not in item and not self.scene.is_sandbox:
            return  # whether it can be assigned is not published
        exchange = self.scene.assign(identity, holder)
        there = item is not None and holder in self.holders
        self.scene.status(exchange, 200 if there else 404, "a transaction is not assigned as it should be")
        if item is not None and there:
            self.keep({**item, "account_holder_id": holder}, identity)

    @rule(slot=SLOTS, amount=st.sampled_from([-1, None, "many"]))
    @at_once
    def refuse(self, slot: int, amount: object) -> None:
        """Try to replace a transaction by one that has to be refused."""
        item: Item = {**self.item(slot, "REFUSED", 1), "amount": amount}
        exchange = self.scene.api.call("transactions_create", body=item)
        self.scene.refused(exchange, "a wrong transaction is not refused")
        self.touched.add(item["id"])

    @rule(which=HOLDERS)
    @at_once
    def create_holder(self, which: int) -> None:
        """Create an account holder, whether it is there or not."""
        holder = self.named[which]
        body = {"id": holder, "type": "consumer"}
        exchange = self.scene.api.call("account_holders_create", body=body)
        wanted = 400 if holder in self.holders else 200
        self.scene.status(exchange, wanted, "an account holder is not created as it should be")
        self.holders.add(holder)
        self.touched.add(holder)

    @rule(which=HOLDERS)
    @at_once
    def delete_holder(self, which: int) -> None:
        """Delete an account holder with its transactions, whether it is there or not."""
        holder = self.named[which]
        if holder in self.busy:
            return
        exchange = self.scene.get("account_holders_delete", holder)
        wanted = 204 if holder in self.holders else 404
        self.scene.status(exchange, wanted, "an account holder is not deleted as it should be")
        self.holders.discard(holder)
        self.touched.add(holder)
        for identity in self.of(holder):
            self.keep(None, identity)
        self.touched |= self.kept.keys()

    @rule(first=SLOTS, amount=AMOUNTS, whose=WHOSE)
    @at_once
    def submit(self, first: int, amount: float, whose: int | None) -> None:
        """Submit a batch of two of the ids."""
        items = [self.item((first + step) % 3, f"BATCH {step}", amount, whose) for step in range(2)]
        if self.busy & {item["id"] for item in items}:
            return
        self.batches[self.scene.submit(items)["id"]] = items

    @precondition(lambda self: self.batches)
    @rule()
    @at_once
    def finish(self) -> None:
        """Wait for the oldest batch and compare its results with what was submitted."""
        identity, items = next(iter(self.batches.items()))
        exchange, done = self.scene.finish("batches_get", identity)
        self.scene.same("completed", done["status"], "a plain batch does not complete", exchange, "/status")
        exchange = self.scene.get("batches_results", identity)
        ids = [one["id"] for one in self.scene.accepted(exchange)["results"]]
        message = "the results are not one for each item in the order of submission"
        self.scene.same([item["id"] for item in items], ids, message, exchange, "/results")
        del self.batches[identity]
        for item in items:
            self.keep(item, item["id"])

    @rule(seconds=st.sampled_from([0.01, 0.05, 0.2]))
    @at_once
    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.scene.api.wait(seconds)

    def of(self, holder: str) -> list[str]:
        """The ids of the transactions of an account holder."""
        return sorted(i for i, item in self.kept.items() if item.get("account_holder_id") == holder)

    @invariant()
    @at_once
    def what_was_touched_is_as_it_should_be(self) -> None:
        """Everything that the last step was about is there as submitted, or gone."""
        for identity in sorted(self.touched - self.busy):
            if identity in self.kept:
                as_submitted(self.scene, self.kept[identity])
            elif identity in self.slots:
                gone(self.scene, identity)
            else:
                self.holder_is_as_it_should_be(identity)
        self.touched &= self.busy

    def holder_is_as_it_should_be(self, holder: str) -> None:
        """An account holder is there with its transactions, or gone without any."""
        exchange = self.scene.get("account_holders_get", holder)
        wanted = 200 if holder in self.holders else 404
        self.scene.status(exchange, wanted, "an account holder is not where it should be")
        query: dict[str, str | int] = {"account_holder_id": holder, "limit": 100}
        exchange, data, _ = self.scene.page("transactions_list", query)
        ids = sorted(str(one["id"]) for one in data)
        message = "an account holder has not its own transactions"
        self.scene.same(self.of(holder), ids, message, exchange, "/data")
