"""Claims about answers, and what comes of one that does not hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from contract_tests.provider.probes.room import NoRoomError
from contract_tests.provider.run import Exchange, Finding
from ntropy_client.conformance import Checker

if TYPE_CHECKING:
    from contract_tests.provider.api import Api

__all__ = ["BrokenPromiseError", "Claims", "FullError", "LeftOutError", "UndecidedError"]

UNREADABLE = frozenset(("schema", "format", "not-json", "content-type"))
"""What may be wrong with an answer so that nothing else can be told of it."""


class BrokenPromiseError(Exception):
    """A claim did not hold."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class LeftOutError(Exception):
    """The scenario cannot be played on this server; the text says why."""


class FullError(LeftOutError):
    """The scenario needs an item that the account has no room for."""

    def __init__(self, error: NoRoomError) -> None:
        super().__init__(str(error))
        self.error = error


class UndecidedError(BrokenPromiseError):
    """Something did not happen in time, so nothing can be said."""


class Claims:
    """Makes claims about the answers of one account.

    Args:
        api: The caller.
        is_sandbox: Whether the sandbox answers, so that nothing of what it does is in doubt.
    """

    def __init__(self, api: Api, *, is_sandbox: bool) -> None:
        self.api = api
        self.is_sandbox = is_sandbox
        self.promise = ""
        """The name of the promise that is looked at."""

    def claim(
        self,
        holds: bool,
        message: str,
        exchange: Exchange,
        *,
        expected: object = "",
        actual: object = "",
        pointer: str = "",
        earlier: Sequence[Exchange] = (),
        sure: bool = True,
    ) -> None:
        """Claim something about an answer.

        Args:
            holds: Whether it is so.
            message: What is wrong otherwise; no ids, it names the finding.
            exchange: The answer in question.
            expected: What should have come.
            actual: What came.
            pointer: Where in the answer.
            earlier: The exchanges that it rests on.
            sure: Whether every server has promised it; otherwise the sandbox alone has.

        Raises:
            BrokenPromiseError: It is not so.
        """
        if not holds:
            sure = sure or self.is_sandbox
            raise BrokenPromiseError(
                self._finding(message, exchange, expected, actual, pointer, earlier, sure=sure)
            )

    def same(
        self,
        expected: object,
        actual: object,
        message: str,
        exchange: Exchange,
        pointer: str = "",
        *,
        earlier: Sequence[Exchange] = (),
        sure: bool = True,
    ) -> None:
        """Claim that something in an answer is what it should be; as for `claim`."""
        self.claim(
            expected == actual,
            message,
            exchange,
            expected=expected,
            actual=actual,
            pointer=pointer,
            earlier=earlier,
            sure=sure,
        )

    def status(self, exchange: Exchange, wanted: int, message: str, *, sure: bool = True) -> None:
        """Claim that an answer has one status; as for `claim`."""
        self.same(wanted, exchange.status, message, exchange, sure=sure)

    def refused(self, exchange: Exchange, message: str = "what has to be refused is not") -> None:
        """Claim that an answer is 4xx; as for `claim`."""
        self.claim(400 <= exchange.status < 500, message, exchange, expected="4xx", actual=exchange.status)

    def accepted(self, exchange: Exchange) -> Any:
        """The body of an answer that has to be 2xx.

        Args:
            exchange: The answer.

        Returns:
            The decoded body, None when there is none.

        Raises:
            BrokenPromiseError: It is not 2xx, or no JSON.
        """
        self.claim(
            exchange.ok, "a plain request is refused", exchange, expected="2xx", actual=exchange.status
        )
        if not exchange.response_body:
            return None
        try:
            return exchange.json()
        except ValueError:
            self.claim(holds=False, message="an answer is no JSON", exchange=exchange)
            raise

    def undecided(
        self, message: str, exchange: Exchange, *, actual: object = "", pointer: str = ""
    ) -> NoReturn:
        """Leave a question open: something did not happen in time.

        Args:
            message: What did not happen.
            exchange: What shows it.
            actual: What is there instead.
            pointer: Where in the answer.

        Raises:
            UndecidedError: Always.
        """
        raise UndecidedError(self._finding(message, exchange, "", actual, pointer, (), sure=False))

    def unreadable(self, exchanges: Sequence[Exchange]) -> Finding | None:
        """Look for the reason why a scenario could not make sense of an answer.

        Args:
            exchanges: Of the scenario.

        Returns:
            What is wrong with the last answer that is not as documented; None when all are, so that the reason
            is in the scenario.
        """
        checker = Checker(self.api.document, strict=False)
        for exchange in reversed(exchanges):
            operation = self.api.document.operations.get(exchange.operation or "")
            if operation is None or not exchange.ok:
                continue
            for violation in checker.check_operation(
                operation, exchange.status, exchange.response_headers, exchange.response_body
            ):
                if violation.kind in UNREADABLE:
                    return self._finding(
                        "an answer is so unlike the document that the promise cannot be looked at",
                        exchange,
                        violation.expected,
                        violation.actual,
                        violation.pointer,
                        (),
                        sure=True,
                    )
        return None

    def open_for(self, broken: Finding, exchanges: Sequence[Exchange]) -> Finding:
        """Leave a question open where a status was met that the document does not have: it may mean anything.

        Args:
            broken: What did not hold.
            exchanges: Of the scenario.

        Returns:
            The finding, unknown where there was one. That it is not documented, conformance tells.
        """
        checker = Checker(self.api.document, strict=True)
        for exchange in exchanges:
            operation = self.api.document.operations.get(exchange.operation or "")
            if operation is None or not exchange.ok or b'"status"' not in exchange.response_body:
                continue
            for violation in checker.check_operation(
                operation, exchange.status, exchange.response_headers, exchange.response_body
            ):
                if violation.kind == "unknown-value" and violation.pointer.endswith("/status"):
                    return replace(broken, verdict="unknown")
        return broken

    def _finding(
        self,
        message: str,
        exchange: Exchange,
        expected: object,
        actual: object,
        pointer: str,
        earlier: Sequence[Exchange],
        *,
        sure: bool,
    ) -> Finding:
        return Finding(
            part="rules",
            oracle=self.promise,
            operation=exchange.operation,
            status=exchange.status,
            pointer=pointer,
            message=message,
            expected=_text(expected),
            actual=_text(actual),
            verdict="drifts" if sure else "unknown",
            exchanges=(*earlier, exchange),
        )


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
