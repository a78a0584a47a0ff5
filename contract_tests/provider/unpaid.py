"""Tell whether an answer 423 means what it says: that the account has no credits left."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, cast

from contract_tests.provider.credits import QUOTA, cost_of
from contract_tests.provider.exchange import decoded
from contract_tests.provider.run import CouldNotRunError, Finding

if TYPE_CHECKING:
    from contract_tests.provider.run import Exchange, Run
    from ntropy_client.document import Document

__all__ = ["NoCreditsError", "Purse", "dependents", "not_paid", "question", "settle"]

ACCOUNT = {"first": "NTROPY_API_KEY", "second": "NTROPY_API_KEY_2"}
"""Labels of keys whose account should have credits, and where the keys come from."""
MOST_ASKED = 20
"""So often it is asked whether there are credits: a server that is wrong about them is known by then."""


class NoCreditsError(CouldNotRunError):
    """The account has no credits, and had none when the check began."""


class Purse:
    """Knows whether accounts have credits, as far as their answers tell.

    Args:
        document: Says which operations spend credits.
        run: Is told when nothing more can be paid for.
        ask: Sends a request that costs one credit, with the key of a label, and gives the status; raises
            CouldNotRunError when no answer came, or when it may not be sent.
        is_sandbox: Whether the sandbox answers: there what costs nothing needs no credits.
    """

    def __init__(
        self, document: Document, run: Run, ask: Callable[[str], int] | None, *, is_sandbox: bool
    ) -> None:
        self.wanted: Collection[str] | None = None
        """Ids of the operations without which there is nothing to check; None for all."""
        self._document = document
        self._run = run
        self._ask = ask
        self._is_sandbox = is_sandbox
        self._asked = 0
        self._asking = False
        self._paid: set[str] = set()
        self._empty: set[str] = set()
        self._short: set[str] = set()

    def lacks(self, operation_id: str | None, content: bytes, key: str, status: int, answer: bytes) -> bool:
        """Learn from an answer, and tell whether it was refused for want of credits.

        Whether there are any is asked, where it is not known: other answers 423 are the server's fault.

        Args:
            operation_id: What was called, None when the document does not know.
            content: Body of the request.
            key: Label of its key.
            status: Of the answer.
            answer: Body of the answer.

        Returns:
            Whether nothing can be concluded from it but that.

        Raises:
            NoCreditsError: There were none from the beginning.
        """
        operation = self._document.operations.get(operation_id or "")
        if operation is None or QUOTA not in operation.statuses or key not in ACCOUNT or self._asking:
            return False
        cost = cost_of(content)
        if 200 <= status < 300 and cost:
            self._paid.add(key)
            self._filled(key)
        if str(status) != QUOTA or (not cost and self._is_sandbox):
            return False
        why = _why(key, answer)
        if key in self._empty or self._is_empty(key, cost):
            counts = self.wanted is None or operation.id in self.wanted
            if key == "first" and key not in self._paid and counts:
                raise NoCreditsError(why)
            self._empty.add(key)
            self._short.add(key)
            if key == "first":
                self._run.broke = why
            return True
        if cost > 1:
            # There are some, but perhaps not so many.
            self._short.add(key)
        # A balance that was too small once and comes back may have done so just now.
        return key in self._short

    def _filled(self, key: str) -> None:
        self._empty.discard(key)
        if key == "first":
            self._run.broke = ""

    def _is_empty(self, key: str, cost: int) -> bool:
        if self._asked == MOST_ASKED:
            return False
        self._asked += 1
        self._asking = True
        try:
            status = None if self._ask is None else self._ask(key)
        except CouldNotRunError:
            status = None
        finally:
            self._asking = False
        if status is not None and 200 <= status < 300:
            self._paid.add(key)
            return False
        # Where there is no answer to that, the server is taken at its word.
        return str(status) == QUOTA or cost <= 1


def question(document: Document) -> tuple[str, Any] | None:
    """Find what shows whether an account has credits, and leaves nothing behind.

    Args:
        document: What is checked.

    Returns:
        The id of an operation that spends credits and writes nothing, and a body that costs one; None when the
        document has no such example.
    """
    for operation in document.operations.values():
        if QUOTA in operation.statuses and operation.raw.get("x-writes") == {}:
            for body in operation.body_examples.values():
                if cost_of(json.dumps(body).encode()) == 1:
                    return operation.id, body
    return None


def dependents(document: Document, unpaid: Collection[str]) -> frozenset[str]:
    """Find what cannot be tested without that which must be paid for.

    Args:
        document: What is checked.
        unpaid: Ids of operations that were refused for want of credits.

    Returns:
        Their ids, and those of all operations that need what they make.
    """
    found = set(unpaid)
    while True:
        more = {name for name, one in document.operations.items() if found & set(one.setup)} - found
        if not more:
            return frozenset(found)
        found |= more


def settle(run: Run, document: Document, operations: Sequence[str]) -> None:
    """Tell once what was refused for want of credits: that is unknown, and there is no verdict if it went on so.

    Args:
        run: At its end.
        document: What is checked.
        operations: The ids that count.
    """
    if not run.unpaid:
        return
    refused = {one.operation or "" for one in run.unpaid}
    first, *others = [name for name in document.operations if name in refused]
    last = run.unpaid[-1]
    and_so = f" (nor are {', '.join(others)})" if others else ""
    run.findings.append(
        Finding(
            part="coverage",
            oracle="no-credits",
            operation=first,
            status=last.status,
            pointer="",
            message=f"is not tested to the end{and_so}: {_told(last)}",
            actual=f"{len(run.unpaid)} answers {last.status}",
            verdict="unknown",
            exchanges=(last,),
        )
    )
    owing = dependents(document, refused)
    left = [name for name in operations if name in owing]
    if run.broke and left and not any(run.broke in reason for reason in run.untested):
        run.untested.append(not_paid(run, left))


def not_paid(run: Run, names: Sequence[str]) -> str:
    """Say what was not tested for want of credits.

    Args:
        run: At its end, with something unpaid.
        names: Ids of operations.

    Returns:
        One line.
    """
    return f"{_told(run.unpaid[-1])}: not tested to the end are {', '.join(names)}"


def _told(exchange: Exchange) -> str:
    return _why(exchange.key, exchange.response_body)


def _why(key: str, answer: bytes) -> str:
    try:
        body: Any = decoded(answer)
    except ValueError:
        body = None
    detail = cast("dict[str, Any]", body).get("detail") if isinstance(body, dict) else None
    said = f': "{detail}"' if isinstance(detail, str) and len(detail) < 100 else ""
    return f"the account of {ACCOUNT[key]} has no credits left ({QUOTA}{said}); top it up, or use another key"
