"""The careful check: a few requests on a customer's account, which is left as it was.

It changes only what it made itself, under ids that begin with the prefix of the run. Batches cannot
be deleted, so it makes at most one; its transactions are deleted like the others.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from contract_tests.provider.api import Api
from contract_tests.provider.guard import Guard
from contract_tests.provider.journal import Journal
from contract_tests.provider.run import Exchange, Finding
from contract_tests.provider.target import Target

__all__ = ["run"]

PART = "live"
WAIT_SECONDS = 120.0
REFUSED = (401, 403)
Json = dict[str, Any]


def run(target: Target, out: Path, *, operations: Collection[str] | None = None) -> None:
    """Call each operation as far as that is safe; findings are added to the target's run.

    Args:
        target: Whose account is used.
        out: Directory in which the ids are written down before they are used.
        operations: What counts; the others are called where these need them.

    Raises:
        CouldNotRunError: The ids cannot be written down, or no response came.
    """
    journal = Journal(out / "created.jsonl")
    guard = Guard(target.document, target.prefix, journal, most=1)
    visit = _Visit(target, guard, journal)
    try:
        visit.read_lists()
        visit.transaction()
        visit.batch()
    finally:
        try:
            visit.clean()
        finally:
            journal.close()


class _Visit:
    def __init__(self, target: Target, guard: Guard, journal: Journal) -> None:
        self._target = target
        self._guard = guard
        self._journal = journal
        self._api: Api = target.api(PART, guard=guard)
        self._gone: set[str] = set()

    def read_lists(self) -> None:
        """Lists are read, refused without a key, and refused when the query is wrong."""
        for operation in ("transactions_list", "batches_list"):
            self._refused_without_key(operation)
            self._expect(self._api.call(operation, query={"limit": 2}), 200)
            self._expect(self._api.call(operation, query={"limit": "many"}), 422)

    def transaction(self) -> None:
        """One transaction is enriched, read, assigned and deleted."""
        api, body = self._api, self._body()
        identity = str(body["id"])
        unknown = {"id": api.new_id("never-made")}
        self._refused_without_key("transactions_create", body=body)
        self._expect(api.call("transactions_create", body=body | {"amount": -1}), 422)
        self._expect(self._call("transactions_create", body=body), 200)
        for operation in ("transactions_get", "transactions_assign", "transactions_delete"):
            holder = {"account_holder_id": api.new_id("holder")} if operation.endswith("assign") else None
            sent: Json = {"body": holder} if holder else {}
            self._refused_without_key(operation, path={"id": identity}, **sent)
            self._expect(api.call(operation, path=unknown, **sent), 404)
        self._expect(api.call("transactions_get", path={"id": identity}), 200)
        self._expect(api.call("transactions_assign", path={"id": identity}, body={}), 422)
        moved = api.call(
            "transactions_assign", path={"id": identity}, body={"account_holder_id": api.new_id("holder")}
        )
        if self._expect(moved, 200, 404).status == 404:
            reason = "it needs an account holder, and none can be made and taken away again"
            self._target.run.skipped["transactions_assign"] = reason
        self._delete(identity)
        self._expect(api.call("transactions_get", path={"id": identity}), 404)
        self._expect(api.call("transactions_delete", path={"id": identity}), 404)

    def batch(self) -> None:
        """One batch of one transaction is submitted, watched and read."""
        api = self._api
        example = next(iter(self._target.document.operations["batches_create"].body_examples.values()))
        body: Json = copy.deepcopy(dict(example)) | {"data": [self._body()]}
        self._refused_without_key("batches_create", body=body)
        self._expect(api.call("batches_create", body=body | {"data": [self._body() | {"amount": -1}]}), 422)
        for operation in ("batches_get", "batches_results"):
            self._expect(api.call(operation, path={"id": api.new_id("never-made")}), 404)
        if self._guard.made.get("batches"):
            self._target.run.skipped["batches_create"] = "a batch was made by a request that is not valid"
            return
        made = self._expect(self._call("batches_create", body=body), 200)
        identity = _field(made, "id")
        if not made.ok or identity is None:
            return
        for operation in ("batches_get", "batches_results"):
            self._refused_without_key(operation, path={"id": identity})
        latest = [made]

        def ended() -> bool:
            latest.append(self._expect(api.call("batches_get", path={"id": identity}), 200))
            return _field(latest[-1], "status") != "processing"

        results = api.call("batches_results", path={"id": identity})
        if ended() or api.until(ended, WAIT_SECONDS):
            if _field(latest[-1], "status") == "completed":
                results = self._expect(api.call("batches_results", path={"id": identity}), 200)
                self._same_ids(results, body)
        else:
            self._target.run.skipped["batches_results"] = f"the batch was not done after {WAIT_SECONDS:.0f} s"
            if results.ok:
                self._add(results, "status", "results of a batch that is processing", "4xx")

    def clean(self) -> None:
        """Delete every transaction that was made, or may have been."""
        for identity in sorted(self._guard.made.get("transactions", set()) - self._gone):
            self._delete(identity, must_exist=False)
        left = sorted(self._guard.made.get("batches", ()))
        notes = self._target.run.notes
        notes.append(f"{self._target.world.sent} requests; all that can be deleted was")
        if left:
            notes.append(f"1 batch stays, since the API cannot delete batches: {', '.join(left)}")

    def _call(self, operation: str, *, body: Json) -> Exchange:
        answer = self._api.call(operation, body=body)
        self._guard.answered(answer)
        return answer

    def _delete(self, identity: str, *, must_exist: bool = True) -> None:
        answer = self._api.call("transactions_delete", path={"id": identity})
        self._expect(answer, 204, *(() if must_exist else (404,)))
        if answer.status in (204, 404):
            self._gone.add(identity)
            self._journal.deleted("transactions", identity)

    def _body(self) -> Json:
        examples = self._target.document.operations["transactions_create"].body_examples
        smallest = min(examples.values(), key=len)
        return copy.deepcopy(dict(smallest)) | {"id": self._api.new_id()}

    def _refused_without_key(
        self, operation: str, *, path: Mapping[str, str] | None = None, body: Json | None = None
    ) -> None:
        for key in ("none", "invalid"):
            sent: Json = {} if body is None else {"body": body}
            self._expect(self._api.call(operation, path=path, key=key, **sent), *REFUSED)

    def _same_ids(self, results: Exchange, body: Json) -> None:
        wanted = [item["id"] for item in body["data"]]
        try:
            got = [item["id"] for item in results.json()["results"]]
        except (ValueError, TypeError, KeyError, IndexError):
            got = None
        if got != wanted:
            self._add(
                results, "results", "results are not those of the submitted items, in order", str(wanted)
            )

    def _expect(self, exchange: Exchange, *statuses: int) -> Exchange:
        if exchange.status not in statuses:
            self._add(
                exchange,
                "status",
                f"answered {exchange.status}",
                " or ".join(str(status) for status in statuses),
            )
        return exchange

    def _add(self, exchange: Exchange, oracle: str, message: str, expected: str) -> None:
        self._target.run.add(
            Finding(
                part=PART,
                oracle=oracle,
                operation=exchange.operation,
                status=exchange.status,
                pointer="",
                message=message,
                expected=expected,
                actual=str(exchange.status),
                exchanges=(exchange,),
            )
        )


def _field(exchange: Exchange, name: str) -> str | None:
    try:
        value: Any = exchange.json()[name]
    except (ValueError, TypeError, KeyError, IndexError):
        return None
    return value if isinstance(value, str) else None
