"""Which answers a run must have seen before its silence means anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from contract_tests.provider.run import Exchange, Finding, Run
from contract_tests.provider.unpaid import dependents, not_paid
from ntropy_client.document import Document, Operation

__all__ = ["Expectation", "Seen", "expected", "judge", "look", "not_found"]

PART = "coverage"
REFUSALS = (401, 403)
FAULT_HEADER = "x-ntropy-sandbox-fault"
Group = Literal["required", "scenario", "fault", "never"]

_SCENARIO = frozenset(("400", "409", "413"))


@dataclass(frozen=True, slots=True)
class Expectation:
    """Statuses of an operation of which one is enough.

    Attributes:
        operation: Id of the operation.
        statuses: As documented, any of which will do.
        group: "required": any caller can cause it; "scenario": it takes a certain state; "fault": it
            takes a sandbox that can be told to fail, or a special key; "never": nobody can cause it.
        name: Of the expectation within the operation, such as "200" or "401 or 403".
    """

    operation: str
    statuses: frozenset[str]
    group: Group
    name: str


@dataclass(frozen=True, slots=True)
class Seen:
    """An expectation and whether it was met."""

    expectation: Expectation
    met: bool


def expected(operation: Operation, *, is_sandbox: bool = True) -> tuple[Expectation, ...]:
    """Derive what should be seen of an operation from what the document says about it.

    Args:
        operation: Of the document.
        is_sandbox: Whether what the sandbox chose can be expected.

    Returns:
        One expectation for each documented status; statuses of which the document leaves open which one
        comes are one together: those without a key, and those of results that there are none of.
    """
    found: list[Expectation] = []

    def add(group: Group, *statuses: str) -> None:
        found.append(Expectation(operation.id, frozenset(statuses), group, " or ".join(statuses)))

    refusals = [status for status in ("401", "403") if status in operation.statuses]
    if refusals and is_secured(operation):
        add("required", *refusals)
    scenario = [
        status for status in operation.statuses if status in _SCENARIO and status != not_found(operation)
    ]
    chosen = [status for status in scenario if _is_chosen(operation, status)]
    one_of = scenario if chosen and len(chosen) < len(scenario) else []
    if one_of:
        add("scenario", *one_of)
    for status in operation.statuses:
        if status in one_of:
            continue
        if status == not_found(operation) and _has_id(operation):
            add("required" if is_sandbox or not _is_chosen(operation, status) else "scenario", status)
        elif status.startswith("2"):
            add("required", status)
        elif status == "422":
            add("required" if can_be_invalid(operation) else "never", status)
        elif status in _SCENARIO or status == "404":
            add("scenario", status)
        elif status != "401":
            # A status that nothing here knows can still be had of a sandbox that is told to fail.
            add("fault" if status.isdigit() else "never", status)
    return tuple(found)


def not_found(operation: Operation) -> str:
    """Tell how a path is answered that names nothing.

    Args:
        operation: Of the document.

    Returns:
        The status; it need not be documented.
    """
    return str(operation.raw.get("x-not-found", "404"))


def is_secured(operation: Operation) -> bool:
    """Tell whether an operation needs a key.

    Args:
        operation: Of the document.

    Returns:
        Whether its own or the general security requirement asks for one.
    """
    own: Any = operation.raw.get("security", operation.document.raw.get("security", ()))
    return bool(own)


def can_be_invalid(operation: Operation) -> bool:
    """Tell whether a caller can send something that the document does not allow.

    Args:
        operation: Of the document.

    Returns:
        True with a body, or with a parameter that is not merely a string.
    """
    return operation.body_schema is not None or any(
        _is_narrow(
            operation.document, cast("Mapping[str, Any]", operation.document.resolve(parameter.schema))
        )
        for parameter in operation.parameters
    )


def look(
    document: Document, exchanges: Iterable[Exchange], operations: Iterable[str], *, is_sandbox: bool = True
) -> tuple[Seen, ...]:
    """Compare what was seen with what should have been.

    Args:
        document: What describes the operations.
        exchanges: Of the whole run.
        operations: The ids that count.
        is_sandbox: Whether what the sandbox chose can be expected.

    Returns:
        Every expectation of these operations, met or not.
    """
    accepted: set[tuple[str, str]] = set()
    refused: set[tuple[str, str]] = set()
    for exchange in exchanges:
        if exchange.operation is not None:
            keyless = exchange.key in ("none", "invalid")
            (refused if keyless else accepted).add((exchange.operation, str(exchange.status)))

    def met(expectation: Expectation) -> bool:
        # A refusal counts where no good key was sent: with one it would only say that nothing was tested.
        is_refusal = "401" in expectation.statuses or (
            expectation.name == "403" and expectation.group == "required"
        )
        seen = refused if is_refusal else accepted
        return any(_matches(status, seen, expectation.operation) for status in expectation.statuses)

    return tuple(
        Seen(expectation, met(expectation))
        for name in operations
        for expectation in expected(document.operations[name], is_sandbox=is_sandbox)
    )


def judge(run: Run, document: Document, operations: Iterable[str], *, is_sandbox: bool) -> tuple[Seen, ...]:
    """Add what is missing to the run: as a finding, or as a reason why there is no verdict.

    An operation that answered the good key only 401 or 403, or that was never called, was not
    tested: that is no drift, but it is not conforming either.

    Args:
        run: At its end.
        document: What describes the operations.
        operations: The ids that count.
        is_sandbox: Whether a good key is good for every operation.

    Returns:
        What `look` returns.
    """
    names = tuple(operations)
    seen = look(document, run.exchanges, names, is_sandbox=is_sandbox)
    untested = set(run.skipped)
    for name in names:
        if name in untested:
            continue
        reason = _untested(name, _with_good_key(run, name))
        if reason:
            untested.add(name)
            run.untested.append(reason)
        else:
            _find_refusals(run, name, is_sandbox=is_sandbox)
    owing = dependents(document, {one.operation or "" for one in run.unpaid})
    unpaid: set[str] = set()
    for each in seen:
        expectation = each.expectation
        if each.met or expectation.group != "required" or expectation.operation in untested:
            continue
        if expectation.operation in owing:
            unpaid.add(expectation.operation)
            continue
        full = run.full.get(document.operations[expectation.operation].tag, "")
        open_question = bool(full) and expectation.name.startswith("2")
        run.add(
            Finding(
                part=PART,
                oracle="required-status",
                operation=expectation.operation,
                # Its own, so that one that is missing is not taken for another.
                status=int(expectation.name) if expectation.name.isdigit() else None,
                pointer="",
                message=f"no answer {expectation.name} in the whole run{f': {full}' if open_question else ''}",
                verdict="unknown" if open_question else "drifts",
                expected=expectation.name,
                actual=", ".join(_statuses(run, expectation.operation)),
                exchanges=tuple(_last(run, expectation.operation)),
            )
        )
    if unpaid:
        run.untested.append(not_paid(run, [name for name in names if name in unpaid]))
    return seen


def _is_narrow(document: Document, schema: Mapping[str, Any]) -> bool:
    """Whether a text can fail to fit."""
    branches: Iterable[Any] = schema.get("anyOf", ())
    if branches:
        return all(_is_narrow(document, document.resolve(branch)) for branch in branches)
    types: Any = schema.get("type")
    return "string" not in ([types] if isinstance(types, str) else types or ()) or any(
        keyword in schema for keyword in ("format", "enum", "pattern", "minLength", "maxLength")
    )


def _is_chosen(operation: Operation, status: str) -> bool:
    return "x-sandbox-choice" in (operation.response(status) or {})


def _has_id(operation: Operation) -> bool:
    return any(parameter.location == "path" for parameter in operation.parameters)


def _matches(status: str, seen: set[tuple[str, str]], operation: str) -> bool:
    if status.endswith("XX"):
        return any(name == operation and code[0] == status[0] for name, code in seen)
    return (operation, status) in seen


def _statuses(run: Run, operation: str) -> list[str]:
    return sorted({str(e.status) for e in run.exchanges if e.operation == operation})


def _last(run: Run, operation: str) -> Iterator[Exchange]:
    yield from [e for e in _with_good_key(run, operation) if not e.ok][-1:]


def _with_good_key(run: Run, operation: str) -> list[Exchange]:
    return [
        e
        for e in run.exchanges
        if e.operation == operation and e.key == "first" and FAULT_HEADER not in e.request_headers
    ]


def _untested(name: str, exchanges: list[Exchange]) -> str:
    if not exchanges:
        return f"{name} was never called: nothing is known about it"
    refused = [e.status in REFUSALS for e in exchanges]
    if all(refused):
        return f"{name} always answered {exchanges[-1].status}: the key may not use it"
    if True in refused and all(refused[refused.index(True) :]):
        return f"{name} answered {exchanges[-1].status} from some moment on: the key is no longer accepted"
    return ""


def _find_refusals(run: Run, name: str, *, is_sandbox: bool) -> None:
    """A key that an operation accepts is not refused by it now and then."""
    for status in REFUSALS:
        refused = [e for e in _with_good_key(run, name) if e.status == status]
        if refused:
            # That a key may use an operation in one way and not in another is conceivable of a 403.
            is_open = status == 403 and not is_sandbox
            run.add(
                Finding(
                    part=PART,
                    oracle="key-refused",
                    operation=name,
                    status=status,
                    pointer="",
                    message="refuses a key that it accepts before and after",
                    expected="no refusal",
                    actual=f"{len(refused)} times {status}",
                    verdict="unknown" if is_open else "drifts",
                    exchanges=tuple(refused[-1:]),
                )
            )
