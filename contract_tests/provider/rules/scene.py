"""What a scenario works with: an account, and short ways to make things in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from copy import copy
from typing import TYPE_CHECKING, Self

from msgspec import UNSET

from contract_tests.provider.api import TargetUnreachableError
from contract_tests.provider.forms import File
from contract_tests.provider.mailbox import Mailbox
from contract_tests.provider.probes.desk import Desk
from contract_tests.provider.probes.room import NoRoomError
from contract_tests.provider.probes.samples import Samples
from contract_tests.provider.rules.claims import (
    BrokenPromiseError,
    FullError,
    LeftOutError,
    UndecidedError,
)
from contract_tests.provider.rules.paper import pdf
from contract_tests.provider.rules.stage import PATIENCE_SECONDS, Item, Look, Stage
from contract_tests.provider.run import Exchange

if TYPE_CHECKING:
    from contract_tests.provider.api import Api
    from ntropy_client.document import Operation

__all__ = [
    "NOWHERE",
    "BrokenPromiseError",
    "FullError",
    "Item",
    "LeftOutError",
    "Look",
    "Scene",
    "UndecidedError",
    "category",
]

NOWHERE = "https://receiver.invalid/"
"""An address that no event can reach."""
FULL = frozenset((400, 403, 409, 423))
"""Answers that may mean that there is no room for one more: which one is not published."""
DELIVERY_STEP = 0.25
"""Seconds of a clock that is held, after which it is looked whether an event has come."""
DELIVERY_STEPS = 40
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


def category(transaction: Item) -> object:
    """The general category of a transaction."""
    return (transaction.get("categories") or {}).get("general")


class Scene(Stage):
    """One account, seen from one scenario.

    Args:
        api: The caller.
        is_sandbox: Whether the sandbox answers, so that its triggers and keys can be used.
        allowed: Whether more may be changed than what was made here, if it is put back.
    """

    def __init__(self, api: Api, *, is_sandbox: bool, allowed: bool = True) -> None:
        super().__init__(api, is_sandbox=is_sandbox)
        self._allowed = allowed
        self._mailbox: Mailbox | None = None
        self._open = ExitStack()
        self._reachable = True
        self._samples = Samples(api.document, api.new_id)
        self._desk = Desk(api, self._samples, is_sandbox=is_sandbox)

    def apart(self) -> Self:
        """The same account, for a scenario that is played while others are."""
        return copy(self)

    def make(self, collection: str, **members: object) -> Item:
        """Make a plain item, which has to succeed.

        Args:
            collection: A tag of the document.
            members: Of the request, in place of what would be sent.

        Returns:
            The item as the answer shows it.
        """
        maker = self._makers().get(collection)
        if maker is not None:
            return maker(**members)
        made: Item = self.accepted(self._desk.create(self.api.document.operations[f"{collection}_create"]))
        return made

    def _makers(self) -> Mapping[str, Callable[..., Item]]:
        # Looked up anew, since a scene that is apart undoes what it made itself.
        return {
            "transactions": lambda **members: self.enrich(self.item(**members)),
            "batches": lambda **members: self.submit([self.item()], **members),
            "bank_statements": self.upload,
            "account_holders": self.new_holder,
            "reports": self.report,
            "webhooks": self.webhook,
        }

    def on(self, operation: Operation, identity: str) -> Exchange:
        """Call an operation on one item, with the smallest body that it allows."""
        body = UNSET if operation.body_schema is None else self._samples.minimal(operation)
        return self.api.call(operation.id, path={"id": identity}, body=body)

    def item(self, **members: object) -> Item:
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

    def enrich(self, item: Item) -> Item:
        """Enrich a transaction, which has to succeed."""
        answer: Item = self.accepted(self.api.call("transactions_create", body=item))
        return answer

    def submit(self, items: Sequence[Item], **members: object) -> Item:
        """Submit a batch, which has to succeed."""
        body = {"operation": "POST /v3/transactions", "data": list(items), **members}
        answer: Item = self.accepted(self.api.call("batches_create", body=body))
        return answer

    def both_ways(self, item: Item) -> Iterator[tuple[Exchange, Item]]:
        """Enrich a transaction by itself, and then like it in a batch, which both have to succeed.

        Args:
            item: The transaction; the one in the batch has an id of its own.

        Yields:
            The answer that shows what was found, and that.
        """
        exchange = self.api.call("transactions_create", body=item)
        yield exchange, self.accepted(exchange)
        batch = self.submit([{**item, "id": self.api.new_id()}])
        self.finish("batches_get", batch["id"])
        exchange = self.get("batches_results", batch["id"])
        yield exchange, self.accepted(exchange)["results"][0]

    def new_holder(self, **members: object) -> Item:
        """Create an account holder, which has to succeed."""
        body = {"id": self.api.new_id("holder"), "type": "consumer", "name": "Zoë Example", **members}
        answer: Item = self.accepted(self.api.call("account_holders_create", body=body))
        return answer

    def holder(self, **members: object) -> str:
        """The id of a new account holder."""
        return str(self.new_holder(**members)["id"])

    def missing_holder(self) -> str:
        """The id of an account holder that does not exist."""
        return f"unknown-{self.api.new_id('holder')}"

    def assign(self, transaction: str, holder: str) -> Exchange:
        """Assign a transaction to an account holder."""
        return self.api.call(
            "transactions_assign", path={"id": transaction}, body={"account_holder_id": holder}
        )

    def general(self, exchange: Exchange) -> object:
        """The general category in an answer that shows a transaction, and has to be 2xx."""
        return category(self.accepted(exchange))

    def send_file(self, name: str, content: bytes, *, field: str = "file", key: str = "first") -> Exchange:
        """Upload a file as a bank statement."""
        return self.api.call("bank_statements_create", body={field: File(content, name)}, key=key)

    def upload(self, name: str | None = None, content: bytes | None = None) -> Item:
        """Upload a bank statement, which has to succeed; of itself a PDF with a name of its own."""
        own = self.api.new_id("statement")
        answer: Item = self.accepted(self.send_file(name or f"{own}.pdf", content or pdf(own)))
        return answer

    def category_set(self, outgoing: Sequence[str], incoming: Sequence[str] = ("salary",)) -> str:
        """The id of a new category set, which is reset when the scenario is over."""
        identity = self.api.new_id("set")
        body = {"incoming": list(incoming), "outgoing": list(outgoing)}
        self.accepted(self.api.call("categories_set", path={"id": identity}, body=body))
        self.afterwards.callback(self._put_back, "categories_reset", UNSET, id=identity)
        return identity

    def report(self, **members: object) -> Item:
        """Report an enrichment, which has to succeed; of itself that of a new transaction."""
        body = {"description": "Not what I bought", "fields": [".entities.counterparty"], **members}
        if "transaction_id" not in body:
            body["transaction_id"] = self.enrich(self.item())["id"]
        answer: Item = self.accepted(self.api.call("reports_create", body=body))
        return answer

    def webhook(self, **members: object) -> Item:
        """Register a webhook for this scenario; of itself at an address that nothing reaches.

        Raises:
            FullError: There is no room for one more.
        """
        body = {"url": f"{NOWHERE}{self.api.new_id('hook')}", "events": ["reports.rejected"], **members}
        exchange = self.api.call("webhooks_create", body=body)
        if exchange.status in FULL and self._desk.is_full(self.api.document.operations["webhooks_create"]):
            raise FullError(NoRoomError("webhooks", exchange))
        answer: Item = self.accepted(exchange)
        self.afterwards.callback(self._forget, str(answer["id"]))
        return answer

    def rules(self) -> tuple[Exchange, list[Item]]:
        """The rules in their order, as they were written: without ids."""
        exchange = self.api.call("rules_list")
        listed: list[Item] = self.accepted(exchange)
        return exchange, [_bare(rule) for rule in listed]

    def account_wide(self) -> None:
        """Go on only where more may be changed than what was made here.

        Raises:
            LeftOutError: It may not.
        """
        if not self._allowed:
            raise LeftOutError("it changes the whole account for a while, and that is not allowed")

    def keep_rules(self) -> list[Item]:
        """Put the rules back when the scenario is over.

        Returns:
            The rules as they are now, without ids.
        """
        self.account_wide()
        _, rules = self.rules()
        self.afterwards.callback(self._put_back, "rules_replace", rules)
        return rules

    def set_rules(self, rules: Sequence[Item]) -> Exchange:
        """Replace all rules, which has to succeed; keep those that are there first."""
        exchange = self.api.call("rules_replace", body=list(rules))
        self.accepted(exchange)
        return exchange

    def without_rules(self) -> None:
        """Take care that no rule changes what enrichment finds, until the scenario is over."""
        _, rules = self.rules()
        if rules:
            self.keep_rules()
            self.set_rules([])

    @property
    def mailbox(self) -> Mailbox:
        """Keeps what webhooks are told.

        Raises:
            LeftOutError: The server may be on another machine, from which this one cannot be reached.
        """
        clock = self.api.world.clock
        if clock is not None:
            return Mailbox.of(clock)
        if self.api.world.client.base_url.host not in LOOPBACK or not self._reachable:
            raise LeftOutError("no event of this server can reach this machine")
        if self._mailbox is None:
            self._mailbox = self._open.enter_context(Mailbox.opened())
        return self._mailbox

    def arrives(self, condition: Callable[[], bool], message: str, exchange: Exchange) -> None:
        """Claim that something comes to hold of what webhooks are told; time passes meanwhile.

        Args:
            condition: Whether it holds.
            message: What is wrong when it does not.
            exchange: What should have caused it.

        Raises:
            BrokenPromiseError: It does not hold in time; undecided where the server may not reach this machine.
        """
        if self.mailbox.rest is None:
            if not self.mailbox.wait(condition, PATIENCE_SECONDS):
                self._reachable = bool(self.mailbox.received)
                self.undecided(message, exchange)
            return
        for _ in range(DELIVERY_STEPS):
            if self.mailbox.wait(condition, 0):
                return
            self.api.wait(DELIVERY_STEP)
        self.claim(holds=False, message=message, exchange=exchange)

    def close(self) -> None:
        """Receive nothing more."""
        self._open.close()
        self._mailbox = None

    def _put_back(self, operation: str, body: object, **path: str) -> None:
        with suppress(TargetUnreachableError):
            self.api.call(operation, path=path, body=body)

    def _forget(self, webhook: str) -> None:
        with suppress(TargetUnreachableError):
            self.get("webhooks_delete", webhook)


def _bare(rule: Item) -> Item:
    return {name: value for name, value in rule.items() if name != "id"}
