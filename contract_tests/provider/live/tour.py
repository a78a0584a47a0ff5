"""Calls every operation of a collection once or twice, on what this run made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from contract_tests.provider.coverage import can_be_invalid, not_found
from contract_tests.provider.live.bodies import Bodies
from contract_tests.provider.live.claims import Claims
from contract_tests.provider.live.settling import PROCESSING, WAIT_SECONDS
from contract_tests.provider.probes.parameters import nobody
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.resources import Resource, Resources, path_names
from contract_tests.provider.run import Exchange
from contract_tests.provider.shapes import as_list, as_object
from contract_tests.provider.tidying import listed

if TYPE_CHECKING:
    from contract_tests.provider.api import Api
    from contract_tests.provider.guard import Guard
    from contract_tests.provider.options import Options
    from contract_tests.provider.target import Target
    from ntropy_client.document import Operation

__all__ = ["Tour"]

KEYLESS = ("none", "invalid")
COMPLETED = "completed"
EVERYBODYS = {"categories": "consumer"}
"""Items that every account has."""
Path = Mapping[str, str]


class Tour:
    """One visit to an account.

    Args:
        api: The caller, guarded.
        guard: Keeps it off what it did not make.
        target: Whose account it is.
        options: What was allowed.
    """

    def __init__(self, api: Api, guard: Guard, target: Target, options: Options) -> None:
        self.api = api
        self.guard = guard
        self.target = target
        self.resources = Resources(target.document)
        self._samples = Samples(target.document, api.new_id)
        self._latest: dict[str, str] = {}
        self._samples.refer = self._latest.get
        self._bodies = Bodies(self._samples, options.webhook_url)
        self.claims = Claims(target.run)
        self._skipped = target.run.skipped
        self._sent: dict[str, Any] = {}
        self._removed: set[str] = set()
        self._turn = 0

    def order(self, operations: Collection[str] | None) -> list[Resource]:
        """The collections, each after those that its items name or need.

        Args:
            operations: Only what these operations need; None for all.

        Returns:
            The collections.
        """
        found: dict[str, set[str]] = {tag: set() for tag in self.resources}
        for one in self.target.document.operations.values():
            found[one.tag] |= {self.target.document.operations[setup].tag for setup in one.setup}
            if one.body_schema is not None:
                body = self._samples.bases(one)[-1]
                members = as_object(body) or {}
                lists = [as_object(item) or {} for value in members.values() for item in as_list(value) or ()]
                for name in {name for each in (members, *lists) for name in each}:
                    found[one.tag] |= {self._samples.references.get(name, one.tag)}
        needs = {tag: sorted(others - {tag}) for tag, others in found.items()}
        wanted = (
            set(needs) if operations is None else {self.target.document.operations[n].tag for n in operations}
        )
        while any(set(needs[tag]) - wanted for tag in wanted):
            wanted |= {other for tag in wanted for other in needs[tag]}
        return [self.resources[tag] for tag in TopologicalSorter(needs).static_order() if tag in wanted]

    def visit(self, resource: Resource) -> None:
        """Call every operation of a collection; what deletes is left for the end.

        Args:
            resource: The collection.
        """
        own = [one for one in self.target.document.operations.values() if one.tag == resource.tag]
        first = [one for one in (resource.lister, resource.maker) if one is not None]
        # What shows an item comes before what changes it, and what changes the whole comes last.
        rest = sorted(
            (one for one in own if one not in first),
            key=lambda one: (one == resource.replacer, bool(path_names(one)), one != resource.reader),
        )
        for operation in (*first, *rest):
            if operation.id not in self._skipped and operation.id not in self.guard.forbidden:
                self._call(resource, operation)

    def remove(self, resource: Resource, remover: Operation, path: Path) -> bool:
        """Delete an item; the first of a collection is also asked for and deleted once more.

        Args:
            resource: The collection.
            remover: Deletes it.
            path: Names it.

        Returns:
            Whether it is gone.
        """
        identity = next(iter(path.values()))
        mine = identity == self._latest.get(resource.tag)
        exchange = self.api.call(remover.id, path=path)
        gone = exchange.ok or exchange.status == 404
        self.claims.expect(exchange, *_success(remover), *(() if mine else ("404",)))
        if exchange.ok and resource.tag not in self._removed and remover is resource.deleter:
            self._removed.add(resource.tag)
            for after in (resource.reader, remover):
                if after is not None and after.id not in self.guard.forbidden:
                    self.claims.expect(self.api.call(after.id, path=path), *self._missing(after))
        return gone

    def _call(self, resource: Resource, operation: Operation) -> None:
        path = self._path(resource, operation)
        lacking = resource.tag if path is None else self._bodies.lacking(operation)
        if path is None or lacking is not None:
            self._skipped[operation.id] = f"nothing could be made in {lacking} to call it with"
            return
        body = UNSET if operation.body_schema is None else self._bodies.good(operation)
        self._turn += 1
        keyless = self.api.call(operation.id, path=path, body=body, key=KEYLESS[self._turn % 2])
        self.claims.expect(keyless, "401", "403")
        self.guard.answered(keyless)
        if path and operation.writes.get(resource.tag) != "upsert":
            unknown = {
                one.name: nobody(self.api.prefix, one) for one in operation.parameters if one.name in path
            }
            self.guard.made_up |= set(unknown.values())
            self.claims.expect(
                self.api.call(operation.id, path=unknown, body=body), *self._missing(operation)
            )
        if can_be_invalid(operation) and not self._is_spent(resource, operation):
            self._invalid(operation, path)
        if self._is_spent(resource, operation):
            self._skipped[operation.id] = f"one of {resource.tag} was made by a request that is not valid"
        elif operation not in (resource.deleter, resource.resetter, resource.replacer):
            self._valid(resource, operation, path, body)
        elif operation is resource.replacer or resource.positional:
            self._settled(resource, operation, path)

    def _valid(self, resource: Resource, operation: Operation, path: Path, body: Any) -> None:
        limited = any(one.name == "limit" for one in operation.parameters)
        if operation.id.endswith("_results"):
            self._results(resource, operation, path)
            return
        exchange = self.api.call(operation.id, path=path, body=body, query={"limit": 2} if limited else ())
        full = {"413"} if resource.by_body or resource.positional else {"400", "409", "413"}
        if operation is resource.maker and str(exchange.status) in full & set(operation.statuses):
            self._skipped[operation.id] = f"it was refused with {exchange.status}: the account has no room"
            return
        self.claims.expect(exchange, *_success(operation))
        self.guard.answered(exchange)
        made = self._identity(operation, exchange, path)
        if made is not None and operation is resource.maker:
            self._latest[resource.tag] = made
            self._sent[resource.tag] = body
        elif made is not None and resource.maker is None:
            self._latest.setdefault(resource.tag, made)

    def _is_spent(self, resource: Resource, operation: Operation) -> bool:
        """Whether there is one already of what can be made only once, since it cannot be deleted."""
        lasting = resource.deleter is None and operation.writes.get(resource.tag) == "create"
        return lasting and bool(self.guard.made.get(resource.tag))

    def _invalid(self, operation: Operation, path: Path) -> None:
        if operation.body_schema is not None:
            exchange = self.api.call(operation.id, path=path, body=self._bodies.wrong(operation))
            self.guard.answered(exchange)
        else:
            name = next((one.name for one in operation.parameters if one.name == "limit"), None)
            if name is None:
                return
            exchange = self.api.call(operation.id, path=path, query={name: "many"})
        self.claims.expect(exchange, "422", *({"400"} & set(operation.statuses)))

    def _settled(self, resource: Resource, operation: Operation, path: Path) -> None:
        """What holds for the whole account is put there as it is, with and then without the item of this run."""
        if operation is resource.replacer and resource.lister is not None:
            items = listed(self.api, resource.lister)
            if items is not None:
                self.claims.expect(self.api.call(operation.id, body=items), *_success(operation))
            return
        self.claims.expect(self.api.call(operation.id, path=path), *_success(operation))
        # Another item may be at that position now.
        self.guard.made.get(resource.tag, set()).difference_update(path.values())

    def _results(self, resource: Resource, operation: Operation, path: Path) -> None:
        early = self.api.call(operation.id, path=path)
        reader = resource.reader
        latest = [""]

        def ended() -> bool:
            shown = (
                None
                if reader is None
                else self.claims.expect(self.api.call(reader.id, path=path), *_success(reader))
            )
            latest[0] = str(_member(shown, "status"))
            return latest[0] != PROCESSING

        if not (ended() or self.api.until(ended, WAIT_SECONDS)):
            self._skipped[operation.id] = f"the job was not done after {WAIT_SECONDS:.0f} s"
            if early.ok:
                self.claims.add(early, "results of a job that is processing", "4xx")
        elif latest[0] == COMPLETED:
            results = self.claims.expect(self.api.call(operation.id, path=path), *_success(operation))
            self._same_ids(results, self._sent.get(resource.tag))
        else:
            self._skipped[operation.id] = f"the job ended as {latest[0]}"

    def _same_ids(self, results: Exchange, body: Any) -> None:
        wanted = [one for value in (as_object(body) or {}).values() for one in _ids(value)]
        try:
            answer = as_object(results.json()) or {}
        except ValueError:
            return  # conformance tells what it is
        got = [one for value in answer.values() for one in _ids(value)]
        if results.ok and wanted and got != wanted:
            self.claims.add(
                results, "results are not those of the submitted items, in order", str(wanted), str(got)
            )

    def _path(self, resource: Resource, operation: Operation) -> Path | None:
        names = path_names(operation)
        if not names:
            return {}
        if operation.writes.get(resource.tag) == "upsert":
            return dict.fromkeys(names, self.api.new_id(resource.reference.removesuffix("_id")))
        for setup in operation.setup:
            maker = self.target.document.operations[setup]
            if maker.tag != resource.tag and maker.id not in self._skipped:
                # Another one than the item has already.
                self._valid(self.resources[maker.tag], maker, {}, self._bodies.good(maker))
        own = self._own(resource.tag)
        return None if own is None else dict.fromkeys(names, own)

    def _own(self, collection: str) -> str | None:
        return self._latest.get(
            collection, EVERYBODYS.get(collection) if not self._may_make(collection) else None
        )

    def _may_make(self, collection: str) -> bool:
        maker = self.resources[collection].maker
        return maker is not None and maker.id not in self.guard.forbidden

    def _identity(self, operation: Operation, exchange: Exchange, path: Path) -> str | None:
        if not exchange.ok:
            return None
        made = _member(exchange, "id")
        if made is None and operation.writes.get(operation.tag) == "upsert":
            return next(iter(path.values()), None)
        return None if made is None else str(made)

    def _missing(self, operation: Operation) -> tuple[str, ...]:
        """The statuses that may answer a path which names nothing."""
        status = not_found(operation)
        response = operation.response(status)
        settled = response is not None and "x-sandbox-choice" not in response
        return (status,) if settled or self.target.is_sandbox else ("4XX",)


def _success(operation: Operation) -> tuple[str, ...]:
    return tuple(status for status in operation.statuses if status.startswith("2"))


def _member(exchange: Exchange | None, name: str) -> object:
    if exchange is None:
        return None
    try:
        return (as_object(exchange.json()) or {}).get(name)
    except ValueError:
        return None


def _ids(value: object) -> list[object]:
    items = [as_object(item) for item in as_list(value) or ()]
    return [one["id"] for one in items if one is not None and "id" in one]
