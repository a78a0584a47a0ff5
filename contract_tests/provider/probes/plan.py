"""All probes of one operation, derived from the document alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from contract_tests.provider.coverage import not_found
from contract_tests.provider.probes.choices import choices
from contract_tests.provider.probes.language import Language, Sentence
from contract_tests.provider.probes.parameters import odd_ids, queries
from contract_tests.provider.probes.probe import Probe
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.probes.uploads import uploads
from contract_tests.provider.probes.variants import LONG_LIST, Variant, variants
from contract_tests.provider.resources import Resources, is_form, path_names
from contract_tests.provider.shapes import as_object

if TYPE_CHECKING:
    from ntropy_client.document import Document, Operation

__all__ = ["Planner"]

KEYLESS = {"none": "403", "invalid": "401"}
"""Labels of keys, and what the sandbox answers to them."""
LENIENT = ("400", "404", "409", "413")
"""Where documented, these may answer a request that fits the schema."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNHEARD_OF = "QUERY"
"""A method that no operation has and that a server need not know: it may answer 501 to it, and to no other."""
FAULTS = ("429", "500", "503")
USED_UP = frozenset({"delete", "reset"})
"""After such an effect the item that the path names serves no other probe."""
CAUSED = ("401", "403", "422", "423", *LENIENT)
"""A caller can cause these, or a state can; every other documented error is had as a fault on demand."""


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
        self._references = Resources(document).references
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
        if self._sandbox:
            yield from choices(self._samples, operation)  # before bodies that are large
        yield from self._accepted(operation)
        yield from self._unauthorised(operation)
        yield from self._addressed(operation)
        yield from self._refused(operation)
        yield from self._queried(operation)
        yield from self._methods(operation)
        if self._sandbox:
            yield from self._faults(operation)

    def _accepted(self, operation: Operation) -> Iterator[Probe]:
        success = _success(operation)
        plain = Probe(
            "accepts", operation.id, "a plain request", success, consumes=_consumes(operation), settled=True
        )
        if operation.body_schema is None:
            yield plain
            return
        lenient = [status for status in LENIENT if status in operation.statuses]
        for name, body in self._samples.bodies(operation):
            # What an example refers to need not be there, but in the sandbox it is. Whether members may be
            # left out, or given together, is not always for a schema to say.
            refers = not self._sandbox and "404" in operation.statuses and self._refers(body)
            made_up = "400" in operation.statuses and not name.startswith("example")
            wanted = (*success, *(("404",) if refers else ()), *(("400",) if made_up else ()))
            yield replace(plain, what=name, expected=wanted, body=body)
        if is_form(operation):
            for what, body in uploads(operation, allowed=True, is_sandbox=self._sandbox):
                yield replace(plain, what=what, body=body)
        for variant in self._variants(operation):
            if not variant.allowed or (variant.items > LONG_LIST and not self._sandbox):
                continue
            if variant.path[-1:] == ("id",) and not self._sandbox:
                continue  # an id without the prefix of this run may be somebody's
            yield replace(
                plain,
                what=variant.what,
                expected=(*success, *lenient),
                pointer=f"body{variant.pointer}",
                body=self._samples.fresh(operation, variant.body, keep=variant.path),
            )
        for one in self._sentences(operation):
            if one.allowed:
                wanted = success if one.sensible else (*success, *lenient)
                yield replace(plain, what=one.what, expected=wanted, pointer="body", body=one.statement)

    def _unauthorised(self, operation: Operation) -> Iterator[Probe]:
        # Which of the two a missing or an unknown key gives is not settled.
        denials = tuple(status for status in ("401", "403") if status in operation.statuses)
        body = self._body(operation)
        for key, chosen in KEYLESS.items():
            what = "no key" if key == "none" else "a key that nobody has"
            wanted = (chosen,) if self._sandbox else denials
            yield Probe("auth", operation.id, what, wanted, key=key, body=body)
        if not self._sandbox:
            return
        if "403" in operation.statuses:
            yield Probe(
                "auth", operation.id, "a key without the permission", ("403",), key="forbidden", body=body
            )
        if "423" in operation.statuses:
            yield Probe("auth", operation.id, "a key without credits", ("423",), key="broke", body=body)

    def _addressed(self, operation: Operation) -> Iterator[Probe]:
        """Path ids that nobody has; where the caller chooses the id, they make something."""
        names = path_names(operation)
        if not names:
            return
        parameter = next(one for one in operation.parameters if one.name == names[-1])
        chosen = operation.writes.get(operation.tag) == "upsert"
        nothing = not_found(operation)
        missing = nothing in operation.statuses
        prefix = f"{self._prefix}own-" if chosen else self._prefix
        for what, identity, surely in odd_ids(prefix, parameter):
            plain = what == "an id that nobody has"
            documented = missing and "x-sandbox-choice" not in (operation.response(nothing) or {})
            if chosen:
                wanted = _success(operation) if plain else (*_success(operation), "400", "422")
                wanted = wanted if surely else (*wanted, "4XX")
                documented = True
            elif plain:
                wanted = (nothing,) if missing else ("404", "422", "400")
            elif self._sandbox and "400" in operation.statuses and not operation.id.endswith("_results"):
                wanted = ("400",)  # another form of id is refused as such, where there is such a refusal
            elif self._sandbox:
                wanted = (nothing,)
            else:
                wanted = ("404", "422", "400") if surely else ("4XX",)
            yield Probe(
                "accepts" if chosen else "not-found",
                operation.id,
                what,
                wanted,
                pointer=f"path/{names[-1]}",
                path=dict.fromkeys(names, identity),
                body=self._body(operation),
                documented=documented,
            )

    def _refused(self, operation: Operation) -> Iterator[Probe]:
        if operation.body_schema is None:
            return
        refusal = ("422",) if "422" in operation.statuses else ("4XX",)
        for variant in self._variants(operation):
            if not variant.allowed:
                pointer = f"body{variant.pointer}"
                yield Probe(
                    "refuses", operation.id, variant.what, refusal, pointer=pointer, body=variant.body
                )
        # Whether the schema is at fault, or the sense, is hard to tell of a language.
        senseless = tuple(status for status in ("400", "413", "422") if status in operation.statuses)
        for one in self._sentences(operation):
            if not one.allowed:
                yield Probe(
                    "refuses",
                    operation.id,
                    one.what,
                    senseless,
                    pointer="body",
                    body=one.statement,
                    documented="nobody knows" not in one.what,
                )
        if is_form(operation):
            for what, body in uploads(operation, allowed=False, is_sandbox=self._sandbox):
                yield Probe("refuses", operation.id, what, refusal, pointer="body", body=body)
        for what, content in (("half a body", b'{"id": '), ("bytes that are no text", b"\xff\xfe\x00")):
            yield Probe("refuses", operation.id, what, refusal, pointer="body", raw_body=content)
        if operation.raw.get("requestBody", {}).get("required"):
            yield Probe("refuses", operation.id, "no body", refusal, pointer="body")

    def _queried(self, operation: Operation) -> Iterator[Probe]:
        for one in queries(self._samples.shapes, operation):
            if one.allowed is None:
                choice = (operation.response(422) or {}).get("x-sandbox-choice")
                sure = self._sandbox and choice is not None and one.chosen
                wanted: tuple[str, ...] = ("422",) if sure else ("2XX", "4XX")
                if self._sandbox and not one.chosen:
                    wanted = _success(operation)  # it has no upper limit
                oracle = "choice"
            else:
                wanted = _success(operation) if one.allowed else ("400", "422")
                oracle = "accepts" if one.allowed else "refuses"
            yield Probe(
                oracle,
                operation.id,
                one.what,
                wanted,
                pointer=f"query/{one.name}",
                query=one.query,
                body=self._body(operation),
                consumes=_consumes(operation),
            )

    def _methods(self, operation: Operation) -> Iterator[Probe]:
        if operation.path in self._paths:
            return  # once for each path is enough
        self._paths.add(operation.path)
        # A path without parameters may be a value of another path's: there its methods are described too.
        described = self._document.allowed_methods(operation.path)
        for method in METHODS:
            if method not in described:
                yield Probe(
                    "method",
                    operation.id,
                    f"{method} is not described",
                    ("4XX",),
                    method=method,
                    body={} if method in {"POST", "PUT", "PATCH"} else UNSET,
                )
        yield Probe(
            "method", operation.id, f"{UNHEARD_OF} is not described", ("4XX", "501"), method=UNHEARD_OF
        )

    def _faults(self, operation: Operation) -> Iterator[Probe]:
        more = (status for status in operation.statuses if re.fullmatch("[45][0-9]{2}", status))
        for status in dict.fromkeys((*FAULTS, *(one for one in more if one not in CAUSED))):
            if status in operation.statuses or f"{status[0]}XX" in operation.statuses:
                yield Probe(
                    "fault",
                    operation.id,
                    f"a fault {status}",
                    (status,),
                    body=self._body(operation),
                    headers={"X-Ntropy-Sandbox-Fault": f"status={status}"},
                )

    def _variants(self, operation: Operation) -> Sequence[Variant]:
        shape = self._samples.shape(operation)
        if shape is None:
            return ()
        if self._made is None or self._made[0] != operation.id:
            made: dict[tuple[str, str], Variant] = {}
            for base in self._samples.bases(operation):
                for one in variants(self._samples, shape, base):
                    made.setdefault((one.pointer, one.what), one)
            self._made = (operation.id, list(made.values()))  # of one operation at a time: some are large
        return self._made[1]

    def _sentences(self, operation: Operation) -> Iterator[Sentence]:
        """Statements, where the body is one, or a list of them."""
        shape = self._samples.shape(operation)
        if shape is None:
            return
        each = self._samples.shapes.items(shape)
        language = Language.of(self._samples.shapes, shape if each is None else each)
        if language is None:
            return
        for one in language.sentences():
            # What is checked of the first item has to be checked of the last.
            listed = [one.statement] if one.allowed else [language.large(1), one.statement]
            yield one if each is None else replace(one, statement=listed)

    def _body(self, operation: Operation) -> Any:
        return UNSET if operation.body_schema is None else self._samples.minimal(operation)

    def _refers(self, body: object) -> bool:
        """Whether a body names an item of another kind."""
        return any(name in self._references for name in as_object(body) or ())


def _success(operation: Operation) -> tuple[str, ...]:
    return tuple(status for status in operation.statuses if status.startswith("2"))


def _consumes(operation: Operation) -> bool:
    """Whether a request leaves the item that it names of no use to another."""
    if not path_names(operation):
        return False
    return operation.writes.get(operation.tag) in USED_UP
