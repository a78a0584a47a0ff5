"""Keep a check off what it did not make: a customer's account is left as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import httpx

from contract_tests.provider.credits import items_in
from contract_tests.provider.run import Exchange
from ntropy_client.document import Document

__all__ = ["Guard", "NotSafeError"]

KEYLESS = frozenset(("none", "invalid"))


class NotSafeError(Exception):
    """The request could have changed what this run did not make; it was not sent."""


class Guard:
    """Asked before each request.

    Args:
        document: Says what each operation writes.
        prefix: What the ids made by this run begin with.
        journal: Told of each id before it is used for the first time.
        most: How many items of each collection that cannot be deleted may be made.
    """

    def __init__(
        self, document: Document, prefix: str, journal: Callable[[str, str], None], *, most: int
    ) -> None:
        self.made: dict[str, set[str]] = {}
        """Collection to the ids that this run made, or may have made."""
        self._document = document
        self._prefix = prefix
        self._journal = journal
        self._most = most

    def __call__(self, operation_id: str | None, request: httpx.Request, key: str) -> None:
        """Let a request pass, or not.

        Args:
            operation_id: What it is for, None when the document does not know.
            request: About to be sent.
            key: Label of its key.

        Raises:
            NotSafeError: It must not be sent.
        """
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        if operation_id is None:
            raise NotSafeError(
                f"{request.method} {request.url.path} is not documented: what it does is unknown"
            )
        operation = self._document.operations[operation_id]
        if not operation.writes:
            raise NotSafeError(f"{operation_id} does not say what it writes")
        path = request.url.raw_path.partition(b"?")[0].decode()
        path = "/v3" + path.partition("/v3")[2]
        matched = self._document.match(operation.method, path)
        for collection, effect in operation.writes.items():
            if effect in ("update", "delete"):
                self._own(collection, matched[1] if matched else {})
            elif effect in ("upsert", "eventual"):
                self._named(collection, request.content, key)
            elif effect == "create":
                self._room(collection, key)
            else:
                raise NotSafeError(f"{operation_id} has consequences ({effect}) beyond what it names")

    def answered(self, exchange: Exchange) -> None:
        """Learn the id of what was made.

        Args:
            exchange: Of a request that was let pass.
        """
        operation = self._document.operations.get(exchange.operation or "")
        if operation is None or not exchange.ok:
            return
        for collection, effect in operation.writes.items():
            if effect == "create":
                try:
                    answer: Any = exchange.json()
                except ValueError:
                    answer = None
                made = cast("dict[str, Any]", answer).get("id") if isinstance(answer, dict) else None
                self.made.setdefault(collection, set()).add(str(made))
                self._journal(collection, str(made))

    def _own(self, collection: str, parameters: dict[str, str]) -> None:
        for value in parameters.values():
            if not value.startswith(self._prefix) and value not in self.made.get(collection, ()):
                raise NotSafeError(f"{value!r} was not made by this run")

    def _named(self, collection: str, body: bytes, key: str) -> None:
        named = [str(item["id"]) for item in items_in(body)]
        for name in named:
            if not name.startswith(self._prefix):
                raise NotSafeError(f"the id {name!r} does not begin with the prefix of this run")
        if key in KEYLESS:
            return
        for name in named:
            if name not in self.made.setdefault(collection, set()):
                self._journal(collection, name)
                self.made[collection].add(name)

    def _room(self, collection: str, key: str) -> None:
        if key not in KEYLESS and len(self.made.get(collection, ())) >= self._most:
            raise NotSafeError(f"{self._most} of {collection} were made already, and none can be deleted")
