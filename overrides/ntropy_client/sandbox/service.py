"""The sandbox without HTTP: a request comes in, an answer goes out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock
from typing import cast
from uuid import UUID, uuid5

from ntropy_client.document import Document, Operation
from ntropy_client.sandbox import job, report, statement, webhook
from ntropy_client.sandbox.account import Account
from ntropy_client.sandbox.account_holders import AccountHolders
from ntropy_client.sandbox.answer import Answer, Call, Inbound, RefusedError
from ntropy_client.sandbox.bank_statements import BankStatements
from ntropy_client.sandbox.batches import Batches
from ntropy_client.sandbox.categories import Categories
from ntropy_client.sandbox.clock import Clock
from ntropy_client.sandbox.deliveries import Deliveries
from ntropy_client.sandbox.entities import Entities
from ntropy_client.sandbox.faults import FAULT_HEADER, Fault
from ntropy_client.sandbox.limits import Credits, RateLimit
from ntropy_client.sandbox.post import Deliver
from ntropy_client.sandbox.reports import Reports
from ntropy_client.sandbox.rules import Rules
from ntropy_client.sandbox.transactions import Transactions
from ntropy_client.sandbox.validation import Checks
from ntropy_client.sandbox.webhooks import Webhooks

__all__ = ["Handler", "Sandbox"]

Handler = Callable[[Call], Answer]

NO_KEY = "Not authenticated: send an API key in the header X-Api-Key"
UNKNOWN_PATH = (
    "Not Found: no path of the API; those begin with /v3/, as in /v3/transactions, and end without a slash"
)

_NAMESPACE = UUID("0e7a30d0-5a4f-5f5f-8d7c-9b1f5a2b7c34")
_log = logging.getLogger("ntropy_client.sandbox")


class Sandbox:
    """A stateful fake of the API.

    Each operation of the document is carried out by the method of its resource that is called like it:
    `batches_get` by `sandbox.batches.get`.

    Args:
        document: What it is a fake of.
        clock: Tells the time.
        seed: Ids follow from it.
        realistic: Whether batches, statements and reports take as long as they do in earnest.
        limits: Whether the documented rate limits hold.
        credits: The balance of an account, None for one without end.
        refill: Credits per second that come back.
        deliver: Sends to webhooks; over HTTP when None.

    Attributes:
        accounts: The state by API key.
        transactions: What the operations of transactions do.
        account_holders: What the operations of account holders do.
        categories: What the operations of categories do.
        rules: What the operations of rules do.
        entities: What the operations of entities do.
        batches: What the operations of batches do.
        bank_statements: What the operations of bank statements do.
        webhooks: What the operations of webhooks do.
        reports: What the operations of reports do.
        deliveries: Sends what webhooks are told.
    """

    def __init__(
        self,
        document: Document,
        clock: Clock,
        *,
        seed: int,
        realistic: bool,
        limits: bool,
        credits: int | None,
        refill: float,
        deliver: Deliver | None = None,
    ) -> None:
        self.document = document
        self.clock = clock
        self.accounts: dict[str, Account] = {}
        self.transactions = Transactions()
        self.account_holders = AccountHolders()
        self.categories = Categories()
        self.rules = Rules()
        self.entities = Entities()
        self.batches = Batches(job.REALISTIC if realistic else job.FAST)
        self.bank_statements = BankStatements(statement.REALISTIC if realistic else statement.FAST)
        self.deliveries = Deliveries(clock, webhook.REALISTIC if realistic else webhook.FAST, deliver)
        self.webhooks = Webhooks(self.deliveries)
        self.reports = Reports(report.REALISTIC if realistic else report.FAST)
        self._seed = seed
        self._limits = limits
        self._credits = credits
        self._refill = refill
        self._checks = Checks.of(document)
        self._lock = Lock()
        self._requests = 0
        self._key_header = _key_header(document)

    def respond(self, inbound: Inbound) -> Answer:
        """Answer a request, whatever comes.

        Args:
            inbound: The request.

        Returns:
            The answer; 500 when the sandbox itself fails, which is logged.
        """
        try:
            return self.answer(inbound)
        except RefusedError as error:
            return error.answer
        except Exception:
            _log.exception("the sandbox failed on %s %s", inbound.method, inbound.raw_path)
            return Answer.json({"detail": "Internal server error"}, 500)

    def answer(self, inbound: Inbound) -> Answer:
        """Answer a request.

        Args:
            inbound: The request.

        Returns:
            The answer.

        Raises:
            RefusedError: The request is refused.
        """
        fault = Fault.parse(inbound.headers.get(FAULT_HEADER))
        if fault.status is not None:
            headers = {"Retry-After": "1"} if fault.status == 429 else {}
            raise RefusedError(fault.status, "A fault on demand", headers)
        found = self.document.match(inbound.method, inbound.raw_path)
        if found is None:
            allowed = self.document.allowed_methods(inbound.raw_path)
            if allowed:
                methods = ", ".join(allowed)
                raise RefusedError(405, f"Method Not Allowed, only {methods}", {"Allow": methods})
            raise RefusedError(404, UNKNOWN_PATH)
        operation, path = found
        account = self.account(inbound.headers.get(self._key_header))
        if self._limits:
            self._count(operation, account)
        self._checks.path(operation, inbound)
        query = self._checks.query(operation, inbound)
        body = self._checks.body(operation, inbound)
        handler = self.handler(operation)
        with account.lock:
            # The time is taken with the lock held, so that it never runs against the order of the requests.
            now = self.clock.now()
            account.settle(now)
            answer = handler(Call(operation, account, now, path, query, body))
            told = bool(account.webhooks)
        if told:
            self.deliveries.wake(account)
        # What is large is written while others go on: rows and ended batches do not change.
        return answer.written()

    def handler(self, operation: Operation) -> Handler:
        """Find out who carries an operation out.

        Args:
            operation: Of the document.

        Returns:
            The method.

        Raises:
            AttributeError: Nobody does.
        """
        resource = getattr(self, operation.tag)
        return cast("Handler", getattr(resource, operation.id.removeprefix(f"{operation.tag}_")))

    def account(self, key: str | None) -> Account:
        """Get the account of an API key. A key that was never seen has a new one.

        Args:
            key: As it was sent, None when it was not.

        Returns:
            The account.

        Raises:
            RefusedError: 401 for a key that begins with `invalid-`, 403 for one that begins with
                `forbidden-` and for none.
        """
        if not key:
            raise RefusedError(403, NO_KEY)
        if key.startswith("invalid-"):
            raise RefusedError(401, "Invalid API key")
        if key.startswith("forbidden-"):
            raise RefusedError(403, "This operation is not enabled for the API key")
        with self._lock:
            account = self.accounts.get(key)
            if account is None:
                cap = 0 if key.startswith("broke-") else self._credits
                account = Account(f"{self._seed}/{key}", Credits(cap, self._refill, self.clock.now()))
                self.accounts[key] = account
            return account

    def request_id(self) -> str:
        """Make an id for a request that came without.

        Returns:
            32 hexadecimal digits.
        """
        with self._lock:
            self._requests += 1
            return uuid5(_NAMESPACE, f"{self._seed}/{self._requests}").hex

    def close(self) -> None:
        """Send nothing more to webhooks. Everything else goes on."""
        self.deliveries.close()

    def _count(self, operation: Operation, account: Account) -> None:
        if operation.rate_limit is None:
            return
        with account.lock:
            rate = account.rates.setdefault(operation.id, RateLimit(operation.rate_limit))
            rate.take(self.clock.now())


def _key_header(document: Document) -> str:
    schemes = document.raw["components"]["securitySchemes"]
    return next(str(one["name"]).lower() for one in schemes.values() if one["type"] == "apiKey")
