"""Keep a check off what it did not make: a customer's account is left as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, cast

import httpx

from contract_tests.provider.credits import items_in, objects_in
from contract_tests.provider.resources import Resource, Resources
from contract_tests.provider.run import Exchange

if TYPE_CHECKING:
    from ntropy_client.document import Document, Operation

__all__ = ["Guard", "NotSafeError"]

KEYLESS = frozenset(("none", "invalid"))
MOST_DELETABLE = 5
"""Of a collection whose items are deleted in the end."""


class NotSafeError(Exception):
    """The request could have changed what this run did not make; it was not sent."""


class Guard:
    """Asked before each request.

    Args:
        document: Says what each operation writes.
        prefix: What the ids made by this run begin with.
        journal: Told of each id before it is used for the first time.
        most: How many items of each collection that cannot be deleted may be made.
        forbidden: Operations that are not to be called, each with the reason.
    """

    def __init__(
        self,
        document: Document,
        prefix: str,
        journal: Callable[[str, str], None],
        *,
        most: int,
        forbidden: Mapping[str, str] | None = None,
    ) -> None:
        self.made: dict[str, set[str]] = {}
        """Collection to the ids that this run made, or may have made."""
        self.pending: set[str] = set()
        """Collections in which something may have been made whose id did not come back."""
        self.made_up: set[str] = set()
        """Ids that this run made up, and that nobody has."""
        self._document = document
        self._resources = Resources(document)
        self._prefix = prefix
        self._journal = journal
        self._most = most
        self.forbidden: Mapping[str, str] = forbidden or {}

    def __call__(self, operation_id: str | None, request: httpx.Request, key: str) -> None:
        """Let a request pass, or not.

        Args:
            operation_id: What it is for, None when the document does not know.
            request: About to be sent.
            key: Label of its key.

        Raises:
            NotSafeError: It must not be sent.
        """
        if operation_id is not None and operation_id in self.forbidden:
            raise NotSafeError(f"{operation_id} is not to be called: {self.forbidden[operation_id]}")
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        if operation_id is None:
            raise NotSafeError(
                f"{request.method} {request.url.path} is not documented: what it does is unknown"
            )
        operation = self._document.operations[operation_id]
        if "x-writes" not in operation.raw:
            raise NotSafeError(f"{operation_id} does not say what it writes")
        path = request.url.raw_path.partition(b"?")[0].decode()
        path = "/v3" + path.partition("/v3")[2]
        matched = self._document.match(operation.method, path)
        named = matched[1] if matched else {}
        self._refers(request.content)
        for collection, effect in operation.writes.items():
            self._effect(operation, collection, effect, named, request.content, key)

    def answered(self, exchange: Exchange) -> None:
        """Learn the id of what was made.

        Args:
            exchange: Of a request that was let pass.
        """
        operation = self._document.operations.get(exchange.operation or "")
        if operation is None:
            return
        self.pending.discard(operation.tag)
        if not exchange.ok:
            return
        for collection, effect in operation.writes.items():
            if effect == "create" and not self._resources[collection].by_body:
                try:
                    answer: Any = exchange.json()
                except ValueError:
                    answer = None
                made = cast("dict[str, Any]", answer).get("id") if isinstance(answer, dict) else None
                self.made.setdefault(collection, set()).add(str(made))
                self._journal(collection, str(made))

    def _effect(
        self,
        operation: Operation,
        collection: str,
        effect: str,
        named: Mapping[str, str],
        content: bytes,
        key: str,
    ) -> None:
        resource = self._resources[collection]
        if effect in ("update", "delete", "reset"):
            self._own(collection, named)
        elif effect == "upsert" and resource.by_path:
            self._note(collection, named.values(), key)
        elif effect in ("upsert", "eventual"):
            self._named(collection, content, key)
        elif effect == "create":
            if resource.by_body:
                self._named(collection, content, key)
            self._room(resource, key)
            if not resource.by_body and key not in KEYLESS:
                self.pending.add(collection)
        elif effect == "cascade":
            if "delete" not in operation.writes.values():
                raise NotSafeError(f"{operation.id} has consequences beyond what it names")
        elif effect != "replace":  # which is forbidden, unless the whole was saved
            raise NotSafeError(f"{operation.id} has an effect that is not known: {effect}")

    def _refers(self, content: bytes) -> None:
        for fields in objects_in(content):
            for name, collection in self._resources.references.items():
                if isinstance(fields.get(name), str):
                    self._own(collection, {name: fields[name]})

    def _own(self, collection: str, parameters: Mapping[str, str]) -> None:
        positional = self._resources[collection].positional
        for value in parameters.values():
            mine = value in self.made_up or (value.startswith(self._prefix) and not positional)
            if not mine and value not in self.made.get(collection, ()):
                raise NotSafeError(f"{value!r} was not made by this run")

    def _named(self, collection: str, body: bytes, key: str) -> None:
        self._note(collection, [str(item["id"]) for item in items_in(body)], key)

    def _note(self, collection: str, named: Collection[str], key: str) -> None:
        for name in named:
            if not name.startswith(self._prefix):
                raise NotSafeError(f"the id {name!r} does not begin with the prefix of this run")
        if key in KEYLESS:
            return
        for name in named:
            if name not in self.made.setdefault(collection, set()):
                self._journal(collection, name)
                self.made[collection].add(name)

    def _room(self, resource: Resource, key: str) -> None:
        # One that is named in the body was counted already.
        made = len(self.made.get(resource.tag, ())) - int(resource.by_body)
        most = self._most if resource.deleter is None else MOST_DELETABLE
        if key not in KEYLESS and made >= most:
            raise NotSafeError(f"{most} of {resource.tag} were made already, and there are to be no more")
