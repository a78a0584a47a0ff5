"""Account holders: created, listed, deleted with their transactions, and what recurs among those."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ntropy_client.sandbox.answer import Answer, Call, RefusedError, encode
from ntropy_client.sandbox.enrichment import enrich
from ntropy_client.sandbox.holder import Holder
from ntropy_client.sandbox.pages import listing
from ntropy_client.sandbox.recurrence import Payment, recurring
from ntropy_client.sandbox.store import Stored

__all__ = ["AccountHolders"]


class AccountHolders:
    """What the operations `account_holders_…` do: one method each, called with the account locked."""

    def create(self, call: Call) -> Answer:
        """Create an account holder with the id that the caller chose.

        Args:
            call: The request.

        Returns:
            200 with an `AccountHolder`.

        Raises:
            RefusedError: 400.
        """
        profile = call.account.profile
        if call.body["id"] in profile.holders:
            raise RefusedError(400, "Account holder already exists")
        holder = Holder(
            position=call.account.new_position(),
            id=call.body["id"],
            type=call.body["type"],
            name=call.body.get("name"),
            category_id=call.body.get("category_id"),
            created=call.now,
        )
        profile.add_holder(holder)
        return Answer.json(holder.view())

    def list(self, call: Call) -> Answer:
        """List account holders, newest first.

        Args:
            call: The request.

        Returns:
            200 with an `AccountHolderPage`.

        Raises:
            RefusedError: 422.
        """
        return listing(call, reversed(call.account.profile.holders.values()), lambda holder: holder.view())

    def get(self, call: Call) -> Answer:
        """Show an account holder.

        Args:
            call: The request.

        Returns:
            200 with an `AccountHolder`.

        Raises:
            RefusedError: 404.
        """
        return Answer.json(self._find(call).view())

    def delete(self, call: Call) -> Answer:
        """Delete an account holder and all its transactions for good. Results of batches stay as they were.

        Args:
            call: The request.

        Returns:
            204.

        Raises:
            RefusedError: 404.
        """
        holder = self._find(call)
        for stored in call.account.transactions.of_holder(holder.id):
            call.account.transactions.remove(stored.row["id"])
        call.account.profile.remove_holder(holder.id)
        return Answer(204)

    def recurring_groups(self, call: Call) -> Answer:
        """Find what recurs among the transactions of an account holder, as they are now.

        Args:
            call: The request.

        Returns:
            200 with an array of `RecurrenceGroup`.

        Raises:
            RefusedError: 404.
        """
        holder = self._find(call)
        return Answer(200, partial(_write, call.account.transactions.of_holder(holder.id), holder.id))

    def _find(self, call: Call) -> Holder:
        holder = call.account.profile.holders.get(call.path["id"])
        if holder is None:
            raise RefusedError(404, "Account holder with the provided id not found.")
        return holder


def _write(newest_first: Sequence[Stored], holder_id: str) -> bytes:
    payments = [
        Payment(stored.row, enrich(stored.row, stored.created, stored.view))
        for stored in reversed(newest_first)
    ]
    return encode(recurring(payments, holder_id))
