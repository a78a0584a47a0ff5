"""The base of the clients: one attribute for each tag of the document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, Unpack

if TYPE_CHECKING:
    from .request import Request, RequestOptions
    from .resources.batches import AsyncBatches, Batches
    from .resources.transactions import AsyncTransactions, Transactions
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
