"""Count the credits that a check spends, and spend no more than was allowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from contract_tests.provider.run import CouldNotRunError, decoded

if TYPE_CHECKING:
    from contract_tests.provider.options import Profile
    from ntropy_client.document import Document, Operation

Json = dict[str, Any]

__all__ = ["LIVE", "LIVE_NEEDS", "QUOTA", "Credits", "cost_of", "items_in", "needed", "objects_in"]

QUOTA = "423"
"""An operation that documents this answer spends credits."""
FREE, CHARGED = "website", "name"
"""An entity that is asked for by its website costs nothing, by its name as much as a transaction."""
LIVE_NEEDS = 6
"""The live profile enriches twice: once by itself and once in a batch, each also with wrong data and without
a good key. A server that takes all of that may charge for all of it."""
LIVE = 20
"""The most that the live profile spends, where nothing else was asked for."""


class Credits:
    """The credits of one server; each item that is enriched costs one.

    Args:
        document: Says which operations spend credits.
        most: How many may be spent, None for any number.
    """

    def __init__(self, document: Document, most: int | None = None) -> None:
        self.most = most
        self.spent = 0
        """How many were spent, or may have been."""
        self._document = document

    def reserve(self, operation_id: str | None, content: bytes) -> int:
        """Set aside what a request costs at most.

        Args:
            operation_id: What it is for, None when the document does not know.
            content: Its body.

        Returns:
            The cost, to be given to `settle` once the answer is there.

        Raises:
            CouldNotRunError: That would be more than is allowed.
        """
        operation = self._document.operations.get(operation_id or "")
        if operation is None or QUOTA not in operation.statuses:
            return 0
        cost = cost_of(content)
        if self.most is not None and self.spent + cost > self.most:
            raise CouldNotRunError(
                f"stopped before spending more than {self.most} credits: {self.spent} are spent, and the next "
                f"request ({operation.id}) may cost {cost}. Allow more with --credits (CREDITS of make)"
            )
        self.spent += cost
        return cost

    def settle(self, reserved: int, status: int) -> None:
        """Give back what a refused request did not cost.

        Args:
            reserved: From `reserve`.
            status: Of the answer; where none came, the credits count as spent.
        """
        if 300 <= status < 500:
            self.spent -= reserved


def cost_of(content: bytes) -> int:
    """Tell what a request costs at most, if its operation spends credits.

    Args:
        content: Its body.

    Returns:
        Credits.
    """
    try:
        body: Any = decoded(content)
    except ValueError:
        return 1
    if isinstance(body, dict) and FREE in body and cast("Json", body).get(CHARGED) is None:
        return 0
    return max(1, len(items_in(content)))


def items_in(content: bytes) -> list[dict[str, Any]]:
    """Give every object with an id in a body, at any depth.

    Args:
        content: Of a request.

    Returns:
        The objects; none where the body is no JSON.
    """
    return [fields for fields in objects_in(content) if "id" in fields]


def objects_in(content: bytes) -> list[dict[str, Any]]:
    """Give every object in a body, at any depth.

    Args:
        content: Of a request.

    Returns:
        The objects; none where the body is no JSON.
    """
    try:
        body: Any = decoded(content)
    except ValueError:
        return []
    found: list[dict[str, Any]] = []
    pending: list[Any] = [body]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            fields = cast("dict[str, Any]", node)
            found.append(fields)
            pending += fields.values()
        elif isinstance(node, list):
            pending += cast("Sequence[Any]", node)
    return found


def needed(document: Document, profile: Profile) -> int:
    """Tell how many credits a check cannot do without, whatever the server makes of it.

    Args:
        document: What is checked.
        profile: How far the check goes. All but the live one send one item more than a batch may have,
            which a server that counts wrongly would charge for.

    Returns:
        Credits; a check that is not live spends more than that, and how much is seen at the end.
    """
    if profile == "live":
        return LIVE_NEEDS
    spending = [operation for operation in document.operations.values() if QUOTA in operation.statuses]
    return max((1 + _most_items(operation) for operation in spending), default=0)


def _most_items(operation: Operation) -> int:
    document = operation.document
    body = document.resolve(operation.body_schema) if operation.body_schema is not None else {}
    arrays = [body, *(document.resolve(schema) for schema in body.get("properties", {}).values())]
    return max((int(array["maxItems"]) for array in arrays if "maxItems" in array), default=0)
