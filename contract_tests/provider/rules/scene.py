"""What a scenario works with: short calls, claims about answers, and a way out when one fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contract_tests.provider.run import Exchange, Finding
from ntropy_client.conformance import Checker

if TYPE_CHECKING:
    from contract_tests.provider.api import Api

__all__ = ["BrokenPromiseError", "Item", "LeftOutError", "Scene", "UndecidedError"]

Item = dict[str, Any]
UNREADABLE = frozenset(("schema", "format", "not-json", "content-type"))
"""What may be wrong with an answer so that nothing else can be told of it."""
PATIENCE_SECONDS = 60.0
"""How long a batch of a few items may take before the question is left open."""


class BrokenPromiseError(Exception):
    """A claim did not hold."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class LeftOutError(Exception):
    """The scenario cannot be played on this server; the text says why."""


class UndecidedError(BrokenPromiseError):
    """Something did not happen in time, so nothing can be said."""


class Scene:
    """One account, seen from one scenario.

    Args:
        api: The caller.
        is_sandbox: Whether the sandbox answers, so that its triggers and keys can be used.
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

        Raises:
            BrokenPromiseError: It is not so.
        """
        if not holds:
            raise BrokenPromiseError(
                self._finding(message, exchange, expected, actual, pointer, earlier, sure=True)
            )

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

    def item(self, **members: Any) -> Item:
        """A transaction to be enriched, with an id of its own."""
        return {
            "id": self.api.new_id(),
            "description": "NETFLIX.COM",
            "date": "2024-03-31",
            "amount": 12.99,
            "entry_type": "outgoing",
            "currency": "EUR",
            **members,
        }

    def holder(self) -> str:
        """The id of an account holder that exists.

        Raises:
            LeftOutError: The document has no operation to make one, and the server is not the sandbox,
                for which every id will do.
        """
        if "account_holders_create" in self.api.document.operations:
            body = {"id": self.api.new_id("holder"), "type": "consumer", "name": "Zoë Example"}
            made: Item = self.accepted(self.api.call("account_holders_create", body=body))
            return str(made["id"])
        if self.is_sandbox:
            return self.api.new_id("holder")
        raise LeftOutError("no operation of the document makes account holders")

    def missing_holder(self) -> str:
        """The id of an account holder that does not exist."""
        return f"unknown-{self.api.new_id('holder')}"

    def enrich(self, item: Item) -> Item:
        """Enrich a transaction, which has to succeed."""
        answer: Item = self.accepted(self.api.call("transactions_create", body=item))
        return answer

    def submit(self, items: Sequence[Item], **members: Any) -> Item:
        """Submit a batch, which has to succeed."""
        body = {"operation": "POST /v3/transactions", "data": list(items), **members}
        answer: Item = self.accepted(self.api.call("batches_create", body=body))
        return answer

    def get(self, operation: str, identity: str, *, key: str = "first") -> Exchange:
        """Ask for one item by id."""
        return self.api.call(operation, path={"id": identity}, key=key)

    def finish(self, batch: str, look: Callable[[Exchange, Item], None] | None = None) -> Item:
        """Wait until a batch is no longer processing.

        Args:
            batch: Its id.
            look: Called with each answer and its body on the way.

        Returns:
            The batch as it is then.

        Raises:
            UndecidedError: It took too long.
        """
        last: list[tuple[Exchange, Item]] = []

        def done() -> bool:
            exchange = self.get("batches_get", batch)
            body: Item = self.accepted(exchange)
            if look is not None:
                look(exchange, body)
            last.append((exchange, body))
            return body.get("status") != "processing"

        if not self.api.until(done, PATIENCE_SECONDS):
            exchange, body = last[-1]
            raise UndecidedError(
                self._finding(
                    f"a batch of a few items is still processing after {PATIENCE_SECONDS:.0f} s",
                    exchange,
                    "completed or error",
                    body.get("status"),
                    "/status",
                    (),
                    sure=False,
                )
            )
        return last[-1][1]

    def page(self, operation: str, query: Mapping[str, str | int]) -> tuple[Exchange, list[Item], str | None]:
        """One page of a list, which has to succeed."""
        exchange = self.api.call(operation, query=query)
        body: Item = self.accepted(exchange)
        data: list[Item] = body.get("data") or []
        following: str | None = body.get("next_cursor") or None
        return exchange, data, following

    def pages(
        self,
        operation: str,
        query: Mapping[str, str | int],
        *,
        meanwhile: Callable[[], object] | None = None,
        most: int = 60,
    ) -> tuple[Exchange, list[Item]]:
        """All items of a list, over all of its pages.

        Args:
            operation: The list.
            query: Filters and limit.
            meanwhile: Done after each page.
            most: With more pages the list is too long: others may be filling the account.

        Returns:
            The last exchange, and the items.

        Raises:
            LeftOutError: The list is too long.
        """
        exchange, found, following = self.page(operation, query)
        cursors: set[str] = set()
        while following is not None and len(cursors) < most:
            fresh = following not in cursors
            self.claim(fresh, "following cursors goes in a circle", exchange, pointer="/next_cursor")
            cursors.add(following)
            if meanwhile is not None:
                meanwhile()
            exchange, data, following = self.page(operation, {**query, "cursor": following})
            found += data
        if following is not None:
            raise LeftOutError(f"{operation} has too many new items to follow its pages")
        return exchange, found

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
