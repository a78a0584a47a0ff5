"""Hold every exchange of every part to the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from contract_tests.provider.run import Exchange, Finding
from contract_tests.provider.target import Target
from ntropy_client.conformance import Checker, Violation

__all__ = ["Conformance"]

PART = "conformance"
FAULT_HEADER = "x-ntropy-sandbox-fault"

_STANDARD = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"))
# Servers answer these for any resource; that they do is no operation.
_IMPLICIT = frozenset(("HEAD", "OPTIONS"))
# What a foreign server puts into the body of an error is not documented, but for 422.
_ABOUT_THE_BODY = frozenset(("schema", "format", "undocumented-field", "unknown-value"))


class Conformance:
    """Sees each exchange once.

    Args:
        target: What is checked; the sandbox is held to error bodies too.
    """

    def __init__(self, target: Target) -> None:
        self._target = target
        self._checker = Checker(target.document, strict=True)

    def __call__(self, exchange: Exchange) -> Iterator[Finding]:
        """Check an exchange.

        Args:
            exchange: As recorded.

        Yields:
            What does not conform, and every answer 5xx that nobody asked for.
        """
        if exchange.status >= 500 and not _may_fail(exchange):
            message = "the server failed"
            actual = exchange.response_body[:300].decode(errors="replace")
            yield _finding(
                exchange, "server-error", "", message, expected="no 5xx", actual=f"{exchange.status} {actual}"
            )
        if (
            self._target.is_sandbox
            and exchange.status == 429
            and "retry-after" not in exchange.response_headers
        ):
            message = "a 429 does not say when to try again"
            yield _finding(
                exchange, "missing-header", "/headers/retry-after", message, expected="Retry-After", actual=""
            )
        if exchange.operation is None and (not exchange.ok or exchange.method in _IMPLICIT):
            return
        for violation in self._violations(exchange):
            yield _finding(
                exchange,
                violation.kind,
                violation.pointer,
                violation.message,
                expected=violation.expected,
                actual=violation.actual,
                additive=violation.additive,
                verdict="unknown" if self._is_open(exchange, violation) else "drifts",
            )

    def _violations(self, exchange: Exchange) -> list[Violation]:
        answer = exchange.status, exchange.response_headers, exchange.response_body
        operation = self._target.document.operations.get(exchange.operation or "")
        if operation is None:
            return self._checker.check(exchange.method, exchange.path, *answer)
        return self._checker.check_operation(operation, *answer)

    def _is_open(self, exchange: Exchange, violation: Violation) -> bool:
        if not self._target.is_sandbox and not exchange.is_plain and not exchange.ok:
            return True  # a proxy before the service may have read another path
        return (
            not self._target.is_sandbox
            and 400 <= exchange.status < 500
            and exchange.status != 422
            and violation.kind in _ABOUT_THE_BODY
        )


def _may_fail(exchange: Exchange) -> bool:
    """Whether an answer 5xx is none of the server's faults: it was asked for, or the method is unheard of."""
    unknown = exchange.status == 501 and exchange.method not in _STANDARD  # RFC 9110, section 15.6.2
    return unknown or FAULT_HEADER in exchange.request_headers


def _finding(
    exchange: Exchange,
    oracle: str,
    pointer: str,
    message: str,
    *,
    expected: str,
    actual: str,
    additive: bool = False,
    verdict: Literal["drifts", "unknown"] = "drifts",
) -> Finding:
    return Finding(
        part=PART,
        oracle=oracle,
        operation=exchange.operation,
        status=exchange.status,
        pointer=pointer,
        message=message,
        expected=expected,
        actual=actual,
        verdict=verdict,
        additive=additive,
        exchanges=(exchange,),
    )
