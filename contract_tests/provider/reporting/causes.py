"""Fold findings into causes: what is wrong once is told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from contract_tests.provider.accepted import Acceptance, find
from contract_tests.provider.masking import Masker
from contract_tests.provider.run import Exchange, Finding

__all__ = ["Cause", "causes", "masked_exchange"]

SAME_FROM = 4
"""In how many operations a like finding becomes one cause."""

# Checks of Schemathesis that ask what conformance asks of every exchange: told once, as conformance.
_TWICE = frozenset(
    (
        "content_type_conformance",
        "not_a_server_error",
        "response_headers_conformance",
        "response_schema_conformance",
        "status_code_conformance",
    )
)


_Key = tuple[str, Acceptance | None]


@dataclass(frozen=True, slots=True)
class Cause:
    """One difference, however often and wherever it was seen.

    Attributes:
        fingerprint: Stable name, the same in the next run.
        fingerprints: Of all findings in it, that one first; without those that say again what conformance
            says.
        parts: Which parts saw it, each as "part/oracle".
        operations: Ids of the operations, in the order of the document; empty for none in particular.
        count: How many findings are folded into it.
        exchange: One that shows it, masked; None when it is about something that did not come.
        acceptance: Its entry among what was accepted, be it expired or not; None where there is none.
        news: How it compares with an earlier report: "new", "still there", "still there, new in …"; "" where
            there is nothing to compare with.
    """

    fingerprint: str
    parts: tuple[str, ...]
    operations: tuple[str, ...]
    status: int | None
    pointer: str
    message: str
    expected: str
    actual: str
    additive: bool
    count: int
    exchange: Exchange | None
    fingerprints: tuple[str, ...]
    acceptance: Acceptance | None = None
    news: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether somebody has accepted it, and that still holds."""
        return self.acceptance is not None and not self.acceptance.expired

    @property
    def title(self) -> str:
        """The operation and status, as a report begins its line."""
        if len(self.operations) >= SAME_FROM:
            where = f"{len(self.operations)} operations"
        else:
            where = ", ".join(self.operations) or "(no operation)"
        return where if self.status is None else f"{where} {self.status}"

    @property
    def impact(self) -> str:
        """Whether users of the client are harmed."""
        return "additive" if self.additive else "breaking"


def causes(
    findings: Iterable[Finding],
    order: Sequence[str],
    masker: Masker,
    acceptances: Sequence[Acceptance] = (),
) -> tuple[Cause, ...]:
    """Fold findings.

    Args:
        findings: Of one verdict.
        order: Ids of the operations as the document has them.
        masker: Every text in the causes passes through it.
        acceptances: What somebody has accepted. It is never folded with what nobody has.

    Returns:
        The causes, breaking ones first, then in the order of the document.
    """
    grouped: dict[_Key, list[Finding]] = {}
    for finding in findings:
        told = masker.text(finding.fingerprint), masker.text(finding.message)
        grouped.setdefault((_key(finding), find(acceptances, *told)), []).append(finding)
    folded = {key: _cause(group, masker, key[1]) for key, group in grouped.items()}
    _join_conformance(folded)
    alike: dict[tuple[object, ...], list[Cause]] = {}
    for cause in folded.values():
        terms = cause.acceptance and (cause.acceptance.reason, cause.acceptance.expires)
        key = (cause.parts[0], _place(cause.pointer), cause.message, cause.additive, terms)
        alike.setdefault(key, []).append(cause)
    found: list[Cause] = []
    for group in alike.values():
        found += [_merged(group)] if len({c.operations for c in group}) >= SAME_FROM else group
    ranks = {name: rank for rank, name in enumerate(order)}
    found = [
        replace(c, operations=tuple(sorted(set(c.operations), key=lambda n: ranks.get(n, -1)))) for c in found
    ]
    return tuple(
        sorted(found, key=lambda c: (c.additive, ranks.get(c.operations[0], -1) if c.operations else -1))
    )


def masked_exchange(exchange: Exchange, masker: Masker) -> Exchange:
    """Mask the keys in an exchange, wherever they stand in it.

    Args:
        exchange: As recorded.
        masker: Knows the keys.

    Returns:
        A copy fit for a report.
    """
    return replace(
        exchange,
        path=masker.text(exchange.path),
        query=tuple((masker.text(name), masker.text(value)) for name, value in exchange.query),
        request_headers={k: masker.text(v) for k, v in exchange.request_headers.items()},
        response_headers={k: masker.text(v) for k, v in exchange.response_headers.items()},
        request_body=masker.content(exchange.request_body),
        response_body=masker.content(exchange.response_body),
    )


def _key(finding: Finding) -> str:
    # Several rules may trip over one thing: where they say the same of the same place, it is one cause.
    return f"{finding.operation} {finding.status} {_place(finding.pointer)} {finding.message}"


def _place(pointer: str) -> str:
    return re.sub(r"/\d+(?=/|$)", "/*", pointer)


def _cause(group: Sequence[Finding], masker: Masker, acceptance: Acceptance | None) -> Cause:
    first = group[0]
    return Cause(
        fingerprint=masker.text(first.fingerprint),
        parts=tuple(dict.fromkeys(f"{finding.part}/{finding.oracle}" for finding in group)),
        operations=(first.operation,) if first.operation else (),
        status=first.status,
        pointer=masker.text(first.pointer),
        message=masker.text(first.message),
        expected=masker.text(first.expected),
        actual=masker.text(first.actual),
        additive=all(finding.additive for finding in group),
        count=len(group),
        exchange=masked_exchange(first.exchanges[-1], masker) if first.exchanges else None,
        fingerprints=tuple(dict.fromkeys(masker.text(finding.fingerprint) for finding in group)),
        acceptance=acceptance,
    )


def _merged(group: Sequence[Cause]) -> Cause:
    first = group[0]
    return replace(
        first,
        parts=tuple(dict.fromkeys(part for cause in group for part in cause.parts)),
        operations=tuple(dict.fromkeys(name for cause in group for name in cause.operations)),
        fingerprints=tuple(dict.fromkeys(one for cause in group for one in cause.fingerprints)),
        status=first.status if len({cause.status for cause in group}) == 1 else None,
        # Harmless only if nothing of it does harm.
        additive=all(cause.additive for cause in group),
        count=sum(cause.count for cause in group),
    )


def _join_conformance(folded: dict[_Key, Cause]) -> None:
    told = {
        (cause.operations, cause.status): key
        # What nobody has accepted comes last, and so takes the place of what somebody has.
        for key, cause in sorted(folded.items(), key=lambda item: not item[1].is_accepted)
        if cause.parts[0].startswith("conformance/")
    }
    for key, cause in list(folded.items()):
        main = told.get((cause.operations, cause.status))
        if main is None or len(cause.parts) > 1:
            continue
        part, _, oracle = "".join(cause.parts).partition("/")
        kept = folded[main]
        # Valid data that is refused with a status that does not exist is refused once, not twice.
        refused = oracle == "positive_data_acceptance" and "conformance/undocumented-status" in kept.parts
        if part == "schemathesis" and (oracle in _TWICE or refused):
            parts = tuple(dict.fromkeys((*kept.parts, *cause.parts)))
            folded[main] = replace(kept, parts=parts, count=kept.count + cause.count)
            del folded[key]
