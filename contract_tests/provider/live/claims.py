"""What a careful check claims of an answer."""

from __future__ import annotations

from contract_tests.provider.run import Exchange, Finding, Run

__all__ = ["Claims"]

PART = "live"


class Claims:
    """Adds what is wrong to a run.

    Args:
        run: Where findings are kept.
    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def expect(self, exchange: Exchange, *statuses: str) -> Exchange:
        """Claim that an answer has one of some statuses.

        Args:
            exchange: The answer.
            statuses: Such as "200", or a class such as "4XX".

        Returns:
            The answer.
        """
        if not {str(exchange.status), f"{exchange.status // 100}XX"} & set(statuses):
            self._find(exchange, "status", f"answered {exchange.status}", " or ".join(statuses))
        return exchange

    def add(self, exchange: Exchange, message: str, expected: str, actual: str = "") -> None:
        """Say what is wrong with results.

        Args:
            exchange: The answer.
            message: What is wrong.
            expected: What should have come.
            actual: What came; the status when not given.
        """
        self._find(exchange, "results", message, expected, actual)

    def _find(self, exchange: Exchange, oracle: str, message: str, expected: str, actual: str = "") -> None:
        self._run.add(
            Finding(
                part=PART,
                oracle=oracle,
                operation=exchange.operation,
                status=exchange.status,
                pointer="",
                message=message,
                expected=expected,
                actual=actual or str(exchange.status),
                exchanges=(exchange,),
            )
        )
