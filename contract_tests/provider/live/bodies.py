"""What a careful check sends: the least that shows something, and nothing of somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contract_tests.provider.forms import File
from contract_tests.provider.probes.samples import NOWHERE, Samples
from contract_tests.provider.probes.variants import variants
from contract_tests.provider.resources import is_form
from contract_tests.provider.rules.paper import pdf
from contract_tests.provider.shapes import Shape, as_list, as_object

if TYPE_CHECKING:
    from ntropy_client.document import Operation

__all__ = ["Bodies"]


class Bodies:
    """Makes bodies.

    Args:
        samples: Makes them; it refers to what was made.
        webhook_url: Where events may be sent, None for nowhere.
    """

    def __init__(self, samples: Samples, webhook_url: str | None) -> None:
        self._samples = samples
        self._webhook_url = webhook_url

    def good(self, operation: Operation) -> Any:
        """A body that is surely accepted, and costs as little as possible.

        Args:
            operation: One with a body.

        Returns:
            Every member, or what is required where there is a list of things; members that would name an
            item which this check did not make are left out.
        """
        if is_form(operation):
            fields = as_object(self._samples.minimal(operation)) or {}
            return {name: File(pdf("contract check")) for name in fields}
        shape = self._samples.shape(operation)
        if shape is None or "object" not in shape.types or shape.alternatives:
            return self._samples.minimal(operation)
        whole = self._samples.full(operation)
        if "eventual" in operation.writes.values():
            whole = self._samples.minimal(operation)
        return self._own(whole, shape)

    def lacking(self, operation: Operation) -> str | None:
        """The collection of which a body has to name an item, and this check has none."""
        shape = self._samples.shape(operation)
        required = () if shape is None else sorted(shape.required)
        return next((self._samples.references[name] for name in required if self._is_strange(name)), None)

    def wrong(self, operation: Operation) -> Any:
        """A body that the document does not allow; None when there is none."""
        if is_form(operation):
            return {}
        shape = self._samples.shape(operation)
        if shape is None:
            return None
        made = [
            one for one in variants(self._samples, shape, self._samples.full(operation)) if not one.allowed
        ]
        made.sort(key=lambda one: (one.what != "missing", len(one.path) == 0))
        chosen = made[0]
        body = self._samples.fresh(operation, chosen.body, keep=chosen.path)
        return self._own(body, shape)

    def _own(self, body: Any, shape: Shape) -> Any:
        """A copy without the members that name what this check did not make, and with the user's address."""
        items, members = as_list(body), as_object(body)
        each = self._samples.shapes.items(shape)
        if items is not None:
            return [item if each is None else self._own(item, each) for item in items]
        if members is None or shape.alternatives:
            return self._webhook_url or body if shape.format == "uri" and body == NOWHERE else body
        below = self._samples.shapes.properties(shape)
        return {
            name: self._own(value, below[name]) if name in below else value
            for name, value in members.items()
            if name in shape.required or not self._is_strange(name)
        }

    def _is_strange(self, name: str) -> bool:
        collection = self._samples.references.get(name)
        return collection is not None and self._samples.refer(collection) is None
