"""What happened in one contract check: every exchange, every finding, every part."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from contract_tests.provider.exchange import Exchange, decoded
from contract_tests.provider.masking import Masker
from contract_tests.provider.tally import Tally

__all__ = [
    "PARTS",
    "CouldNotRunError",
    "DriftError",
    "Exchange",
    "Finding",
    "FirstFindingError",
    "Observer",
    "Part",
    "Run",
    "decoded",
]

PARTS: Mapping[str, str] = {
    "probes": "requests",
    "rules": "sequences",
    "walk": "requests",
    "schemathesis": "cases",
    "live": "requests",
    "conformance": "exchanges",
    "ledger": "exchanges",
    "coverage": "statuses",
}
"""The parts in the order in which they run, each with what it counts."""

ABOUT_THE_ANSWER = frozenset(("conformance", "ledger"))
"""Parts that look at the form of every answer, also of one that says no more than that there are no credits."""


class CouldNotRunError(Exception):
    """The check could not be carried out, and so says nothing about the server."""


class DriftError(AssertionError):
    """A part found the server to differ from the document; the findings are in the run."""


class FirstFindingError(Exception):
    """A run that stops at its first finding has one."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.part}/{finding.oracle}: {finding.message}")
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between the server and the document, or one question that stays open.

    Attributes:
        part: The part that saw it.
        oracle: The check within the part.
        operation: Id of the operation, None when there is none.
        status: The status of the response in question, None when it is not about one.
        pointer: JSON pointer into the response body, "" for the whole.
        message: What is wrong, in one line, without ids that differ from run to run.
        expected: What the document wants.
        actual: What came.
        verdict: "drifts", or "unknown" where the document does not settle it.
        additive: Whether users of the client are not harmed (a new field, a new enum value).
        exchanges: The exchanges that show it, the failing one last.
    """

    part: str
    oracle: str
    operation: str | None
    status: int | None
    pointer: str
    message: str
    expected: str = ""
    actual: str = ""
    verdict: Literal["drifts", "unknown"] = "drifts"
    additive: bool = False
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)

    @property
    def fingerprint(self) -> str:
        """What stays the same when it is found again: operation, status, oracle, pointer without indices."""
        pointer = re.sub(r"/\d+(?=/|$)", "/*", self.pointer)
        return f"{self.operation or '-'} {self.status or '-'} {self.oracle} {pointer or '/'}"


Observer = Callable[[Exchange], Iterable[Finding]]


@dataclass(slots=True)
class Part:
    """How far one part of the check has come.

    Attributes:
        count: How many of its `unit`; a part that counts requests or exchanges leaves this to the run.
        seconds: How long it took. What observes the exchanges of others takes its time within theirs.
        state: "failed" means the part itself broke, not that it found something.
        skipped: Why it did not run, when it was left out on purpose.
    """

    name: str
    unit: str
    count: int = 0
    seconds: float = 0.0
    state: Literal["pending", "running", "done", "failed", "skipped"] = "pending"
    skipped: str = ""


@dataclass(slots=True)
class Run:
    """All that one check saw.

    Args:
        masker: Masks the keys; whatever is printed or written passes through it.
        stop: Whether to raise FirstFindingError at the first finding that is a drift.
    """

    masker: Masker = field(default_factory=Masker)
    stop: bool = False
    exchanges: list[Exchange] = field(default_factory=list[Exchange], repr=False)
    findings: list[Finding] = field(default_factory=list[Finding], repr=False)
    parts: dict[str, Part] = field(
        default_factory=lambda: {name: Part(name, unit) for name, unit in PARTS.items()}
    )
    skipped: dict[str, str] = field(default_factory=dict[str, str])
    """What was left out (an operation, a rule), with the reason."""
    notes: list[str] = field(default_factory=list[str])
    """What a person should know besides the verdict."""
    engine_errors: list[str] = field(default_factory=list[str])
    """What broke the check itself; any entry means that there is no verdict."""
    full: dict[str, str] = field(default_factory=dict[str, str])
    """Collections that have no room for what should have been made there, each with the reason."""
    untested: list[str] = field(default_factory=list[str])
    """What could not be tested; where nothing drifts, any entry means that there is no verdict."""
    unpaid: list[Exchange] = field(default_factory=list[Exchange], repr=False)
    """What was refused for want of credits."""
    broke: str = ""
    """Why nothing more can be paid for; "" while it can."""
    tally: Tally = field(default_factory=Tally, repr=False)
    """Cases by operation and phase."""
    watched: Tally = field(default_factory=Tally, repr=False)
    """Exchanges by operation and observer, with the time that the observer took for them."""
    repeated: int = 0
    """How many answers 429 were waited out and repeated."""
    unrepeated: int = 0
    """How many answers 429 had to be left as they were."""
    broken: int = 0
    """How often a connection broke and what only reads was sent once more."""
    listener: Callable[[Exchange | Part], None] | None = field(default=None, repr=False)
    """Told of each exchange and of each change of a part, to show progress."""
    heed: Callable[[], None] = field(default=lambda: None, repr=False)
    """Called before each request: raises when somebody wants the check to end."""
    _observers: list[tuple[str, Observer]] = field(default_factory=list[tuple[str, Observer]], repr=False)

    def observe(self, part: str, observer: Observer) -> None:
        """Let every later exchange be seen by an observer.

        Args:
            part: The part it belongs to; its count is the number of exchanges that passed.
            observer: Called with each exchange; what it returns is added to the findings.
        """
        self._observers.append((part, observer))

    def record(self, exchange: Exchange) -> Exchange:
        """Keep an exchange and show it to the observers.

        Args:
            exchange: As it happened.

        Returns:
            The exchange as it is kept: numbered.
        """
        kept = replace(exchange, number=len(self.exchanges) + 1)
        self.exchanges.append(kept)
        if kept.unpaid:
            self.unpaid.append(kept)
        sender = self.parts.get(kept.part)
        if sender is None or sender.unit != "cases":
            self.tally.note(kept.operation, kept.part, 1, kept.elapsed)
        if sender is not None and sender.unit == "requests":
            sender.count += 1
        if self.listener is not None:
            self.listener(kept)
        for part, observer in self._observers:
            started = time.perf_counter()
            found = tuple(observer(kept))
            seconds = time.perf_counter() - started
            self.parts[part].count += 1
            self.parts[part].seconds += seconds
            self.watched.note(kept.operation, part, 1, seconds)
            for finding in found:
                self.add(finding)
        return kept

    def add(self, finding: Finding) -> None:
        """Keep a finding, but for what is only that something was not paid for: that is told once, at the end.

        Args:
            finding: What was found. The exchanges in it should come from `record`.

        Raises:
            FirstFindingError: The run stops at its first drift, and this is one.
        """
        if finding.part not in ABOUT_THE_ANSWER and finding.exchanges and finding.exchanges[-1].unpaid:
            return
        self.findings.append(finding)
        if self.stop and finding.verdict == "drifts":
            raise FirstFindingError(finding)

    @contextmanager
    def part(self, name: str) -> Generator[Part]:
        """Run a part: it is timed, and what breaks it is remembered.

        Args:
            name: One of PARTS.

        Yields:
            The part, whose count the body may raise.

        Raises:
            DriftError: The part found drift, at its end.
        """
        part = self.parts[name]
        part.state = "running"
        self._tell(part)
        started = time.monotonic()
        try:
            yield part
        except BaseException:
            part.state = "failed"
            raise
        finally:
            part.seconds += time.monotonic() - started
            if part.state == "running":
                part.state = "done"
            self._tell(part)
        self.verify(name)

    def skip(self, name: str, reason: str) -> None:
        """Leave a part out on purpose.

        Args:
            name: One of PARTS.
            reason: Why; it is shown in the report.
        """
        self.parts[name].state = "skipped"
        self.parts[name].skipped = reason

    def drifts(self, part: str | None = None) -> list[Finding]:
        """Give the findings that are drift.

        Args:
            part: Only those of this part.

        Returns:
            The findings in the order in which they were made.
        """
        return [f for f in self.findings if f.verdict == "drifts" and part in (None, f.part)]

    def verify(self, part: str) -> None:
        """Fail when a part found drift: the last line of each test that carries a part out.

        Args:
            part: One of PARTS.

        Raises:
            DriftError: It did; the text lists the findings.
        """
        found = self.drifts(part)
        if found:
            lines = "\n".join(f"  {f.fingerprint}: {f.message}" for f in found[:20])
            more = f"\n  … and {len(found) - 20} more" if len(found) > 20 else ""
            raise DriftError(f"{part} found {len(found)}:\n{lines}{more}")

    def _tell(self, part: Part) -> None:
        if self.listener is not None:
            self.listener(part)
