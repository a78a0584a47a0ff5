"""One contract check: a pytest plugin that holds the run and draws the conclusion."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

from contract_tests.provider import coverage
from contract_tests.provider.conformance import Conformance
from contract_tests.provider.ledger import Ledger
from contract_tests.provider.options import Options
from contract_tests.provider.permissions import refuse_idle
from contract_tests.provider.preflight import preflight
from contract_tests.provider.reporting import Report, summarise
from contract_tests.provider.run import CouldNotRunError, DriftError, Run
from contract_tests.provider.target import Target
from contract_tests.provider.unpaid import NoCreditsError, settle
from contract_tests.provider.upkeep import Upkeep

if TYPE_CHECKING:
    from contract_tests.provider.coverage import Seen

__all__ = ["Engine"]

LIVE_ONLY = frozenset(("live",))
ANYWHERE = frozenset(("conformance", "ledger", "coverage"))
NOT_ASKED = "not asked for"
NOT_LIVE = "only on a sandbox"


class Engine:
    """Holds one check.

    Args:
        options: What was asked for.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.run = Run()
        self.seen: tuple[Seen, ...] = ()
        self._target: Target | None = None
        self._upkeep: Upkeep | None = None
        self._refused: CouldNotRunError | None = None
        self._started = time.monotonic()

    @property
    def target(self) -> Target:
        """The target, reached at first use.

        Raises:
            CouldNotRunError: It cannot be reached, now or when it was first tried.
        """
        if self._refused is not None:
            raise self._refused
        if self._target is None:
            try:
                self._target = self._reach()
            except CouldNotRunError as error:
                self._refused = error
                raise
        return self._target

    @property
    def operations(self) -> tuple[str, ...]:
        """Ids of the operations that count, in the order of the document."""
        if self._target is None:
            return ()
        wanted = self.options.operations
        return tuple(name for name in self._target.document.operations if wanted is None or name in wanted)

    def gate(self, part: str) -> str:
        """Decide whether a part runs under the profile of the target.

        Args:
            part: One of PARTS.

        Returns:
            Why it does not, "" when it does.
        """
        live = self.target.profile == "live"
        if part not in self.run.parts:
            return f"only under the {part} profile"
        reason = ""
        if not self._is_wanted(part):
            reason = NOT_ASKED
        elif live and part not in LIVE_ONLY | ANYWHERE:
            reason = NOT_LIVE
        if reason:
            self.run.skip(part, reason)
        return reason

    def tidy(self, part: str) -> None:
        """Delete what a part has made on the account, before other parts meet it in every list.

        Args:
            part: One of PARTS; it is running.
        """
        if self._upkeep is not None:
            self._upkeep.tidy(part)

    def judge(self) -> None:
        """Compare what was seen with what has to be seen.

        Raises:
            CouldNotRunError: Nothing drifts, but something was not tested.
        """
        target = self.target
        self.seen = coverage.judge(self.run, target.document, self.operations, is_sandbox=target.is_sandbox)
        if self.run.untested and not self.run.drifts():
            raise CouldNotRunError("\n".join(self.run.untested))

    def conclude(self) -> Report:
        """Leave the account as it was, draw the conclusion and let go of the target.

        Returns:
            The report.
        """
        if self._upkeep is not None:
            self._upkeep.end()
            self._upkeep = None
        if self._target is not None:
            self._target.close()
            settle(self.run, self._target.document, self.operations)
        return summarise(
            self.run,
            self.options,
            target=self._target,
            seen=self.seen,
            operations=self.operations,
            seconds=time.monotonic() - self._started,
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Remember what broke the check itself; drift is in the run already."""
        report = yield
        if call.excinfo is not None and report.failed and not call.excinfo.errisinstance(DriftError):
            error = call.excinfo.value
            if isinstance(error, CouldNotRunError):
                if isinstance(error, NoCreditsError):
                    self._refused = error  # nor can any other part be carried out
                self._broke(str(error))
            else:
                part = item.name.removeprefix("test_")
                what = f"{type(error).__name__}: {error}".partition("\n")[0]
                self._broke(f"the part {part} of the check itself failed, with {what}\n{report.longreprtext}")
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember what could not even be loaded."""
        if report.failed:
            self._broke(f"{report.nodeid} cannot be loaded:\n{report.longreprtext}")

    def _is_wanted(self, part: str) -> bool:
        return self.options.parts is None or part in self.options.parts

    def _broke(self, reason: str) -> None:
        if reason not in self.run.engine_errors and reason != "\n".join(self.run.untested):
            self.run.engine_errors.append(reason)

    def _reach(self) -> Target:
        options = self.options
        if options.base_url is None:
            target = Target.embedded(self.run, profile=options.profile or "full", seed=options.seed)
        else:
            target = Target.remote(self.run, options)
        refuse_idle(options, target.document)
        unknown = sorted((options.operations or frozenset()) - target.document.operations.keys())
        if unknown:
            raise CouldNotRunError(f"the document has no operation {', '.join(unknown)}")
        if self._is_wanted("conformance"):
            self.run.observe("conformance", Conformance(target))
        if self._is_wanted("ledger"):
            self.run.observe("ledger", Ledger(target.document))
        try:
            preflight(target, options.profile)
            if target.world.purse is not None:
                target.world.purse.wanted = options.operations
            if target.profile != "live":
                upkeep = Upkeep(target, None if options.base_url is None else options.out)
                upkeep.begin()
                self._upkeep = upkeep
        except CouldNotRunError:
            # What answers may be anything: that it is not the document's API says nothing about the API.
            self.run.findings.clear()
            target.close()
            raise
        if target.profile != "live":
            for name in LIVE_ONLY:
                self.run.parts.pop(name)
        return target
