"""The base of the clients: one attribute for each tag of the document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, Unpack

if TYPE_CHECKING:
    from .request import Request, RequestOptions
    from .resources.files import AsyncFiles, Files
    from .resources.rules import AsyncRules, Rules
    from .resources.things import AsyncThings, Things
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
    def things(self) -> Things:
        """Things of every kind."""
        from .resources.things import Things

        return Things(self)

    @cached_property
    def files(self) -> Files:
        """Files to read."""
        from .resources.files import Files

        return Files(self)

    @cached_property
    def rules(self) -> Rules:
        """Rules as JSON."""
        from .resources.rules import Rules

        return Rules(self)


class AsyncBaseClient(ABC):
    """A client whose answers are awaited. Resources are made at first use."""

    @abstractmethod
    async def send(self, request: Request[T], /, **options: Unpack[RequestOptions]) -> Reply[T]:
        """Send one request."""
        ...

    @cached_property
    def things(self) -> AsyncThings:
        """Things of every kind."""
        from .resources.things import AsyncThings

        return AsyncThings(self)

    @cached_property
    def files(self) -> AsyncFiles:
        """Files to read."""
        from .resources.files import AsyncFiles

        return AsyncFiles(self)

    @cached_property
    def rules(self) -> AsyncRules:
        """Rules as JSON."""
        from .resources.rules import AsyncRules

        return AsyncRules(self)
