"""Category sets: read, replaced, and taken back to what they were."""

from __future__ import annotations

from ntropy_client.sandbox.answer import Answer, Call, RefusedError
from ntropy_client.sandbox.category_set import CategorySet

__all__ = ["Categories"]


class Categories:
    """What the operations `categories_…` do: one method each, called with the account locked."""

    def get(self, call: Call) -> Answer:
        """Show a category set.

        Args:
            call: The request.

        Returns:
            200 with a `CategorySet`.

        Raises:
            RefusedError: 404.
        """
        return Answer.json(self._find(call).view())

    def set(self, call: Call) -> Answer:
        """Create or replace a category set, for whatever is enriched from now on.

        Args:
            call: The request.

        Returns:
            200 with a `CategorySet`.
        """
        made = CategorySet(call.body["incoming"], call.body["outgoing"])
        call.account.profile.put_set(call.path["id"], made)
        return Answer.json(made.view())

    def reset(self, call: Call) -> Answer:
        """Take a category set back to its default; one that has none is removed.

        Args:
            call: The request.

        Returns:
            200 with a `CategorySet`, or with null.

        Raises:
            RefusedError: 404.
        """
        self._find(call)
        left = call.account.profile.reset_set(call.path["id"])
        return Answer.json(None if left is None else left.view())

    def _find(self, call: Call) -> CategorySet:
        found = call.account.profile.category_set(call.path["id"])
        if found is None:
            raise RefusedError(404, "Category set with the provided id not found.")
        return found
