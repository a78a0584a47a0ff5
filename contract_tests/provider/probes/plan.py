"""All probes of one operation, derived from the document alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from contract_tests.provider.probes.parameters import odd_ids, queries
from contract_tests.provider.probes.probe import Probe
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.probes.variants import LONG_LIST, Variant, variants
from contract_tests.provider.shapes import as_list, as_object

if TYPE_CHECKING:
    from ntropy_client.document import Document, Operation

__all__ = ["Planner"]

KEYLESS = ("none", "invalid")
LENIENT = ("400", "404", "409", "413")
"""Where documented, these may answer a request that fits the schema."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FAULTS = ("429", "500", "503")


class Planner:
    """Derives probes.

    Args:
        document: What is promised.
        samples: Makes bodies.
        prefix: What ids of this run begin with.
        is_sandbox: Whether faults and keys of the sandbox can be used, and its choices are known.
    """

    def __init__(self, document: Document, samples: Samples, *, prefix: str, is_sandbox: bool) -> None:
        self._document = document
        self._samples = samples
        self._prefix = prefix
        self._sandbox = is_sandbox
        self._paths: set[str] = set()
        self._made: tuple[str, list[Variant]] | None = None

    def plan(self, operation: Operation) -> Iterator[Probe]:
        """All probes of ``operation``, the plainest first.

        Args:
            operation: Of the document.

        Yields:
            The probes, in the order in which they should be sent.
        """
        yield from self._accepted(operation)
        yield from self._unauthorised(operation)
        yield from self._not_found(operation)
        yield from self._refused(operation)
        yield from self._queried(operation)
        yield from self._methods(operation)
        if self._sandbox:
            yield from self._faults(operation)

    def _accepted(self, operation: Operation) -> Iterator[Probe]:
        success = tuple(status for status in operation.statuses if status.startswith("2"))
        plain = Probe(
            "accepts",
            operation.id,
            "a plain request",
            success,
            consumes=bool(operation.writes),
            settled=True,
        )
        if self._samples.shape(operation) is None:
            if operation.body_schema is None:
                yield plain
            return
        for name, body in self._samples.bodies(operation):
            # What an example refers to need not be there, but in the sandbox it is.
            refers = not self._sandbox and "404" in operation.statuses and _refers(body)
            wanted = (*success, "404") if refers else success
            yield replace(plain, what=name, expected=wanted, body=body)
        for variant in self._variants(operation):
            if not variant.allowed or (variant.items > LONG_LIST and not self._sandbox):
                continue
            if variant.path[-1:] == ("id",) and not self._sandbox:
                continue  # an id without the prefix of this run may be somebody's
            lenient = [status for status in LENIENT if status in operation.statuses]
            own = variant.path[-1:] == ("id",)
            body = variant.body if own else self._samples.fresh(operation, variant.body)
            yield replace(
                plain,
                what=variant.what,
                expected=(*success, *lenient),
                pointer=f"body{variant.pointer}",
                body=body,
            )

    def _unauthorised(self, operation: Operation) -> Iterator[Probe]:
        # Which of the two a missing or an unknown key gives is not settled.
        denials = tuple(status for status in ("401", "403") if status in operation.statuses)
        body = self._body(operation)
        for key in KEYLESS:
            what = "no key" if key == "none" else "a key that nobody has"
            yield Probe("auth", operation.id, what, denials, key=key, body=body)
        if not self._sandbox:
            return
        if "403" in operation.statuses:
            yield Probe(
                "auth", operation.id, "a key without the permission", ("403",), key="forbidden", body=body
            )
        if "423" in operation.statuses:
            yield Probe("auth", operation.id, "a key without credits", ("423",), key="broke", body=body)

    def _not_found(self, operation: Operation) -> Iterator[Probe]:
        names = [parameter.name for parameter in operation.parameters if parameter.location == "path"]
        if not names:
            return
        missing = "404" in operation.statuses
        for what, identity, surely in odd_ids(self._prefix):
            plain = what == "an id that nobody has"
            wanted = ("404",) if missing and plain else ("404", "422", "400") if surely else ("4XX",)
            yield Probe(
                "not-found",
                operation.id,
                what,
                wanted,
                pointer=f"path/{names[-1]}",
                path=dict.fromkeys(names, identity),
                body=self._body(operation),
                documented=missing,
            )

    def _refused(self, operation: Operation) -> Iterator[Probe]:
        shape = self._samples.shape(operation)
        if shape is None:
            return
        refusal = tuple(status for status in ("400", "413", "422") if status in operation.statuses)
        for variant in self._variants(operation):
            if variant.allowed:
                continue
            yield Probe(
                "refuses",
                operation.id,
                variant.what,
                refusal,
                pointer=f"body{variant.pointer}",
                body=variant.body,
            )
        for what, content in (("half a body", b'{"id": '), ("bytes that are no text", b"\xff\xfe\x00")):
            yield Probe("refuses", operation.id, what, refusal, pointer="body", raw_body=content)
        if operation.raw.get("requestBody", {}).get("required"):
            yield Probe("refuses", operation.id, "no body", refusal, pointer="body")

    def _queried(self, operation: Operation) -> Iterator[Probe]:
        success = tuple(status for status in operation.statuses if status.startswith("2"))
        for one in queries(self._samples.shapes, operation):
            if one.allowed is None:
                choice = (operation.response(422) or {}).get("x-sandbox-choice")
                sure = self._sandbox and choice is not None and one.chosen
                wanted: tuple[str, ...] = ("422",) if sure else ("2XX", "4XX")
                oracle = "choice"
            else:
                wanted = success if one.allowed else ("400", "422")
                oracle = "accepts" if one.allowed else "refuses"
            yield Probe(
                oracle,
                operation.id,
                one.what,
                wanted,
                pointer=f"query/{one.name}",
                query=one.query,
                body=self._body(operation),
                consumes=bool(operation.writes),
            )

    def _methods(self, operation: Operation) -> Iterator[Probe]:
        if operation.path in self._paths:
            return  # once for each path is enough
        self._paths.add(operation.path)
        described = {one.method for one in self._document.operations.values() if one.path == operation.path}
        for method in METHODS:
            if method not in described:
                yield Probe(
                    "method",
                    operation.id,
                    f"{method} is not described",
                    ("4XX",),
                    method=method,
                    body={} if method in {"POST", "PUT", "PATCH"} else self._none(),
                )

    def _faults(self, operation: Operation) -> Iterator[Probe]:
        for status in FAULTS:
            if status in operation.statuses or f"{status[0]}XX" in operation.statuses:
                yield Probe(
                    "fault",
                    operation.id,
                    f"a fault {status}",
                    (status,),
                    body=self._body(operation),
                    headers={"X-Ntropy-Sandbox-Fault": f"status={status}"},
                )

    def _variants(self, operation: Operation) -> list[Variant]:
        shape = self._samples.shape(operation)
        if self._made is None or self._made[0] != operation.id:
            full = None if shape is None else self._samples.full(operation)
            made = [] if shape is None else list(variants(self._samples, shape, full))
            self._made = (operation.id, made)  # of one operation at a time: some are large
        return self._made[1]

    def _body(self, operation: Operation) -> Any:
        return self._none() if self._samples.shape(operation) is None else self._samples.minimal(operation)

    @staticmethod
    def _none() -> Any:
        return UNSET


def _refers(body: object) -> bool:
    """Whether a body names an item of another kind."""
    return any(name.endswith("_id") for name in as_object(body) or ())


def _size(body: object) -> int:
    """How many items a body has: what it can cost."""
    members = as_object(body)
    values: list[object] = [body] if members is None else list(members.values())
    return max((len(items) for items in map(as_list, values) if items is not None), default=1)
