"""Transactions: enriched one by one, read, reassigned and deleted."""

from __future__ import annotations

from functools import partial
from typing import Any

from ntropy_client.sandbox.answer import Answer, Call, RefusedError
from ntropy_client.sandbox.enrichment import enrich, submitted
from ntropy_client.sandbox.pages import before, created_within, page
from ntropy_client.sandbox.rows import Rows
from ntropy_client.sandbox.store import Stored

__all__ = ["Transactions"]


class Transactions:
    """What the operations `transactions_…` do: one method each, called with the account locked."""

    def create(self, call: Call) -> Answer:
        """Enrich a transaction and keep it, in place of one with the same id.

        Args:
            call: The request.

        Returns:
            200 with an `EnrichedTransaction`.

        Raises:
            RefusedError: 423.
        """
        call.account.credits.spend(1, call.now)
        row = submitted(call.body)
        view = call.account.profile.view()
        call.account.transactions.put(Rows([row]), call.now, view)
        return Answer.json(enrich(row, call.now, view))

    def list(self, call: Call) -> Answer:
        """List transactions, newest first.

        Args:
            call: The request.

        Returns:
            200 with a `TransactionPage`.

        Raises:
            RefusedError: 422.
        """
        holder_id: str | None = call.query.get("account_holder_id")
        found = call.account.transactions.newest(
            before(call.query, "transactions"), partial(created_within, call.query)
        )
        wanted = (
            (stored.position, stored)
            for stored in found
            if holder_id is None or stored.row.get("account_holder_id") == holder_id
        )
        items, cursor = page(wanted, call.query, "transactions")
        return Answer.json({"next_cursor": cursor, "data": [self.view(item) for item in items]})

    def get(self, call: Call) -> Answer:
        """Show a transaction.

        Args:
            call: The request.

        Returns:
            200 with a `Transaction`.

        Raises:
            RefusedError: 404.
        """
        return Answer.json(self.view(self._find(call)))

    def delete(self, call: Call) -> Answer:
        """Delete a transaction for good.

        Args:
            call: The request.

        Returns:
            204.

        Raises:
            RefusedError: 404.
        """
        self._find(call)
        call.account.transactions.remove(call.path["id"])
        return Answer(204)

    def assign(self, call: Call) -> Answer:
        """Give a transaction another account holder, and with it the categories of that one.

        Args:
            call: The request.

        Returns:
            200 with a `Transaction`.

        Raises:
            RefusedError: 404, 422.
        """
        stored = self._find(call)
        holder_id: str = call.body["account_holder_id"]
        holders = call.account.profile.holders
        holder = holders.get(holder_id)
        if holder is None:
            raise RefusedError(404, "Account holder with the provided id not found.")
        present = holders.get(stored.row.get("account_holder_id") or "")
        if present is not None and present.type != holder.type:
            raise RefusedError.problem(
                "body",
                "account_holder_id",
                msg=f"The account holder should be a {present.type}, as the present one is",
                type="value_error",
            )
        call.account.transactions.assign(stored.row["id"], holder_id, call.account.profile.view())
        return Answer.json(self.view(self._find(call)))

    def view(self, stored: Stored) -> dict[str, Any]:
        """Show a transaction as it was submitted, with its enrichment.

        Args:
            stored: The transaction.

        Returns:
            A `Transaction`.
        """
        row = stored.row
        told = {name: row[name] for name in ("id", "description", "date", "amount", "entry_type", "currency")}
        holder_id = row.get("account_holder_id")
        return told | enrich(row, stored.created, stored.view) | {"account_holder_id": holder_id}

    def _find(self, call: Call) -> Stored:
        stored = call.account.transactions.get(call.path["id"])
        if stored is None:
            raise RefusedError(404, "Transaction with the provided id not found.")
        return stored
