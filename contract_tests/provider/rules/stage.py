"""What a scenario looks at: items, lists page by page, jobs until they end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from contract_tests.provider.ledger.atlas import Atlas
from contract_tests.provider.ledger.normal import normal
from contract_tests.provider.rules.claims import Claims, LeftOutError
from contract_tests.provider.run import Exchange

if TYPE_CHECKING:
    from contract_tests.provider.api import Api

__all__ = ["PATIENCE_SECONDS", "Item", "Look", "Stage"]

Item = dict[str, Any]
Look = Callable[[], tuple[Exchange, object]]
"""Looks at something that a refused write must leave as it is."""
MOVING = frozenset(("processing", "open", "pending"))
"""Statuses that are not for ever."""
STRANGE_SECONDS = (3.0, 0.5)
"""How long a status that nobody knows is waited on, the first time and once it has proved to stay."""
PATIENCE_SECONDS = 60.0
"""How long a small job may take before the question is left open."""


class Stage(Claims):
    """One account, seen from one scenario.

    Args:
        api: The caller.
        is_sandbox: Whether the sandbox answers, so that its triggers and keys can be used.
    """

    def __init__(self, api: Api, *, is_sandbox: bool) -> None:
        super().__init__(api, is_sandbox=is_sandbox)
        self.atlas = Atlas(api.document)
        self.afterwards = ExitStack()
        """What is undone when the scenario is over, the last first."""
        self._strange: set[str] = set()

    @contextmanager
    def playing(self, name: str) -> Generator[None]:
        """Play a scenario, and undo afterwards what it wants undone.

        Args:
            name: Of its promise.

        Yields:
            Nothing.
        """
        self.promise = name
        with ExitStack() as self.afterwards:
            yield

    @property
    def is_embedded(self) -> bool:
        """Whether the server is in this process, so that its time passes only when somebody waits."""
        return self.api.world.clock is not None

    def get(self, operation: str, identity: str, *, key: str = "first") -> Exchange:
        """Call an operation that needs an id and no body."""
        return self.api.call(operation, path={"id": identity}, key=key)

    def view(self, operation: str, identity: str) -> tuple[Exchange, object]:
        """What an operation shows of something, without what may change by itself."""
        exchange = self.get(operation, identity)
        return exchange, self.steady(operation, self.accepted(exchange))

    def steady(self, operation: str, body: object) -> object:
        """An answer in a form in which it can be compared with another, without what may change by itself."""
        return normal(body, self.atlas.places[operation].answer, self.atlas.shapes)

    def unchanged(self, look: Look, attempts: Iterable[Callable[[], Exchange]]) -> None:
        """Claim that each attempt is refused, and that none has an effect.

        Args:
            look: Looks at all that could have changed.
            attempts: Each sends one request.

        Raises:
            BrokenPromiseError: One is not refused, or has had an effect.
        """
        _, before = look()
        for attempt in attempts:
            exchange = attempt()
            self.refused(exchange)
            seen, after = look()
            self.same(before, after, "a refused write has an effect", seen, earlier=(exchange,))

    def finish(
        self, operation: str, identity: str, look: Callable[[Exchange, Item], None] | None = None
    ) -> tuple[Exchange, Item]:
        """Wait until something has a status that is final.

        Args:
            operation: Shows it.
            identity: Its id.
            look: Called with each answer and its body on the way.

        Returns:
            The last answer, and its body.

        Raises:
            UndecidedError: It took too long; or it has a status that the document does not have, so that nobody
                can tell whether that is its last.
        """
        last: list[tuple[Exchange, Item]] = []
        final = self._final(operation)
        strange: list[datetime] = []

        def done() -> bool:
            exchange = self.get(operation, identity)
            body: Item = self.accepted(exchange)
            if look is not None:
                look(exchange, body)
            last.append((exchange, body))
            status = body.get("status")
            if status in MOVING or status in final or not final:
                return status not in MOVING
            strange.append(self.api.now())
            patience = STRANGE_SECONDS[operation in self._strange]
            return (strange[-1] - strange[0]).total_seconds() > patience

        ended = self.api.until(done, PATIENCE_SECONDS, soon=self.is_sandbox)
        exchange, body = last[-1]
        if final and body.get("status") not in {*final, *MOVING}:
            self._strange.add(operation)
            message = f"{operation} shows a status that is not documented, and perhaps not final"
            self.undecided(message, exchange, actual=body.get("status"), pointer="/status")
        if not ended:
            self.undecided(
                f"{operation} shows no final status after {PATIENCE_SECONDS:.0f} s",
                exchange,
                actual=body.get("status"),
                pointer="/status",
            )
        return last[-1]

    def _final(self, operation: str) -> frozenset[object]:
        """The statuses in an answer that are for ever; none where the document does not tell."""
        answer = self.atlas.places[operation].answer
        status = None if answer is None else self.atlas.shapes.properties(answer).get("status")
        return frozenset(() if status is None else status.enum) - MOVING

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
