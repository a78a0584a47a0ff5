"""The careful check: a few requests on a customer's account, which is left as it was.

It changes only what it made itself, under ids that begin with the prefix of the run, or that the
server gave. What cannot be deleted is made at most once. What holds for the whole account is changed
only where that was allowed, and is saved before and put back afterwards.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from contract_tests.provider.guard import Guard
from contract_tests.provider.journal import Journal
from contract_tests.provider.live.leaving import leave
from contract_tests.provider.live.saving import saved
from contract_tests.provider.live.tour import Tour
from contract_tests.provider.permissions import forbidden

if TYPE_CHECKING:
    from contract_tests.provider.options import Options
    from contract_tests.provider.target import Target

__all__ = ["JOURNAL", "run"]

PART = "live"
JOURNAL = "created.jsonl"


def run(target: Target, options: Options, *, operations: Collection[str] | None = None) -> None:
    """Call each operation as far as that is safe; findings are added to the target's run.

    Args:
        target: Whose account is used.
        options: Where the ids are written down before they are used, and what was allowed.
        operations: What counts; the others are called where these need them.

    Raises:
        CouldNotRunError: The ids, or what has to be put back, cannot be written down; or no response came.
    """
    out = options.out or Path()
    reasons = forbidden(target.document, options)
    target.run.skipped |= {
        name: reason for name, reason in reasons.items() if operations is None or name in operations
    }
    with ExitStack() as stack:
        journal = Journal(out / JOURNAL)
        stack.callback(journal.close)
        guard = Guard(target.document, target.prefix, journal, most=1, forbidden=reasons)
        tour = Tour(target.api(PART, guard=guard), guard, target, options)
        stack.enter_context(saved(tour.api, tour.resources, out, reasons))
        # What was made is deleted before the whole is put back, whatever happens in between.
        stack.callback(leave, tour, journal)
        for resource in tour.order(operations):
            tour.visit(resource)
