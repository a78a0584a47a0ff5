"""A call of every operation, for each example of its request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ntropy_client as api
from contract_tests.client.cases import arguments
from ntropy_client.document import Operation, load

__all__ = ["CALLS", "FIRST", "KEY", "Call"]

KEY = "held-by-tests"


@dataclass(frozen=True)
class Call:
    """A call of one operation, with one example of its request."""

    operation: Operation
    example: str
    """Its name; empty where there is no body."""
    body: Any

    def __str__(self) -> str:
        return "-".join(filter(None, (self.operation.id, self.example)))

    def of(self, client: api.Ntropy | api.AsyncNtropy) -> Any:
        """Make the call; of the async client that is something to await."""
        resource = getattr(client, self.operation.tag)
        method = getattr(resource, self.operation.id.removeprefix(f"{self.operation.tag}_"))
        return method(**arguments(self.operation, self.body), retries=0)

    @property
    def path(self) -> str:
        """The path of the request, from the examples of its parameters."""
        found = self.operation.path
        for name, value in arguments(self.operation).items():
            found = found.replace(f"{{{name}}}", str(value))
        return found

    @property
    def sent(self) -> dict[str, Any]:
        """The body, as httpx takes it."""
        if self.operation.body_content_type == "multipart/form-data":
            return {"files": {name: text.encode() for name, text in dict.items(self.body)}}
        return {} if self.body is None else {"json": self.body}


CALLS = [
    Call(operation, name, body)
    for operation in load().operations.values()
    for name, body in (operation.body_examples or {"": None}).items()
]
FIRST = list({call.operation.id: call for call in reversed(CALLS)}.values())[::-1]
"""One of each operation."""
