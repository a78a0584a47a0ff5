"""Draw the conclusion of a run."""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from contract_tests.provider.accepted import Acceptance
from contract_tests.provider.coverage import Seen
from contract_tests.provider.options import Options
from contract_tests.provider.reporting.causes import Cause, causes
from contract_tests.provider.reporting.since import Since, Sought, compare
from contract_tests.provider.run import Part, Run
from contract_tests.provider.tally import Row
from contract_tests.provider.target import Target
from ntropy_client import document as documents
from ntropy_client.document import Document

__all__ = ["Cause", "OperationSummary", "Report", "summarise"]

UNREPEATED_SHARE = 0.01
"""The share of answers 429 left unrepeated above which a run says nothing."""


@dataclass(frozen=True, slots=True)
class OperationSummary:
    """How one operation was exercised.

    Attributes:
        statuses: Status to number of answers, with any key.
        documented: The statuses of the document, such as "200" and "5XX".
        median: Of the response time in milliseconds.
        p95: Of the response time in milliseconds.
    """

    id: str
    statuses: dict[int, int]
    documented: tuple[str, ...]
    median: float
    p95: float

    @property
    def succeeded(self) -> bool:
        """Whether it was seen with a 2xx."""
        return any(200 <= status < 300 for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Report:
    """All that is told about a run; every text in it is masked.

    Attributes:
        exit_code: 0 conforms, 1 drifts, 2 there is no verdict.
        reasons: Why there is no verdict.
        name: Of the target.
        base_url: Where a person can repeat a request.
        is_partial: Whether parts or operations were left out at the caller's wish.
        seconds: How long the run took.
        finished: When it ended, in UTC.
        seen: The expectations and whether they were met.
        drifts: What differs, and nobody has accepted.
        accepted: What differs, and somebody has accepted: it changes neither verdict nor exit code.
        expired: Entries that accept nothing any more, since their day has passed.
        unseen: Entries whose finding was looked for and did not occur, each with the fingerprint.
        since: How it compares with an earlier report, None where there is none.
        unknown: What the document does not settle.
        skipped: What was left out, with the reason.
        untested: What could not be tested, with the reason.
        notes: What a person should know besides.
        credits: How many were spent; None where the sandbox is within this process.
        most_credits: How many might have been spent, None for any number.
        cases: Cases and seconds by operation and phase.
        watched: Exchanges by operation and observer, and the seconds that the observer took.
        timings: Whether a person wants to see all cases, not only where most are.
        digest: Of all requests in their order: the same seed gives the same on the embedded sandbox.
    """

    verdict: Literal["conforms", "drifts", "no verdict"]
    exit_code: int
    reasons: tuple[str, ...]
    name: str
    base_url: str
    profile: str
    seed: int
    embedded: bool
    is_partial: bool
    fail_on: str
    version: str
    seconds: float
    finished: str
    parts: tuple[Part, ...]
    operations: tuple[OperationSummary, ...]
    seen: tuple[Seen, ...]
    drifts: tuple[Cause, ...]
    accepted: tuple[Cause, ...]
    expired: tuple[Acceptance, ...]
    unseen: tuple[tuple[Acceptance, str], ...]
    since: Since | None
    unknown: tuple[Cause, ...]
    skipped: dict[str, str]
    untested: tuple[str, ...]
    notes: tuple[str, ...]
    exchanges: int
    credits: int | None
    most_credits: int | None
    cases: tuple[Row, ...]
    watched: tuple[Row, ...]
    timings: bool
    digest: str
    repeated: int
    broken: int

    @property
    def breaking(self) -> int:
        """How many of the drifts harm users of the client."""
        return sum(not cause.additive for cause in self.drifts)

    @property
    def succeeded(self) -> int:
        """How many operations were seen with a 2xx."""
        return sum(operation.succeeded for operation in self.operations)

    def met(self, group: str = "required") -> tuple[int, int]:
        """Count the expectations of a group.

        Args:
            group: "required", "scenario", "fault" or "never".

        Returns:
            How many were met, and how many there are.
        """
        all_of_them = [each.met for each in self.seen if each.expectation.group == group]
        return sum(all_of_them), len(all_of_them)


def summarise(
    run: Run,
    options: Options,
    *,
    target: Target | None,
    seen: Sequence[Seen],
    operations: Sequence[str],
    seconds: float,
) -> Report:
    """Draw the conclusion.

    Args:
        run: At its end.
        options: What was asked for.
        target: What was checked, None when it was never reached.
        seen: From `coverage.judge`.
        operations: Ids of the operations that count, in the order of the document.
        is_partial: Whether parts or operations were left out at the caller's wish.
        seconds: How long the run took.

    Returns:
        The report.
    """
    masker = run.masker
    credits = target.world.credits if target else None
    found = causes(run.drifts(), operations, masker, options.accepted)
    unknown = causes((f for f in run.findings if f.verdict == "unknown"), operations, masker)
    reasons = _reasons(run, has_drifts=any(not cause.is_accepted for cause in found))
    profile = target.profile if target else options.profile or "unknown"
    # Loaded by whoever has reached a target; without one, it would have been this.
    document = target.document if target else documents.load()
    base_url = masker.text(target.base_url if target else (options.base_url or "").rstrip("/"))
    since = None
    if options.earlier is not None:
        since, found = compare(
            options.earlier,
            found,
            unknown,
            server=(options.base_url is None, base_url),
            version=document.version,
            profile=profile,
            sought=_sought(run, options, operations, has_verdict=not reasons),
        )
    drifts = tuple(cause for cause in found if not cause.is_accepted)
    failing = [cause for cause in drifts if options.fail_on == "any" or not cause.additive]
    exit_code = 2 if reasons else 1 if failing else 0
    return Report(
        verdict="no verdict" if reasons else "drifts" if drifts else "conforms",
        exit_code=exit_code,
        reasons=tuple(masker.text(reason) for reason in reasons),
        name=masker.text(target.name if target else options.base_url or "sandbox"),
        base_url=base_url,
        profile=profile,
        seed=options.seed,
        embedded=options.base_url is None,
        is_partial=options.parts is not None or options.operations is not None,
        fail_on=options.fail_on,
        version=document.version,
        seconds=seconds,
        finished=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        parts=tuple(run.parts.values()),
        operations=tuple(_operation(run, document, name) for name in operations),
        seen=tuple(seen),
        drifts=drifts,
        accepted=tuple(cause for cause in found if cause.is_accepted),
        expired=tuple(one for one in options.accepted if one.expired),
        unseen=() if reasons else tuple(_unseen(run, options, operations)),
        since=since,
        unknown=unknown,
        skipped={name: masker.text(reason) for name, reason in run.skipped.items()},
        untested=tuple(masker.text(reason) for reason in run.untested),
        notes=tuple(masker.text(note) for note in run.notes),
        exchanges=len(run.exchanges),
        credits=credits.spent if credits else None,
        most_credits=credits.most if credits else None,
        cases=tuple(run.tally),
        watched=tuple(run.watched),
        timings=options.timings,
        digest=_digest(run),
        repeated=run.repeated,
        broken=run.broken,
    )


def _reasons(run: Run, *, has_drifts: bool) -> list[str]:
    reasons = list(dict.fromkeys(run.engine_errors))
    if not reasons and run.unrepeated > UNREPEATED_SHARE * max(len(run.exchanges), 1):
        reasons.append(
            f"{run.unrepeated} answers 429 could not be repeated: the limits of the key are too low"
        )
    if not reasons and not has_drifts:
        reasons += run.untested
    if not reasons:
        reasons += [
            f"the part {part.name} did not run to its end"
            for part in run.parts.values()
            if part.state not in ("done", "skipped")
        ]
    return reasons


def _sought(run: Run, options: Options, operations: Sequence[str], *, has_verdict: bool) -> Sought:
    parts = {name for name, part in run.parts.items() if part.state == "done"} if has_verdict else set[str]()
    if options.parts is not None:
        # These see no more than what the others send.
        parts -= {"conformance", "ledger", "coverage"}
    return Sought(parts, _called(run, options, operations))


def _called(run: Run, options: Options, operations: Sequence[str]) -> set[str]:
    """Operations that were called, and those that a whole run would have had if there were still such."""
    called = {exchange.operation for exchange in run.exchanges if exchange.operation is not None}
    if options.operations is None:
        told = {one.partition(" ")[0] for entry in options.accepted for one in entry.fingerprints}
        known = options.earlier.known if options.earlier else ()
        told |= {name for each in known for name in each.operations}
        called |= told - set(operations)
    return called


def _unseen(run: Run, options: Options, operations: Sequence[str]) -> Iterable[tuple[Acceptance, str]]:
    if options.parts is not None:
        return
    called = _called(run, options, operations)
    found = {(run.masker.text(one.fingerprint), run.masker.text(one.message)) for one in run.findings}
    for entry in options.accepted:
        for fingerprint in entry.fingerprints:
            if fingerprint.partition(" ")[0] not in called:
                continue
            if not any(entry.covers(*each) for each in found if each[0] == fingerprint):
                yield entry, fingerprint


def _digest(run: Run) -> str:
    digest = hashlib.sha256()
    for e in run.exchanges:
        digest.update(repr((e.method, e.path, e.query, e.request_headers, e.request_body, e.key)).encode())
    return digest.hexdigest()


def _operation(run: Run, document: Document, name: str) -> OperationSummary:
    statuses: dict[int, int] = {}
    times: list[float] = []
    for exchange in run.exchanges:
        if exchange.operation == name:
            statuses[exchange.status] = statuses.get(exchange.status, 0) + 1
            times.append(exchange.elapsed * 1000)
    times.sort()
    return OperationSummary(
        id=name,
        statuses=dict(sorted(statuses.items())),
        documented=document.operations[name].statuses,
        median=round(statistics.median(times), 1) if times else 0.0,
        p95=round(times[min(len(times) - 1, int(0.95 * len(times)))], 1) if times else 0.0,
    )
