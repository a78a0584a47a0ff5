"""Sends probes: makes the items that they need, and judges the status that comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import UNSET

from contract_tests.provider.probes.probe import Probe
from contract_tests.provider.probes.room import NoItemError, NoRoomError, NotPaidError, Room
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.resources import Resources, path_names, singular
from contract_tests.provider.run import Exchange, Finding
from contract_tests.provider.shapes import as_list, as_object

if TYPE_CHECKING:
    from contract_tests.provider.api import Api
    from ntropy_client.document import Operation

__all__ = ["SETTLING_SECONDS", "Desk"]

SETTLING_SECONDS = 30.0
"""How long something that was submitted may take to come to its end."""
DESTRUCTIVE = frozenset({"delete", "reset"})
"""What does so to an item leaves it of no use to others."""


class Desk:
    """Makes items and sends probes.

    Args:
        api: The caller.
        samples: Makes bodies.
        is_sandbox: Whether the sandbox answers: there no promise is in doubt.
    """

    def __init__(self, api: Api, samples: Samples, *, is_sandbox: bool) -> None:
        self.api = api
        self.samples = samples
        self.is_sandbox = is_sandbox
        self.resources = Resources(api.document)
        self.room = Room(self.resources, self._delete)
        self._paths: dict[tuple[str, bool], dict[str, str]] = {}
        self._latest: dict[str, str] = {}
        self._making: set[str] = set()
        self._full: set[str] = set()
        samples.refer = self.refer

    def send(self, probe: Probe) -> Exchange:
        """Send a probe and record what it shows.

        Args:
            probe: What to send.

        Returns:
            The exchange.
        """
        operation = self.api.document.operations[probe.operation]
        path = (
            self.path(operation, fresh=probe.consumes, settled=probe.settled)
            if probe.path is None
            else probe.path
        )
        if probe.method is not None:
            exchange = self.api.raw(probe.method, self._filled(operation, path), body=probe.body)
        else:
            exchange = self.submit(operation, probe.body, path=path, probe=probe)
        if not probe.admits(exchange.status):
            self.api.run.add(self._finding(probe, exchange))
        return exchange

    def submit(
        self,
        operation: Operation,
        body: Any = UNSET,
        *,
        path: Mapping[str, str] | None = None,
        probe: Probe | None = None,
        spare: bool = False,
    ) -> Exchange:
        """Call an operation; where it is refused because the collection is full, make room and call it again.

        Args:
            operation: Any.
            body: What to send.
            path: Values of path parameters.
            probe: What else there is to the request.
            spare: Whether what was made here is to stay, so that no room is made.

        Returns:
            The exchange.

        Raises:
            NoRoomError: The collection is full, and of what is left there nothing was made here.
            NotPaidError: What was to be made has to be paid for, and cannot be.
        """
        asked = probe or Probe("", operation.id, "", ())

        def call() -> Exchange:
            return self.api.call(
                operation.id,
                path=path,
                query=asked.query,
                body=body,
                raw_body=asked.raw_body,
                headers=asked.headers,
                key=asked.key,
                repeat=asked.oracle != "fault",
            )

        exchange = call()
        if exchange.unpaid and probe is None:
            raise NotPaidError(f"there are no credits for another {singular(operation.tag)}")
        if exchange.key != "first" or (probe is not None and probe.admits(exchange.status)):
            self._note(operation, exchange)
            return exchange
        if self.room.is_wanting(operation, exchange) and not spare and self.room.make(operation.tag):
            exchange = call()
        if self.room.is_wanting(operation, exchange) and (
            operation.tag in self._full or self.is_full(operation)
        ):
            self._full.add(operation.tag)
            raise NoRoomError(operation.tag, exchange)
        self._note(operation, exchange)
        return exchange

    def _note(self, operation: Operation, exchange: Exchange) -> None:
        if exchange.key == "first":
            self.room.note(operation, exchange)

    def is_full(self, maker: Operation) -> bool:
        """Find out whether a collection has no room: else what was sent is at fault when it is refused.

        Args:
            maker: Makes its items.

        Returns:
            Whether it has items and takes none, not even a plain one.
        """
        lister = self.resources[maker.tag].lister
        if lister is None:
            return False
        plain = self.api.call(maker.id, body=self.samples.minimal(maker))
        if plain.ok:
            self.room.note(maker, plain)
            self.room.make(maker.tag, most=1)
            return False
        try:
            found = as_object(self.api.call(lister.id).json()) or {}
        except ValueError:
            return False
        return bool(as_list(found.get("data")))

    def path(self, operation: Operation, *, fresh: bool, settled: bool = False) -> dict[str, str]:
        """Values for the path parameters, of an item made as the document says.

        Args:
            operation: Any.
            fresh: Whether the item must be a new one.
            settled: Whether to wait until a job is done when the operation is about its results.

        Returns:
            A value for each path parameter.

        Raises:
            NoItemError: None could be made, and the operation writes: it is called on nothing else.
        """
        names = path_names(operation)
        if not names:
            for setup in operation.setup:
                self.refer(self.api.document.operations[setup].tag)
            return {}
        known = self._paths.get((operation.id, settled))
        if known is not None and not fresh and not self.room.is_gone(operation.tag, known[names[-1]]):
            return known
        identity = self.make(operation)
        if identity is None and operation.writes and not self.resources[operation.tag].positional:
            raise NoItemError(f"there is no {singular(operation.tag)} to try it on")
        if identity is None:
            examples = {one.name: str(one.raw.get("example", "example")) for one in operation.parameters}
            return {name: examples[name] for name in names}
        path = dict.fromkeys(names, identity)
        if settled and operation.id.endswith("_results"):
            self.api.until(
                lambda: self.api.call(operation.id, path=path).ok, SETTLING_SECONDS, soon=self.is_sandbox
            )
        self._paths[operation.id, settled] = path
        return path

    def make(self, operation: Operation) -> str | None:
        """Make the item that an operation needs, and what else it needs to be there.

        Args:
            operation: One with a path parameter.

        Returns:
            Its id, None when the document does not say how or it could not be made.
        """
        if not operation.setup and operation.writes.get(operation.tag) == "upsert":
            return self.api.new_id(self.resources[operation.tag].reference.removesuffix("_id"))
        identity: str | None = None
        for setup in operation.setup:
            maker = self.api.document.operations[setup]
            made = self.made(maker)
            if maker.tag == operation.tag or identity is None:
                identity = made
            if made is not None and operation.writes.get(maker.tag) not in DESTRUCTIVE:
                self._latest[maker.tag] = made
        return identity

    def made(self, maker: Operation, *, plain: bool = False) -> str | None:
        """Make an item, and give its id; None when that did not go well."""
        path = self.path(maker, fresh=True)
        return self.identity(maker, self.create(maker, plain=plain, path=path), path)

    def create(
        self, maker: Operation, *, plain: bool = False, path: Mapping[str, str] | None = None
    ) -> Exchange:
        """Call an operation that makes an item, with a body that the document gives.

        Args:
            maker: The operation.
            plain: Whether to send only what is required; otherwise the richest example.
            path: Values of its path parameters, None to choose them.

        Returns:
            The exchange.
        """
        examples = list(maker.body_examples.values())
        path = self.path(maker, fresh=True) if path is None else path
        body: Any = UNSET
        if plain and examples:
            body = self.samples.minimal(maker)
        elif examples:
            body = self.samples.fresh(maker, max(examples, key=lambda example: len(str(example))))
        return self.submit(maker, body, path=path)

    def refer(self, collection: str) -> str | None:
        """The id of an item that others may name: the newest one, made when there is none.

        Args:
            collection: Its collection.

        Returns:
            The id, None when none could be made.
        """
        known = self._latest.get(collection)
        maker = self.resources[collection].maker
        if maker is None or (known is not None and not self.room.is_gone(collection, known)):
            return known
        if collection in self._making:
            return None  # its own body names an item of the same collection
        self._making.add(collection)
        try:
            made = self.made(maker)
        finally:
            self._making.discard(collection)
        if made is not None:
            self._latest[collection] = made
        return made

    def identity(
        self, operation: Operation, exchange: Exchange, path: Mapping[str, str] | None = None
    ) -> str | None:
        """The id of the item that an accepted answer is about, None when that cannot be told.

        Args:
            operation: What was called.
            exchange: The answer.
            path: The path parameters that were sent.

        Returns:
            The id in the answer, or else the one in the path.
        """
        if not exchange.ok:
            return None
        try:
            body = as_object(exchange.json())
        except ValueError:
            return None
        made = None if body is None else body.get("id")
        if isinstance(made, str | int):
            return str(made)
        return (
            next(iter((path or {}).values()), None)
            if operation.writes.get(operation.tag) == "upsert"
            else None
        )

    def _delete(self, collection: str, identity: str) -> None:
        deleter = self.resources[collection].deleter
        if deleter is not None:
            self.api.call(deleter.id, path=dict.fromkeys(path_names(deleter), identity))

    @staticmethod
    def _filled(operation: Operation, path: Mapping[str, str]) -> str:
        filled = operation.path
        for name, value in path.items():
            filled = filled.replace(f"{{{name}}}", quote(value, safe=""))
        return filled

    def _finding(self, probe: Probe, exchange: Exchange) -> Finding:
        failed = exchange.status >= 500
        sure = probe.documented or self.is_sandbox or failed
        return Finding(
            part="probes",
            oracle=probe.oracle,
            operation=probe.operation,
            status=exchange.status,
            pointer=f"/request/{probe.pointer}" if probe.pointer else "",
            message=f"{probe.what} is answered {exchange.status}",
            expected=" or ".join(probe.expected),
            actual=str(exchange.status),
            verdict="drifts" if sure else "unknown",
            exchanges=(exchange,),
        )
