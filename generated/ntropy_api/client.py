"""The base of the clients: one attribute for each tag of the document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, Unpack

if TYPE_CHECKING:
    from .request import Request, RequestOptions
    from .resources.account_holders import AccountHolders, AsyncAccountHolders
    from .resources.bank_statements import AsyncBankStatements, BankStatements
    from .resources.batches import AsyncBatches, Batches
    from .resources.categories import AsyncCategories, Categories
    from .resources.entities import AsyncEntities, Entities
    from .resources.reports import AsyncReports, Reports
    from .resources.rules import AsyncRules, Rules
    from .resources.transactions import AsyncTransactions, Transactions
    from .resources.webhooks import AsyncWebhooks, Webhooks
    from .sender import Reply

__all__ = ["AsyncBaseClient", "BaseClient"]

T = TypeVar("T")


class BaseClient(ABC):
    """A client that waits for the answer. Resources are made at first use."""

    @abstractmethod
    def send(self, request: Request[T], /, **options: Unpack[RequestOptions]) -> Reply[T]:
        """Send one request."""
        ...

    @cached_property
    def transactions(self) -> Transactions:
        """Enrich a single transaction and get the result in the response; read, reassign and delete
        what has been enriched, one by one or in batches.
        """
        from .resources.transactions import Transactions

        return Transactions(self)

    @cached_property
    def batches(self) -> Batches:
        """Enrich many transactions in the background."""
        from .resources.batches import Batches

        return Batches(self)

    @cached_property
    def bank_statements(self) -> BankStatements:
        """Have a bank statement read: upload the PDF, poll it until its status is `completed` or
        `error`, then fetch the accounts with their transactions.
        """
        from .resources.bank_statements import BankStatements

        return BankStatements(self)

    @cached_property
    def entities(self) -> Entities:
        """The organisations and persons behind transactions: look one up by its id, or find it by its
        name or its website.
        """
        from .resources.entities import Entities

        return Entities(self)

    @cached_property
    def account_holders(self) -> AccountHolders:
        """The persons and companies whose transactions are enriched, and what recurs among the
        transactions of one of them.
        """
        from .resources.account_holders import AccountHolders

        return AccountHolders(self)

    @cached_property
    def categories(self) -> Categories:
        """The names of the categories that transactions can have: read the default sets, change them,
        or make sets of your own.
        """
        from .resources.categories import Categories

        return Categories(self)

    @cached_property
    def rules(self) -> Rules:
        """What enrichment is to do differently for you: rules that change its result, in a small
        language of conditions and edits.
        """
        from .resources.rules import Rules

        return Rules(self)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Be told of what happens instead of polling for it: register an address, and events are sent
        there.
        """
        from .resources.webhooks import Webhooks

        return Webhooks(self)

    @cached_property
    def reports(self) -> Reports:
        """Report a wrong enrichment, and follow what becomes of the report."""
        from .resources.reports import Reports

        return Reports(self)


class AsyncBaseClient(ABC):
    """A client whose answers are awaited. Resources are made at first use."""

    @abstractmethod
    async def send(self, request: Request[T], /, **options: Unpack[RequestOptions]) -> Reply[T]:
        """Send one request."""
        ...

    @cached_property
    def transactions(self) -> AsyncTransactions:
        """Enrich a single transaction and get the result in the response; read, reassign and delete
        what has been enriched, one by one or in batches.
        """
        from .resources.transactions import AsyncTransactions

        return AsyncTransactions(self)

    @cached_property
    def batches(self) -> AsyncBatches:
        """Enrich many transactions in the background."""
        from .resources.batches import AsyncBatches

        return AsyncBatches(self)

    @cached_property
    def bank_statements(self) -> AsyncBankStatements:
        """Have a bank statement read: upload the PDF, poll it until its status is `completed` or
        `error`, then fetch the accounts with their transactions.
        """
        from .resources.bank_statements import AsyncBankStatements

        return AsyncBankStatements(self)

    @cached_property
    def entities(self) -> AsyncEntities:
        """The organisations and persons behind transactions: look one up by its id, or find it by its
        name or its website.
        """
        from .resources.entities import AsyncEntities

        return AsyncEntities(self)

    @cached_property
    def account_holders(self) -> AsyncAccountHolders:
        """The persons and companies whose transactions are enriched, and what recurs among the
        transactions of one of them.
        """
        from .resources.account_holders import AsyncAccountHolders

        return AsyncAccountHolders(self)

    @cached_property
    def categories(self) -> AsyncCategories:
        """The names of the categories that transactions can have: read the default sets, change them,
        or make sets of your own.
        """
        from .resources.categories import AsyncCategories

        return AsyncCategories(self)

    @cached_property
    def rules(self) -> AsyncRules:
        """What enrichment is to do differently for you: rules that change its result, in a small
        language of conditions and edits.
        """
        from .resources.rules import AsyncRules

        return AsyncRules(self)

    @cached_property
    def webhooks(self) -> AsyncWebhooks:
        """Be told of what happens instead of polling for it: register an address, and events are sent
        there.
        """
        from .resources.webhooks import AsyncWebhooks

        return AsyncWebhooks(self)

    @cached_property
    def reports(self) -> AsyncReports:
        """Report a wrong enrichment, and follow what becomes of the report."""
        from .resources.reports import AsyncReports

        return AsyncReports(self)
