"""States in which the document lets a request that fits its schema be refused, and how to get there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import UNSET

from contract_tests.provider.forms import File
from contract_tests.provider.probes.desk import SETTLING_SECONDS, Desk
from contract_tests.provider.probes.language import Language
from contract_tests.provider.resources import is_form, path_names
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_list, as_object

if TYPE_CHECKING:
    from ntropy_client.document import Operation

__all__ = ["Troubles"]

MOST = 12
"""More items than a collection that may have only so many is known to hold."""
SIZES = (300_000, 3_000_000)
"""Bytes: more than any number that was ever published for what may be too large."""
BROKEN = "sandbox:batch-error"
"""A job with this in the description of an item fails in the sandbox."""
NOT_READABLE = File(b"this is not what it should be")


class Claim(Protocol):
    """Records what is wrong with an answer."""

    def __call__(
        self, exchange: Exchange, message: str, expected: str, actual: str, pointer: str = ""
    ) -> None: ...


class Troubles:
    """Brings a server into such states.

    Args:
        desk: Makes items.
        claim: Records what is wrong.
    """

    def __init__(self, desk: Desk, claim: Claim) -> None:
        self._desk = desk
        self._api = desk.api
        self._claim = claim

    def play(self, operation: Operation) -> None:
        """Bring about every state that fits an operation.

        Args:
            operation: Of the document.
        """
        resource = self._desk.resources[operation.tag]
        if operation.id.endswith("_results") and operation.setup:
            self._unfinished(operation)
            self._failed(operation)
        if operation == resource.maker and operation.writes.get(operation.tag) == "create":
            if resource.by_body:
                self._twice(operation)
            elif not resource.positional and "400" in operation.statuses:
                self._full(operation)
        if "413" in operation.statuses:
            self._too_large(operation)
        if self._desk.is_sandbox and path_names(operation):
            self._no_text(operation)
        if self._desk.is_sandbox and operation == resource.lister:
            self._foreign(operation)

    def _refusals(self, operation: Operation, *statuses: str) -> list[str]:
        """The documented ones of some statuses; of the sandbox those that it chose."""
        wanted = [status for status in statuses if status in operation.statuses]
        if self._desk.is_sandbox:
            chosen = [one for one in wanted if "x-sandbox-choice" in (operation.response(one) or {})]
            wanted = chosen or wanted
        return wanted

    def _expect(self, exchange: Exchange, wanted: list[str], message: str) -> None:
        if str(exchange.status) not in wanted:
            self._claim(exchange, message, " or ".join(wanted), str(exchange.status))

    def _unfinished(self, operation: Operation) -> None:
        exchange = self._api.call(operation.id, path=self._desk.path(operation, fresh=True))
        if exchange.ok and self._api.world.clock is None:
            return  # it may have come to its end meanwhile
        wanted = self._refusals(operation, "400", "404", "409")
        self._expect(exchange, wanted, "results of a job that is not done are not refused")

    def _failed(self, operation: Operation) -> None:
        """A job that fails has no results."""
        resource = self._desk.resources[operation.tag]
        maker, reader = resource.maker, resource.reader
        if maker is None or reader is None or not (is_form(maker) or self._desk.is_sandbox):
            return
        made = self._desk.identity(maker, self._desk.submit(maker, self._failing(maker)))
        if made is None:
            return
        path = dict.fromkeys(path_names(reader), made)
        first = self._status(reader, path)
        if not self._api.until(lambda: self._status(reader, path) != first, SETTLING_SECONDS):
            return
        wanted = self._refusals(operation, "400", "404", "409")
        exchange = self._api.call(operation.id, path=path)
        self._expect(exchange, wanted, "results of a job that failed are not refused")

    def _failing(self, maker: Operation) -> Any:
        body = self._desk.samples.minimal(maker)
        fields = dict(as_object(body) or {})
        if is_form(maker):
            return dict.fromkeys(fields, NOT_READABLE)
        for name, value in fields.items():
            items = as_list(value)
            if items:
                fields[name] = [{**dict(as_object(item) or {}), "description": BROKEN} for item in items]
        return fields

    def _status(self, reader: Operation, path: Mapping[str, str]) -> object:
        exchange = self._api.call(reader.id, path=path)
        try:
            return (as_object(exchange.json()) or {}).get("status")
        except ValueError:
            return None

    def _twice(self, operation: Operation) -> None:
        """An id that is in use cannot be given to another item, and the first one stays as it was."""
        body = self._desk.samples.full(operation)
        self._desk.submit(operation, body)
        other = {**self._desk.samples.minimal(operation), "id": body["id"]}
        wanted = self._refusals(operation, "400", "409")
        self._expect(self._desk.submit(operation, other), wanted, "an id that is in use is not refused")

    def _full(self, operation: Operation) -> None:
        """A collection that may have only so many items refuses one more."""
        if not self._desk.is_sandbox:
            return
        self._desk.room.make(operation.tag)
        last: Exchange | None = None
        for _ in range(MOST):
            last = self._api.call(operation.id, body=self._desk.samples.minimal(operation))
            if not last.ok:
                break
            self._desk.room.note(operation, last)
        if last is not None:
            self._expect(last, ["400"], f"{MOST} items can be made")
        self._desk.room.make(operation.tag)

    def _no_text(self, operation: Operation) -> None:
        """An id that is no text is refused, wherever it stands in the path."""
        for encoded in ("%FF", "a%C0%AF", "%E9b"):
            path = operation.path
            for name in path_names(operation):
                path = path.replace(f"{{{name}}}", encoded)
            body = UNSET if operation.body_schema is None else self._desk.samples.minimal(operation)
            exchange = self._api.raw(operation.method, path, body=body, operation=operation.id)
            self._expect(exchange, ["422"], "an id that is no text is not refused")

    def _foreign(self, operation: Operation) -> None:
        """A cursor belongs to the list that gave it."""
        for resource in self._desk.resources.values():
            other = resource.lister
            names = (
                {one.name for one in operation.parameters},
                {one.name for one in other.parameters} if other else set[str](),
            )
            if (
                other is None
                or other == operation
                or resource.maker is None
                or not all("cursor" in one for one in names)
            ):
                continue
            for _ in range(2):
                self._desk.made(resource.maker)
            page = self._api.call(other.id, query={"limit": 1})
            try:
                cursor = (as_object(page.json()) or {}).get("next_cursor")
            except ValueError:
                return
            if isinstance(cursor, str) and cursor:
                exchange = self._api.call(operation.id, query={"cursor": cursor})
                self._expect(exchange, ["422"], "a cursor of another list is not refused")
                return

    def _too_large(self, operation: Operation) -> None:
        """What is larger than anybody allows is refused; how large that is nobody says."""
        shapes, shape = self._desk.samples.shapes, self._desk.samples.shape(operation)
        each = None if shape is None else shapes.items(shape)
        language = None if shape is None else Language.of(shapes, each or shape)
        if language is None:
            return
        exchange: Exchange | None = None
        for size in SIZES:
            statement = language.large(size)
            path = self._desk.path(operation, fresh=False)
            body = statement if each is None else [statement]
            exchange = self._api.call(operation.id, path=path, body=body)
            if not exchange.ok:
                break
        if exchange is not None and (self._desk.is_sandbox or not exchange.ok):
            self._expect(exchange, ["413"], f"{SIZES[-1]:,} bytes are not too large")
